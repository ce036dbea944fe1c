/** Whether a socket of ours can be made here, and where this shell's variable points. */
import { connect } from 'node:net';
import { startReader } from '../../index.ts';
import type { Check } from './check.ts';

const VARIABLE = 'PCSCLITE_CSOCK_NAME';

/** Makes a socket with an empty reader, and removes it. */
export async function checkOwnSocket(): Promise<Check> {
  const name = 'own socket';
  try {
    const readers = await startReader({ cards: [null] });
    await readers.close();
    return { name, status: 'ok', detail: `can be made, as ${readers.env.PCSCLITE_CSOCK_NAME} was`, required: true };
  } catch (error) {
    const advice = 'make the folder for temporary files writable, or give one by TMPDIR';
    return { name, status: 'wrong', detail: (error as Error).message, advice, required: true };
  }
}

function someoneListens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

export async function checkVariable(): Promise<Check> {
  const path = process.env[VARIABLE];
  if (path === undefined)
    return { name: VARIABLE, status: 'ok', detail: 'not set; proefpas run sets it for its command' };
  if (await someoneListens(path)) return { name: VARIABLE, status: 'ok', detail: `${path}, where someone listens` };
  return {
    name: VARIABLE,
    status: 'wrong',
    detail: `${path}, where nobody listens: programs started in this shell see no readers`,
    advice: `unset ${VARIABLE}, or paste the line that proefpas start prints`,
  };
}
