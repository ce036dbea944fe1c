/** Sends one command and does what a reader does for its host: fetches what waits, repeats with the right Le. */
import { type CardLink, concat, encodeCommand, INS, parsedCommand } from '../../apdu/index.ts';

/** Pieces of one answer; more are taken for a card that never ends. */
const MOST_PIECES = 300;

/** The whole answer. `raw` sends the command as it stands and nothing more. Rejects as the card does. */
export async function play(card: CardLink, command: Uint8Array, raw: boolean): Promise<Uint8Array> {
  let answer = await card.transmit(command);
  if (raw || answer.length < 2) return answer;
  if (answer.at(-2) === 0x6c && answer.length === 2)
    answer = await card.transmit(withLe(command, answer.at(-1)! || 256));
  for (let piece = 0; answer.at(-2) === 0x61 && piece < MOST_PIECES; piece++) {
    const more = await card.transmit(
      encodeCommand({ cla: command[0]! & ~0x10, ins: INS.getResponse, ne: answer.at(-1)! || 256 }),
    );
    answer = concat(answer.subarray(0, -2), more);
  }
  return answer;
}

/**
 * The command with an Le where the recorded answer shows that data was wanted: logs of T=0 leave out the Le of a command
 * that has data. ISO/IEC 7816-3:2006 §12.1
 */
export function wanting(bytes: Uint8Array, recorded: Uint8Array | undefined): Uint8Array {
  if (recorded === undefined || recorded.length <= 2) return bytes;
  const command = parsedCommand(bytes);
  return command === undefined || command.ne !== 0 ? bytes : withLe(bytes, recorded.length > 258 ? 65536 : 256);
}

function withLe(bytes: Uint8Array, ne: number): Uint8Array {
  const command = parsedCommand(bytes);
  return command === undefined ? bytes : encodeCommand({ ...command, ne });
}
