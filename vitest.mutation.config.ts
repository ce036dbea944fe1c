/** The tests that mutants are tried on: those that are quick and about PINs, access, life cycles, channels and the flash. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'applet/**/*.test.ts',
      'emulator/*.test.ts',
      'emulator/nvm/*.test.ts',
      'conformance/model/*.test.ts',
      'conformance/power-cut/order-trace.test.ts',
    ],
    testTimeout: 60_000,
    pool: 'forks',
  },
});
