/** The token as its holder sees it: what "Token Administration" shows of it, and what it does with PIN and PUK. */
export * from './change-pin.ts';
export { FIRST_KNOWING_VERSION, isAtLeast, versionNumbers } from './middleware.ts';
export { TokenError, type TokenErrorCode } from './token-error.ts';
export { type PinFacts, type Token, type TokenFacts, tokenOn, whilePowered, withToken } from './token-facts.ts';
export * from './token-view.ts';
