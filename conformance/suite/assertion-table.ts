/** The assertions as a table of the documentation. */
import { ASSERTIONS } from './assertions/index.ts';

const HEAD = `# The assertions of the suite

Made from their tables; what outcomes and levels mean, and what a card is asked, is in [the suite](suite.md). Words are those that the
assertion allows where nothing else is said: X is any digit, _refused_ any error from 6400 to 6FFF. Assertions with a star change the card,
and are tried on disposable ones only.
`;

/** docs/suite-assertions.md: a heading for each clause, a paragraph for each assertion. */
export function assertionTable(): string {
  const clauses = [...new Set(ASSERTIONS.map(({ clause }) => clause))].sort();
  const sections = clauses.map((clause) => {
    const own = ASSERTIONS.filter((assertion) => assertion.clause === clause);
    const rows = own.map(({ id, level, purpose, criterion, words, destructive }) => {
      const allowed = words.length === 0 ? '' : ` Words: ${words.join(', ')}.`;
      return `- **${id}**${destructive ? '\\*' : ''} (${level}): ${purpose}. Passes when: ${criterion}.${allowed}`;
    });
    return `## ${clause}\n\n${rows.join('\n')}\n`;
  });
  return [HEAD, ...sections].join('\n');
}
