/** What a card under `kill -9` may hold: every durable step of every command, written from the rules and not from the card. */

export const PIN_LIMIT = 3;
export const PUK_LIMIT = 5;

/** Everything that is durable here. Secrets and contents are numbered. */
export interface CardState {
  readonly pin: number;
  readonly pinTries: number;
  readonly pukTries: number;
  readonly content: number;
}

export type Action =
  | { readonly kind: 'verify'; readonly pin: number }
  | { readonly kind: 'change'; readonly from: number; readonly to: number }
  | { readonly kind: 'unblock'; readonly puk: number; readonly pin: number }
  | { readonly kind: 'write'; readonly content: number }
  | { readonly kind: 'askPin' | 'read' };

/** The PUK is never changed. */
export const PUK = 0;

export interface Course {
  /** The status word, and for reading the content. */
  readonly answer: string;
  /** The durable states in order, the one before included; the last one is that of the answer. */
  readonly steps: readonly CardState[];
}

const OK = '9000';

const status = (tries: number): string => (tries === 0 ? '6983' : `63C${tries}`);

/** A secret is presented: the try is paid for, and only then compared. */
function present(
  state: CardState,
  counter: 'pinTries' | 'pukTries',
  isRight: boolean,
  then: Partial<CardState>,
): Course {
  if (state[counter] === 0) return { answer: status(0), steps: [state] };
  const paid = { ...state, [counter]: state[counter] - 1 };
  if (!isRight) return { answer: status(paid[counter]), steps: [state, paid] };
  return { answer: OK, steps: [state, paid, { ...paid, ...then }] };
}

/** What a card in a state does. */
export function courseOf(state: CardState, action: Action): Course {
  switch (action.kind) {
    case 'verify':
      return present(state, 'pinTries', action.pin === state.pin, { pinTries: PIN_LIMIT });
    case 'change':
      return present(state, 'pinTries', action.from === state.pin, { pinTries: PIN_LIMIT, pin: action.to });
    case 'unblock':
      return present(state, 'pukTries', action.puk === PUK, {
        pukTries: PUK_LIMIT,
        pinTries: PIN_LIMIT,
        pin: action.pin,
      });
    case 'write':
      return { answer: OK, steps: [state, { ...state, content: action.content }] };
    case 'askPin':
      return { answer: status(state.pinTries), steps: [state] };
    case 'read':
      return { answer: `content ${state.content}`, steps: [state] };
  }
}

/** A wrong value of the PIN that a card has compared, as its answer shows. */
export function isGrantedTry(before: number, answer: string): boolean {
  return answer.startsWith('63C') || (answer === '6983' && before > 0);
}

/** Whether a command may end with all tries of the PIN given back. */
export function mayRestoreTries(states: readonly CardState[], action: Action): boolean {
  return (
    (action.kind === 'verify' || action.kind === 'change' || action.kind === 'unblock') &&
    states.some((state) => courseOf(state, action).answer === OK)
  );
}

const sameState = (a: CardState, b: CardState): boolean =>
  a.pin === b.pin && a.pinTries === b.pinTries && a.pukTries === b.pukTries && a.content === b.content;

const distinct = (states: readonly CardState[]): CardState[] =>
  states.filter((state, at) => states.findIndex((other) => sameState(state, other)) === at);

/** The states in which a card may be that answers so; none: the answer is a violation. */
export function afterAnswer(states: readonly CardState[], action: Action, answer: string): CardState[] {
  const courses = states.map((state) => courseOf(state, action)).filter((course) => course.answer === answer);
  return distinct(courses.map(({ steps }) => steps[steps.length - 1]!));
}

/** The states in which a card may be that was killed before it answered. */
export function afterKill(states: readonly CardState[], action: Action): CardState[] {
  return distinct(states.flatMap((state) => courseOf(state, action).steps));
}
