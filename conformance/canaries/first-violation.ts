/** The sweep until its first violation: exit status 1 when there is one. An argument: only the scenes of that instruction. */
import { CardMute } from '../../apdu/index.ts';
import { DeviceError } from '../../emulator/index.ts';
import { allScenes } from '../power-cut/campaign.ts';
import type { Scene } from '../power-cut/scene.ts';
import { Sweep } from '../power-cut/sweep.ts';

const [only] = process.argv.slice(2);
const sweep = new Sweep({ random: 4, recoveryEvery: 50, seed: 1 });

/** What is wrong in a scene; a card that fails while the power holds is wrong too. */
function violationIn(scene: Scene): string | undefined {
  try {
    sweep.run(scene);
  } catch (error) {
    if (!(error instanceof DeviceError || error instanceof CardMute)) throw error;
    return `${scene.name}, while the power held: ${error.message}`;
  }
  return sweep.report.violations[0];
}

for (const scene of allScenes()) {
  if (only !== undefined && scene.subject !== only) continue;
  const violation = violationIn(scene);
  if (violation === undefined) continue;
  console.log(violation);
  process.exit(1);
}
