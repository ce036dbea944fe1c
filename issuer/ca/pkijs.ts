/** The X.509 library, loaded at its first use: a ready card needs none of it, and loading takes longer than opening the card. */
import { createRequire } from 'node:module';

type Pkijs = typeof import('pkijs');

const require = createRequire(import.meta.url);
let loaded: Pkijs | undefined;

export function pkijs(): Pkijs {
  loaded ??= require('pkijs') as Pkijs;
  return loaded;
}
