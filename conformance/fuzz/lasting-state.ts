/** What of a card outlives the power, as text to compare. */
import type { CardView } from '../../applet/index.ts';

export const lastingState = (view: CardView): string =>
  JSON.stringify({ ...view, pins: view.pins.map((pin) => ({ ...pin, verified: false })) });
