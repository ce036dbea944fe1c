import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'dist', 'mutation'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Two at least: most tests wait for programs that they drive.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    maxConcurrency: 2,
  },
});
