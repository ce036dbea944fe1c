/**
 * Transport between a command and its whole answer: GET RESPONSE after 61XX, the same command with the right Le after 6CXX. What is
 * above it sees neither, so that T=0 and T=1 and short and long readers look alike. ISO/IEC 7816-4:2005 §5.1.3, §7.6.1
 */
import {
  ApduError,
  type CardLink,
  type Command,
  concat,
  encodeCommand,
  INS,
  parseCommand,
  parseResponse,
  type Response,
} from '../../apdu/index.ts';

/** More rounds than the longest answer of 65536 bytes takes, so that a card that never ends is left. */
const MOST_ROUNDS = 300;

/** Bits of the class byte that name the channel; chaining and secure messaging are not for GET RESPONSE. */
function channelOf(cla: number): number {
  return cla < 0x40 ? cla & 0x03 : cla & 0x4f;
}

function partsOf(command: Uint8Array): Command | undefined {
  try {
    return parseCommand(command);
  } catch (error) {
    if (error instanceof ApduError) return undefined;
    throw error;
  }
}

/** Sends one command and fetches all of its answer. */
export async function exchange(link: Pick<CardLink, 'transmit'>, bytes: Uint8Array): Promise<Response> {
  const command = partsOf(bytes);
  let answer = parseResponse(await link.transmit(bytes));
  if (command === undefined) return answer;
  if (answer.sw >> 8 === 0x6c && command.ne > 0 && command.ne !== (answer.sw & 0xff || 256)) {
    answer = parseResponse(await link.transmit(encodeCommand({ ...command, ne: answer.sw & 0xff || 256 })));
  }
  const parts = [answer.data];
  for (let round = 0; answer.sw >> 8 === 0x61 && round < MOST_ROUNDS; round++) {
    const ne = answer.sw & 0xff || 256;
    const getResponse = encodeCommand({ cla: channelOf(command.cla), ins: INS.getResponse, ne });
    answer = parseResponse(await link.transmit(getResponse));
    parts.push(answer.data);
  }
  return { data: concat(...parts), sw: answer.sw };
}
