/** Sends a command and compares the answer, for any test runner: what differs is told in words, and secrets are not. */
import { AssertionError } from 'node:assert';
import { type CardChannel, fromHex, parseResponse, sameBytes } from '../../apdu/index.ts';
import { Decoder } from '../../conformance/index.ts';

type Transmitter = Pick<CardChannel, 'transmit'>;

/** An answer that has come and waits to be compared. */
export interface ApduExpectation {
  /**
   * The whole answer in hexadecimal, `9000` or `0102 9000`; or `*` and the status word, `* 9000`, for any data. Returns the
   * data. Throws `AssertionError` of `node:assert` with command and both answers in words; PINs, PUKs, keys and deciphered
   * values are hidden in it. Throws `SyntaxError` when `answer` is no answer.
   */
  toAnswer(answer: string): Uint8Array;
}

/** One for each card, because what follows a secret answer is secret too. */
const decoders = new WeakMap<Transmitter, Decoder>();

function decoderOf(card: Transmitter): Decoder {
  const decoder = decoders.get(card) ?? new Decoder();
  decoders.set(card, decoder);
  return decoder;
}

/** Bytes that are asked for, and whether any data may stand before them. */
interface Wanted {
  readonly bytes: Uint8Array;
  readonly anyData: boolean;
}

function parseWanted(answer: string): Wanted {
  const anyData = answer.startsWith('*');
  const bytes = fromHex(anyData ? answer.slice(1) : answer);
  if (bytes.length < 2 || (anyData && bytes.length > 2)) {
    throw new SyntaxError(`"${answer}" is no answer: write data and status word, such as "0102 9000", or "* 9000"`);
  }
  return { bytes, anyData };
}

function isAsWanted(response: Uint8Array, { bytes, anyData }: Wanted): boolean {
  return sameBytes(anyData ? response.subarray(-2) : response, bytes);
}

/** Which byte of the data differs first; nothing when the status words differ, which says enough. */
function placeText(response: Uint8Array, { bytes, anyData }: Wanted): string {
  const [got, wanted] = [parseResponse(response), parseResponse(bytes)];
  if (anyData || got.sw !== wanted.sw) return '';
  const at = got.data.findIndex((byte, index) => byte !== wanted.data[index]);
  const lengths = `${wanted.data.length} data bytes expected, ${got.data.length} answered`;
  return `\n  ${lengths}; the first difference is at byte ${at === -1 ? got.data.length : at}`;
}

/**
 * Sends a command, bytes or hexadecimal, to a card on this thread. What the card throws (`CardMute`) is thrown at once.
 *
 * `expectApdu(card, '00200001').toAnswer('63C2')`
 */
export function expectApdu(card: Transmitter, command: string | Uint8Array): ApduExpectation {
  const sent = typeof command === 'string' ? fromHex(command) : command;
  const response = card.transmit(sent);
  const decoder = decoderOf(card);
  const [asked, answered] = decoder.exchange(sent, response).map((line) => line.slice(2));
  const toAnswer = (answer: string): Uint8Array => {
    const wanted = parseWanted(answer);
    if (isAsWanted(response, wanted)) return parseResponse(response).data;
    const [, line] = decoder.exchange(sent, wanted.bytes);
    const expected = (wanted.anyData ? 'any data, ' : '') + line!.slice(2);
    throw new AssertionError({
      message: `${asked}\n  expected ${expected}\n  answered ${answered}${placeText(response, wanted)}`,
      actual: answered,
      expected,
      operator: 'toAnswer',
      stackStartFn: toAnswer,
    });
  };
  return { toAnswer };
}
