#!/usr/bin/env node
/** The command: compiled in the package; in a clone, which has the sources, TypeScript as it is. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = new URL('../cli/main.ts', import.meta.url);

if (!existsSync(fileURLToPath(source))) {
  await import('../dist/cli/main.js');
} else if (!existsSync(fileURLToPath(new URL('../node_modules/tsx', import.meta.url)))) {
  console.error('proefpas: the packages it needs are missing; run npm ci, or npm start, in this clone');
  process.exitCode = 1;
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(source.href);
}
