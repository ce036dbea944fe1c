/** OCSP, CRLs and certificates of the TEST authorities over HTTP; apart from the rest, because few need a server. */
export * from './status-server.ts';
export type { StatusService } from './status-service.ts';
