/** Portal states kept in folders; apart from the rules, because few need a database. */
export { PortalStoreError } from './level-folder.ts';
export { type OpenPortalOptions, openPortal } from './open-portal.ts';
export { watchPortal } from './watch-portal.ts';
