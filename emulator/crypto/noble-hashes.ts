/** The hash functions in a form that HMAC can be made of. HMAC is the same code under both engines. */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import type { CHash } from '@noble/hashes/utils.js';
import type { HashName } from './engine.ts';

export const NOBLE_HASHES: { readonly [Name in HashName]: CHash } = { sha1, sha224, sha256, sha384, sha512 };
