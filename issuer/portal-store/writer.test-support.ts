/** Changes the portal in a folder without end, and tells each change once it is durable. Meant to be killed. */

import { openPortal } from './index.ts';
import { changed } from './portal-store.test-support.ts';

const portal = await openPortal(process.argv[2]!);
for (;;) {
  const { events } = await portal.change(changed);
  process.stdout.write(`${events.length}\n`);
}
