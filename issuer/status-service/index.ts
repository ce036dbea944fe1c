/** OCSP, CRLs and certificates of the TEST authorities over HTTP; apart from the rest, because few need a server. */
export * from './faults.ts';
export * from './status-server.ts';
export { type StatusService, servedList } from './status-service.ts';
