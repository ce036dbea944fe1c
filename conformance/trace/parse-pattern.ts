/** What an answer has to look like: `6F{ 82:(38) 83:(3F00) * }`, `00 06 {flags:1}`, `80/F0 *`. */
import { concat } from '../../apdu/index.ts';
import { close, NAME, NUMBER, parseReference, parseTag } from './parse-bytes.ts';
import type { Scanner } from './scanner.ts';
import type { Pattern, PatternObject, PatternTerm } from './trace.ts';

/** The most a captured value may have: an extended answer. */
export const MOST = 65536;

const MASKED = /(?:[0-9A-Fa-f]{2}\/[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f.]{2})+)(?![0-9A-Za-z_.])/y;

/** Terms, up to what no term begins with. */
export function parsePattern(scanner: Scanner): Pattern {
  const terms: PatternTerm[] = [];
  for (let start = scanner.position; ; start = scanner.position) {
    const term = parseTerm(scanner);
    if (term === undefined) return terms;
    const last = terms.at(-1);
    if (last !== undefined && !hasFixedLength(last)) {
      scanner.failAt(start, 'nothing can follow a part whose length is open; give the part before it a length');
    }
    if (term.kind === 'masked' && last?.kind === 'masked') {
      terms[terms.length - 1] = {
        kind: 'masked',
        bits: concat(last.bits, term.bits),
        mask: concat(last.mask, term.mask),
      };
    } else terms.push(term);
    scanner.space();
  }
}

/** Whether what follows a part can be told from it. A data object carries its length with it. */
function hasFixedLength(term: PatternTerm): boolean {
  return term.kind !== 'rest' && (term.kind !== 'capture' || term.least === term.most);
}

function parseTerm(scanner: Scanner): PatternTerm | undefined {
  const text = scanner.string();
  if (text !== undefined) return { kind: 'text', text };
  const name = parseReference(scanner);
  if (name !== undefined) return { kind: 'name', name };
  if (scanner.take('*')) return { kind: 'rest' };
  if (scanner.take('{')) return parseCapture(scanner);
  return parseObject(scanner) ?? parseMasked(scanner);
}

/** `{NAME}`, `{NAME:4}`, `{NAME:1..4}`, its brace taken already. */
function parseCapture(scanner: Scanner): PatternTerm {
  const name = scanner.expect(NAME, 'name of what is kept');
  let [least, most] = [0, MOST];
  if (scanner.take(':')) {
    const start = scanner.position;
    least = Number(scanner.expect(NUMBER, 'length'));
    most = scanner.take('..') ? Number(scanner.expect(NUMBER, 'greatest length')) : least;
    if (most < least || most > MOST) scanner.failAt(start, `a length of ${least}..${most} cannot be`);
  }
  close(scanner, '}');
  return { kind: 'capture', name, least, most };
}

/** `82:( pattern )` or `6F{ 82:(38) * }`. */
function parseObject(scanner: Scanner): PatternObject | undefined {
  const tag = parseTag(scanner);
  if (tag === undefined) return undefined;
  if (scanner.take(':(')) {
    scanner.space();
    const value = parsePattern(scanner);
    close(scanner, ')');
    return { kind: 'object', tag, value };
  }
  close(scanner, '{');
  scanner.space();
  const members: PatternObject[] = [];
  for (let member = parseObject(scanner); member !== undefined; member = parseObject(scanner)) {
    members.push(member);
    scanner.space();
  }
  const open = scanner.take('*');
  scanner.space();
  close(scanner, '}');
  return { kind: 'set', tag, members, open };
}

function parseMasked(scanner: Scanner): PatternTerm | undefined {
  const text = scanner.match(MASKED);
  if (text === undefined) return undefined;
  if (text.includes('/')) {
    const mask = Number.parseInt(text.slice(3), 16);
    return {
      kind: 'masked',
      bits: Uint8Array.of(Number.parseInt(text.slice(0, 2), 16) & mask),
      mask: Uint8Array.of(mask),
    };
  }
  return {
    kind: 'masked',
    bits: digits(text, (digit) => digit.replace('.', '0')),
    mask: digits(text, (digit) => (digit === '.' ? '0' : 'F')),
  };
}

function digits(text: string, digit: (digit: string) => string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt([...pair].map(digit).join(''), 16));
}
