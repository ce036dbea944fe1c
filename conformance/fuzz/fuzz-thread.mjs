// Starts fuzz-thread.ts in a clone, where a thread cannot load TypeScript by itself. The compiled package needs no such file.
import { register } from 'tsx/esm/api';

register();
await import('./fuzz-thread.ts');
