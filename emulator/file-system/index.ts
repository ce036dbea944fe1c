/** The card's file system. */
export * from './file-control-parameters.ts';
export type { FileNode } from './file-node.ts';
export * from './file-system.ts';
export * from './selection.ts';
