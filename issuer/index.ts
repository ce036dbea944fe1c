/** What makes a card: personalisation through the card's own commands. */
export * from './card-host.ts';
export * from './zorg-id.ts';
