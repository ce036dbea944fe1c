/** Takes secrets out of findings by their values, wherever they stand. */
import { toHex } from '../../apdu/index.ts';
import type { Names } from '../trace/evaluate.ts';
import type { Finding } from './findings.ts';

/** Shorter values stand in too many places by chance. */
const SHORTEST_MASKED = 4;

/** The findings with the names of secrets in the places of their values. */
export function masked(findings: readonly Finding[], names: readonly string[], values: readonly Names[]): Finding[] {
  const secrets = names.flatMap((name) =>
    values.flatMap((known) => [[name, known.get(name) ?? new Uint8Array(0)] as const]),
  );
  const hide = (text: string): string =>
    secrets.reduce(
      (rest, [name, value]) => (value.length < SHORTEST_MASKED ? rest : rest.replaceAll(toHex(value), `‹${name}›`)),
      text,
    );
  return findings.map((finding) => ({
    ...finding,
    command: hide(finding.command),
    cause: hide(finding.cause),
    ...(finding.recorded !== undefined && { recorded: hide(finding.recorded) }),
    ...(finding.answered !== undefined && { answered: hide(finding.answered) }),
  }));
}
