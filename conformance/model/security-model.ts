/**
 * Reference model of the whole security state, written from the rules and not from the card: PIN and PUK with their counters,
 * verified status and security environment of each logical channel, the life cycle of a file and of the card, and whether an
 * access is granted. It says what each command is answered, and how things stand afterwards.
 */

/** The values that a sequence uses: the model only asks whether two are the same. `right` is whatever the value is now. */
export type Secret = number | 'right';

export const PIN_LIMIT = 3;
export const PUK_LIMIT = 5;

export type FileState = 'activated' | 'deactivated' | 'terminated';

/** What outlives the power. */
export interface Durable {
  readonly pin: number;
  readonly puk: number;
  readonly pinTries: number;
  readonly pukTries: number;
  /** Whether the PIN is required at all. */
  readonly required: boolean;
  /** An EF that everybody may read, and whoever has verified the PIN may update, deactivate, activate and terminate. */
  readonly file: FileState;
  /** Its one byte. */
  readonly content: number;
  /** The card is at its end. */
  readonly terminated: boolean;
}

/** What an open logical channel remembers. */
export interface Channel {
  readonly verified: boolean;
  /** Whether the signing key was chosen by MANAGE SECURITY ENVIRONMENT. */
  readonly environment: boolean;
}

export interface SecurityModel {
  readonly durable: Durable;
  /** The open channels, by number; 0 always is. */
  readonly channels: ReadonlyMap<number, Channel>;
}

/** A command on a logical channel. */
export type Command =
  | {
      readonly kind: 'query' | 'choose key' | 'sign' | 'select applet' | 'read' | 'terminate card';
      readonly on: number;
    }
  | { readonly kind: 'deactivate' | 'activate' | 'terminate'; readonly on: number }
  | { readonly kind: 'verify' | 'disable' | 'enable'; readonly on: number; readonly pin: Secret }
  | { readonly kind: 'change'; readonly on: number; readonly pin: Secret; readonly to: number }
  | { readonly kind: 'unblock'; readonly on: number; readonly puk: Secret; readonly to: number }
  | { readonly kind: 'update'; readonly on: number; readonly content: number }
  | { readonly kind: 'open' | 'close'; readonly on: number; readonly channel: number };

export interface Step {
  readonly sw: number;
  readonly next: SecurityModel;
}

// biome-ignore format: a table reads best with its columns aligned
const SW = {
  ok: 0x9000, closedAlready: 0x6200, channel: 0x6881, security: 0x6982, blocked: 0x6983, conditions: 0x6985, p1p2: 0x6a86,
} as const;

const CLOSED: Channel = { verified: false, environment: false };

/** A card after reset: the basic channel only, nothing verified. */
export function afterReset({ durable }: SecurityModel): SecurityModel {
  return { durable, channels: new Map([[0, CLOSED]]) };
}

/** 63CX, or 6983 when none is left. */
const left = (tries: number): number => (tries === 0 ? SW.blocked : 0x63c0 + tries);

function withDurable(model: SecurityModel, change: Partial<Durable>): SecurityModel {
  return { ...model, durable: { ...model.durable, ...change } };
}

function withChannel(model: SecurityModel, on: number, change: Partial<Channel>): SecurityModel {
  const channel = { ...(model.channels.get(on) ?? CLOSED), ...change };
  return { ...model, channels: new Map(model.channels).set(on, channel) };
}

/** The PIN counts as not verified on every channel. */
function revokedEverywhere(model: SecurityModel): SecurityModel {
  const channels = [...model.channels].map(([on, channel]) => [on, { ...channel, verified: false }] as const);
  return { ...model, channels: new Map(channels) };
}

/** A presented PIN: refused while blocked; wrong, a try is gone and the verified status everywhere; right, `then`. */
function presented(model: SecurityModel, pin: Secret, then: () => Step): Step {
  const { durable } = model;
  if (durable.pinTries === 0) return { sw: SW.blocked, next: model };
  if (pin === 'right' || pin === durable.pin) return then();
  const pinTries = durable.pinTries - 1;
  return { sw: left(pinTries), next: revokedEverywhere(withDurable(model, { pinTries })) };
}

/** Whether a channel has what "the PIN" asks for. */
function isAuthorised({ durable, channels }: SecurityModel, on: number): boolean {
  return !durable.required || channels.get(on)?.verified === true;
}

/** An access to the EF: possible in these states of it only, and by whom the PIN was verified, or by everybody. */
function access(
  model: SecurityModel,
  on: number,
  states: readonly FileState[],
  who: 'pin' | 'everybody',
  change: Partial<Durable>,
): Step {
  if (!states.includes(model.durable.file)) return { sw: SW.conditions, next: model };
  if (who === 'pin' && !isAuthorised(model, on)) return { sw: SW.security, next: model };
  return { sw: SW.ok, next: withDurable(model, change) };
}

/** What the rules say happens. */
export function step(model: SecurityModel, command: Command): Step {
  const { durable, channels } = model;
  const { on } = command;
  const refused = (sw: number): Step => ({ sw, next: model });
  const done = (next: SecurityModel): Step => ({ sw: SW.ok, next });
  if (!channels.has(on)) return refused(SW.channel);
  if (durable.terminated) return refused(SW.conditions);

  switch (command.kind) {
    case 'query':
      return refused(isAuthorised(model, on) ? SW.ok : left(durable.pinTries));
    case 'verify':
      return presented(withChannel(model, on, { verified: false }), command.pin, () =>
        done(withChannel(withDurable(model, { pinTries: PIN_LIMIT }), on, { verified: true })),
      );
    case 'change':
      return presented(revokedEverywhere(model), command.pin, () =>
        done(revokedEverywhere(withDurable(model, { pin: command.to, pinTries: PIN_LIMIT }))),
      );
    case 'disable':
      return presented(model, command.pin, () => done(withDurable(model, { required: false, pinTries: PIN_LIMIT })));
    case 'enable':
      return presented(model, command.pin, () =>
        done(revokedEverywhere(withDurable(model, { required: true, pinTries: PIN_LIMIT }))),
      );
    case 'unblock': {
      if (durable.pukTries === 0) return refused(SW.blocked);
      if (command.puk !== 'right' && command.puk !== durable.puk) {
        const pukTries = durable.pukTries - 1;
        return { sw: left(pukTries), next: withDurable(model, { pukTries }) };
      }
      const restored = { pin: command.to, pinTries: PIN_LIMIT, pukTries: PUK_LIMIT };
      return done(revokedEverywhere(withDurable(model, restored)));
    }
    case 'choose key':
      return isAuthorised(model, on) ? done(withChannel(model, on, { environment: true })) : refused(SW.security);
    case 'sign':
      if (!isAuthorised(model, on)) return refused(SW.security);
      return refused(channels.get(on)?.environment === true ? SW.ok : SW.conditions);
    case 'select applet':
      return done(withChannel(model, on, CLOSED));
    case 'read':
      return access(model, on, ['activated'], 'everybody', {});
    case 'update':
      return access(model, on, ['activated'], 'pin', { content: command.content });
    case 'deactivate':
      return access(model, on, ['activated'], 'pin', { file: 'deactivated' });
    case 'activate':
      return access(model, on, ['deactivated'], 'pin', { file: 'activated' });
    case 'terminate':
      return access(model, on, ['activated', 'deactivated'], 'pin', { file: 'terminated' });
    case 'terminate card':
      return done(withDurable(model, { terminated: true }));
    case 'open':
      return channels.has(command.channel) ? refused(SW.p1p2) : done(withChannel(model, command.channel, CLOSED));
    case 'close': {
      if (!channels.has(command.channel)) return refused(SW.closedAlready);
      const rest = new Map(channels);
      rest.delete(command.channel);
      return done({ durable, channels: rest });
    }
  }
}

/**
 * What the card may remember when the power goes during a command: as before, as after, or as before but for the try that a
 * comparison costs.
 */
export function afterCut(model: SecurityModel, command: Command): Durable[] {
  const { durable } = model;
  const { next } = step(model, command);
  const states = [durable, next.durable];
  if (durable.terminated || !model.channels.has(command.on)) return states;
  if ('pin' in command && durable.pinTries > 0) states.push({ ...durable, pinTries: durable.pinTries - 1 });
  if ('puk' in command && durable.pukTries > 0) states.push({ ...durable, pukTries: durable.pukTries - 1 });
  return states;
}
