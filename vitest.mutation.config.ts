/**
 * The tests that mutants are tried on: those that scripts/mutation.mjs names. A mutant is done with at the first test that
 * fails, so the quick files come first.
 */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files whose tests take seconds. */
const SLOW = [/changed-byte\.test/, /power-cut\.test/, /property\.test/, /keys\.test/, /pin-states\.test/];

const isSlow = ({ moduleId }: TestSpecification): boolean => SLOW.some((name) => name.test(moduleId));

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files.filter((file) => !isSlow(file)), ...files.filter(isSlow)];
  }
}

export default defineConfig({
  test: {
    include: process.env.MUTATION_TESTS?.split(',') ?? [],
    // What they are about is not mutated, and they are the slowest of all.
    exclude: ['applet/random-apdus.test.ts', 'applet/capacity.test.ts', 'applet/instructions/import-key.test.ts'],
    testTimeout: 300_000,
    pool: 'forks',
    sequence: { sequencer: QuickFirst },
  },
});
