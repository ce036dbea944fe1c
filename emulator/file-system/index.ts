/** The file system of an application. */
export * from './file-control-parameters.ts';
export * from './file-descriptor.ts';
export type { FileNode } from './file-node.ts';
export * from './file-system.ts';
export type { RecordLayout } from './records.ts';
export * from './selection.ts';
