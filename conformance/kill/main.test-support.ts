/** `npm run kills -- [NUMBER] [SEED]`: kills a serving card so many times, and says what was not as it must be. */
import { killRepeatedly } from './kills.test-support.ts';

const [number = '1000', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
const started = Date.now();
const { kills, underWay, answered, violations } = await killRepeatedly(Number(number), Number(seed));
const seconds = Math.round((Date.now() - started) / 1_000);
for (const violation of violations) console.error(violation);
console.log(
  `${kills} kills in ${seconds} s (seed ${seed}), ${underWay} with a command under way, ${answered} answers, ${violations.length} violations`,
);
process.exitCode = violations.length === 0 ? 0 : 1;
