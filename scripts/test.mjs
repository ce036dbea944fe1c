/** Runs every test and ends with one line that counts them: "N passed, N failed, N skipped". */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'proefpas-test-'));
const report = join(folder, 'report.json');

try {
  const args = [
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ];
  const { status } = spawnSync('npx', args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const isFailed = ({ status }) => status === 'failed';
  // A file that could not be loaded, or whose set-up failed, has failed although no test in it has; its tests were not run.
  const broken = testResults.filter((file) => isFailed(file) && !file.assertionResults.some(isFailed));
  const skipped = testResults
    .filter((file) => !broken.includes(file))
    .flatMap((file) => file.assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed').length;
  if (skipped > 0) console.log(`SKIPPED ${skipped} tests: programs they drive are not installed`);
  console.log(`${numPassedTests} passed, ${numFailedTests + broken.length} failed, ${skipped} skipped`);
  process.exitCode = status === 0 && numPassedTests > 0 ? 0 : 1;
} catch (error) {
  console.error(`the tests could not be run: ${error.message}`);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
