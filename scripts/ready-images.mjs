/** The build's last step: makes the ready cards and keeps their images beside the compiled front door. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { readyImageName, readyProfiles } from '../dist/front-door/ready-image.js';
import { createCard } from '../dist/index.js';

const folder = new URL('../dist/front-door/ready-images/', import.meta.url);
rmSync(folder, { recursive: true, force: true });
const images = readyProfiles().map((profile) => [readyImageName(profile), createCard({ profile }).image()]);
mkdirSync(folder);
for (const [name, image] of images) writeFileSync(new URL(name, folder), gzipSync(image, { level: 9 }));
