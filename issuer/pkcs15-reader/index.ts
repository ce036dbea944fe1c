/** Reads the PKCS#15 structure of any card, as a host does. */
export * from './application.ts';
export * from './certificates.ts';
export * from './directory-file.ts';
export * from './objects.ts';
