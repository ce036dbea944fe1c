/**
 * Reference model of one PIN and its PUK, written from the rules and not from the card: what each command answers, and how
 * the counters and the verified status stand afterwards.
 */

/** The values that a sequence uses: the model only asks whether two are the same. */
export type Secret = number;

export interface PinModel {
  readonly pin: Secret;
  readonly puk: Secret;
  readonly pinTries: number;
  readonly pukTries: number;
  readonly verified: boolean;
}

export const PIN_LIMIT = 3;
export const PUK_LIMIT = 5;

/** A command on the reference data, or an event of the reader. */
export type PinAction =
  | { readonly kind: 'query' }
  | { readonly kind: 'verify'; readonly pin: Secret }
  | { readonly kind: 'change'; readonly from: Secret; readonly to: Secret }
  | { readonly kind: 'unblock'; readonly puk: Secret; readonly pin: Secret }
  | { readonly kind: 'reset' }
  | { readonly kind: 'power cycle' };

export interface Step {
  /** Undefined where there is no command. */
  readonly sw: number | undefined;
  readonly next: PinModel;
}

const OK = 0x9000;
const BLOCKED = 0x6983;

/** 63CX, or 6983 when none is left. */
const left = (tries: number): number => (tries === 0 ? BLOCKED : 0x63c0 + tries);

/** A comparison with the PIN: what is answered when it fails, or undefined when it was right. */
function presented(model: PinModel, pin: Secret): { readonly failed?: Step } {
  if (model.pinTries === 0) return { failed: { sw: BLOCKED, next: { ...model, verified: false } } };
  if (pin === model.pin) return {};
  const pinTries = model.pinTries - 1;
  return { failed: { sw: left(pinTries), next: { ...model, pinTries, verified: false } } };
}

/** What the rules say happens. */
export function step(model: PinModel, action: PinAction): Step {
  switch (action.kind) {
    case 'query':
      return { sw: model.verified ? OK : left(model.pinTries), next: model };
    case 'verify':
      return presented(model, action.pin).failed ?? { sw: OK, next: { ...model, pinTries: PIN_LIMIT, verified: true } };
    case 'change':
      return (
        presented(model, action.from).failed ?? {
          sw: OK,
          next: { ...model, pin: action.to, pinTries: PIN_LIMIT, verified: false },
        }
      );
    case 'unblock': {
      if (model.pukTries === 0) return { sw: BLOCKED, next: model };
      if (action.puk !== model.puk) {
        const pukTries = model.pukTries - 1;
        return { sw: left(pukTries), next: { ...model, pukTries } };
      }
      return {
        sw: OK,
        next: { ...model, pin: action.pin, pinTries: PIN_LIMIT, pukTries: PUK_LIMIT, verified: false },
      };
    }
    case 'reset':
    case 'power cycle':
      return { sw: undefined, next: { ...model, verified: false } };
  }
}
