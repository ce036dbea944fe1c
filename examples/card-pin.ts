/** What both log-ins of this example know about a card: three commands, and a function that sends them. */

/** Sends a command and answers the response: a PC/SC binding's `transmit`, or a card in a test. */
export type Transmit = (command: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** The PIN prompt: undefined when it is cancelled. */
export type AskPin = (triesLeft: number) => string | undefined | Promise<string | undefined>;

/** With one try left the user is sent to the help desk: nobody gets a card blocked here. */
export type Outcome = 'logged in' | 'wrong PIN' | 'cancelled' | 'go to the help desk' | 'no card';

/** Whether the text can be a PIN; anything else is not worth a try. */
export const isPin = (text: string): boolean => /^[0-9A-Za-z]{6,8}$/.test(text);

async function statusOf(transmit: Transmit, command: readonly number[]): Promise<number> {
  const answer = await transmit(Uint8Array.from(command));
  return answer.at(-2)! * 256 + answer.at(-1)!;
}

/** VERIFY without data asks for the tries left. A PIN that is verified already has all three. */
export async function triesLeft(transmit: Transmit): Promise<number> {
  const status = await statusOf(transmit, [0x00, 0x20, 0x00, 0x01]);
  if (status === 0x9000) return 3;
  return (status & 0xfff0) === 0x63c0 ? status & 0x0f : 0;
}

/** VERIFY with a PIN, padded with 00 to 16 bytes. Spends a try when the PIN is wrong. */
export async function verify(transmit: Transmit, pin: string): Promise<boolean> {
  const value = [...new TextEncoder().encode(pin.padEnd(16, '\0'))];
  return (await statusOf(transmit, [0x00, 0x20, 0x00, 0x01, 0x10, ...value])) === 0x9000;
}
