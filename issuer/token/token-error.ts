/** Why nothing came of a wish about a PIN. */

/**
 * PIN_WRONG, PUK_WRONG: that value is wrong, and tries are left · PIN_BLOCKED, PUK_BLOCKED: none is · PIN_POLICY: the new value is
 * not allowed · PIN_MISMATCH: the new value was not twice the same · NO_TOKEN: no card with a PIN that can be changed so.
 */
export type TokenErrorCode =
  | 'PIN_WRONG'
  | 'PIN_BLOCKED'
  | 'PUK_WRONG'
  | 'PUK_BLOCKED'
  | 'PIN_POLICY'
  | 'PIN_MISMATCH'
  | 'NO_TOKEN'
  | 'REFUSED';

/** The message is one sentence, and says what to do when something can be done. It never holds a PIN. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly code: TokenErrorCode;
  /** Of the PIN or PUK that was wrong, when the card told it. */
  readonly triesLeft: number | undefined;

  constructor(code: TokenErrorCode, message: string, triesLeft?: number) {
    super(message);
    this.code = code;
    this.triesLeft = triesLeft;
  }
}
