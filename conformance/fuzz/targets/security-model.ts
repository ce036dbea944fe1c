/** The card's security against its reference model: PINs, rights and life cycle, through resets and power cuts. */
import { sequences } from '../../model/actions.ts';
import { noCounts } from '../../model/counts.ts';
import { type Action, Disagreement, ModelRun } from '../../model/model-run.ts';
import { sequence, type Target, Violation } from '../target.ts';

export const securityModelTarget: Target = {
  name: 'security-model',
  about:
    'sequences of PIN, key and file commands, resets, forks, power cuts and kills to a card and its reference model',
  oracle: 'card and model never disagree',
  sources: ['emulator/pin', 'emulator/card-os', 'emulator/session', 'applet/instructions'],
  inputs: sequences(30).map((actions) => actions.map((action) => JSON.stringify(action))),
  check: (input) => {
    const run = new ModelRun(noCounts());
    try {
      for (const action of sequence(input)) run.perform(JSON.parse(action) as Action);
    } catch (error) {
      if (error instanceof Disagreement) throw new Violation('state', error.message);
      throw error;
    }
  },
};
