/**
 * Mutation tests, group by group, because instrumented files run many times slower, the loop of the checksum above all:
 * `npm run mutation`, or `npm run mutation -- pins`. Reports go to mutation/.
 */
import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';

const STORE = 'emulator/nvm';

/** What is mutated, and the tests that mutants are tried on. */
const GROUPS = {
  pins: {
    mutate: [
      'emulator/pin.ts',
      'emulator/access-condition.ts',
      'emulator/access-rules.ts',
      'emulator/expanded-rules.ts',
      'emulator/life-cycle.ts',
      'emulator/channels.ts',
      'emulator/session.ts',
      'applet/instructions/pin-reference.ts',
      'applet/instructions/verify.ts',
      'applet/instructions/change-reference-data.ts',
      'applet/instructions/reset-retry-counter.ts',
      'applet/instructions/verification-requirement.ts',
    ],
    tests: [
      'applet/*.test.ts',
      'applet/instructions/*.test.ts',
      'emulator/*.test.ts',
      'front-door/quirks.test.ts',
      'conformance/model/*.test.ts',
      'conformance/power-cut/order-trace.test.ts',
    ],
  },
  flash: {
    mutate: [
      `${STORE}/*.ts`,
      `!${STORE}/*.test.ts`,
      `!${STORE}/*.test-support.ts`,
      `!${STORE}/cutting-flash.ts`,
      `!${STORE}/crc32c.ts`,
      `!${STORE}/index.ts`,
    ],
    tests: [`${STORE}/*.test.ts`],
  },
  checksum: {
    mutate: [`${STORE}/crc32c.ts`],
    tests: [`${STORE}/crc32c.test.ts`, `${STORE}/record.test.ts`, `${STORE}/change.test.ts`],
  },
};

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(GROUPS) : asked;
const unknown = names.find((name) => !Object.hasOwn(GROUPS, name));
if (unknown !== undefined) {
  console.error(`${unknown} is no group of mutants; those are ${Object.keys(GROUPS).join(', ')}`);
  process.exit(2);
}

for (const name of names) {
  const { mutate, tests } = GROUPS[name];
  console.log(`\nMutants of the group ${name}`);
  const { status } = spawnSync('stryker', ['run', '--mutate', mutate.join(',')], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_TESTS: tests.join(',') },
  });
  if (status !== 0) process.exitCode = 1;
  for (const kind of ['html', 'json']) renameSync(`mutation/report.${kind}`, `mutation/${name}.${kind}`);
}
