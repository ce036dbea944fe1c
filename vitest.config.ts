import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'dist', 'mutation'],
    testTimeout: 60_000,
    pool: 'forks',
    maxConcurrency: 2,
  },
});
