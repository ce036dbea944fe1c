/** What the card is: the PKI applet, and the profiles of our cards. */
export type { Card, CardView, Clock, FlashDevice } from '../emulator/index.ts';
export * from './algorithm.ts';
export * from './create-card.ts';
export { curveParameters } from './curve-template.ts';
export * from './held-card.ts';
export * from './interface-generation.ts';
export * from './names.ts';
export { PIN_REFERENCE, PUK_REFERENCE } from './os-profile.ts';
export * from './profile/card-profile.ts';
export * from './profile/conformance.ts';
export * from './profile/uzi-medewerker.ts';
export * from './profile/uzi-niet-op-naam.ts';
export * from './profile/uzi-zorgverlener.ts';
export * from './profile/zorg-id.ts';
export * from './profile/zorg-id-blank.ts';
export * from './quirks/behaviour-of.ts';
export * from './quirks/quirks.ts';
export { identityIn, serialNumber } from './serial-number.ts';
