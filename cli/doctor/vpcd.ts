/** The virtual reader driver of vsmartcard, which puts a card before programs that cannot be pointed at a socket of ours. */
import { existsSync, readFileSync } from 'node:fs';
import type { Check } from './check.ts';
import { install } from './install.ts';

const CONFIGURATION = '/etc/reader.conf.d/vpcd';

/** Port 35963 as /proc/net/tcp writes it: not asked by connecting, which would be a card put in. */
const LISTENING = /^\s*\d+: [0-9A-F]+:8C7B [0-9A-F]+:[0-9A-F]+ 0A /m;

function listens(): boolean {
  return ['/proc/net/tcp', '/proc/net/tcp6'].some(
    (path) => existsSync(path) && LISTENING.test(readFileSync(path, 'latin1')),
  );
}

export function checkVpcd(): Check {
  const name = 'vpcd';
  if (listens())
    return { name, status: 'ok', detail: 'its reader waits for a card on port 35963: proefpas start --vpcd' };
  if (existsSync(CONFIGURATION)) {
    return {
      name,
      status: 'note',
      detail: 'installed, but pcscd has not loaded it',
      advice: 'sudo systemctl restart pcscd',
    };
  }
  return {
    name,
    status: 'note',
    detail: "not installed; needed only for --vpcd, a card in the system's own pcscd",
    advice: install('vsmartcard-vpcd'),
  };
}
