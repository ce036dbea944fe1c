/** Sends commands by their fields and gets whole answers, transport apart. */
import { type CardLink, type CommandFields, encodeCommand, type Response } from '../../apdu/index.ts';
import { exchange } from './transport.ts';

export interface Sender {
  send(command: CommandFields): Promise<Response>;
}

export function senderFor(link: Pick<CardLink, 'transmit'>): Sender {
  return { send: (command) => exchange(link, encodeCommand(command)) };
}
