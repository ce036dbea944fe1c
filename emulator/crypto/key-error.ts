/** Why a private key from outside is not taken. */
export type KeyErrorReason =
  /** A prime has not exactly half of the modulus's bits. */
  | 'prime length'
  /** The two primes are one. */
  | 'equal primes'
  /** The product of the primes is too short. */
  | 'modulus length'
  /** The CRT coefficient is not the inverse of q modulo p. */
  | 'coefficient'
  /** The CRT exponents do not belong to one public exponent, odd and of 2 to 64 bits. */
  | 'exponent'
  /** A factor is not prime. */
  | 'composite'
  /** A private number of an elliptic curve is 0, or not below the order. */
  | 'scalar';

/** A private key from outside does not hold together. The message names the reason and never a value. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  readonly reason: KeyErrorReason;
  constructor(reason: KeyErrorReason) {
    super(`unusable private key: ${reason}`);
    this.reason = reason;
  }
}
