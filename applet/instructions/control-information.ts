/** File control information, as SELECT answers it. ISO/IEC 7816-4:2005 §5.3.3 */
import { concat, findTlv, parseTlvs, SW, TAG, tlv, u16 } from '../../apdu/index.ts';
import { type CardServices, type FileNode, refuse } from '../../emulator/index.ts';

/** P2 of SELECT, b4b3. */
export const ANSWER = { fci: 0x00, fcp: 0x04, fmd: 0x08, none: 0x0c } as const;

const NO_DATA = new Uint8Array(0);

/** The answer that P2 asks for, as far as the card gives any. Refuses 6A86. */
export function wantedAnswer(p2: number, { behaviour }: CardServices): number {
  const answer = p2 & 0x0c;
  if (answer === ANSWER.none && !behaviour.selectWithoutAnswer) refuse(SW.incorrectP1P2);
  return behaviour.controlInformation === 'none' ? ANSWER.none : answer;
}

/** Control parameters as they came at creation; the life-cycle status, where they have one, as it is now. */
function asCreated({ template, lifeCycle }: FileNode): Uint8Array {
  const objects = parseTlvs(template);
  if (!objects.some(({ tag }) => tag === TAG.lifeCycleStatus)) return template;
  const now = Uint8Array.of(lifeCycle);
  return concat(...objects.map(({ tag, value }) => tlv(tag, tag === TAG.lifeCycleStatus ? now : value)));
}

function sizeAndDescriptor({ template, kind, size }: FileNode): Uint8Array {
  const descriptor = tlv(TAG.fileDescriptor, findTlv(template, TAG.fileDescriptor)!);
  return kind === 'df' ? descriptor : concat(tlv(TAG.dataSize, u16(size)), descriptor);
}

/** Control information of a file as P2 asks for it, with the name by which it was selected. */
export function information(answer: number, file: FileNode, { behaviour }: CardServices, name = file.name): Uint8Array {
  const isWhole = behaviour.controlInformation === 'as created';
  const parameters = isWhole ? asCreated(file) : sizeAndDescriptor(file);
  const named = isWhole && name !== undefined && file.name === undefined ? [tlv(TAG.dfName, name)] : [];
  switch (answer) {
    case ANSWER.fci:
      return tlv(TAG.fci, parameters, ...named);
    case ANSWER.fcp:
      return tlv(TAG.fcp, parameters, ...named);
    case ANSWER.fmd:
      return tlv(TAG.fmd, ...(name === undefined ? [] : [tlv(TAG.dfName, name)]));
    default:
      return NO_DATA;
  }
}
