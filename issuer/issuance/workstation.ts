/** Where a card is made: what computer, with which Desktop App, and whether somebody is logged in to the portal. Checks 1–3. */
import { isAtLeast } from '../token/middleware.ts';
import { refuse } from './refusals.ts';

export const PLATFORMS = ['windows', 'linux', 'macos'] as const;

export interface Workstation {
  readonly platform: (typeof PLATFORMS)[number];
  /** Version of the ZORG-ID Desktop App; undefined when there is none. */
  readonly desktopApp: string | undefined;
  /** Whether the portal is used by somebody who has logged in: making a card is offered on the page before that. */
  readonly isLoggedIn: boolean;
}

/** The first version with which it works. */
export const FIRST_DESKTOP_APP = '1.14.8.0';

/** Refuses PLATFORM, DESKTOP_APP, SESSION. Throws `RangeError` for a version that is none. */
export function assertWorkstation({ platform, desktopApp, isLoggedIn }: Workstation): void {
  if (platform === 'macos') refuse('PLATFORM', 'cards are not made on macOS');
  if (desktopApp === undefined) refuse('DESKTOP_APP', 'there is no ZORG-ID Desktop App: nothing happens');
  if (!isAtLeast(desktopApp, FIRST_DESKTOP_APP)) {
    refuse('DESKTOP_APP', `the ZORG-ID Desktop App is older than ${FIRST_DESKTOP_APP}: nothing happens`);
  }
  if (isLoggedIn)
    refuse('SESSION', 'somebody is logged in to the portal, where making a card is not offered; log out first');
}
