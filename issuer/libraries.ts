/** Libraries that are loaded at their first use: a ready card needs none of them, and loading them takes longer than opening it. */
import { createRequire } from 'node:module';

type Asn1js = typeof import('asn1js');
type Pkijs = typeof import('pkijs');

const require = createRequire(import.meta.url);
const loaded: { asn1js?: Asn1js; pkijs?: Pkijs } = {};

/** ASN.1 values. */
export function asn1js(): Asn1js {
  loaded.asn1js ??= require('asn1js') as Asn1js;
  return loaded.asn1js;
}

/** Certificates, CRLs and OCSP. */
export function pkijs(): Pkijs {
  loaded.pkijs ??= require('pkijs') as Pkijs;
  return loaded.pkijs;
}
