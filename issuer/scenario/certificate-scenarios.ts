/** Certificates: when they are valid, who issued them, what they say, and how they lie on the card. */
import type { CardFault } from '../../applet/index.ts';
import type { Scenario } from './scenario.ts';

/** The card with one fault in its certificates. */
const having = (fault: CardFault): Scenario['cards'] => [{ card: `zorg-id:fault=${fault}` }];

const REFUSE = 'refuse the card';
const NOT_FOR_LOGIN = 'refuse certificate A for logging in';
const NAME_UNREADABLE = 'say that the certificate has no UZI data that can be read, and refuse it';
const PROFILE = 'CPS UZI-register, certificate profile';

// biome-ignore format: a table reads best with its columns aligned
export const CERTIFICATE_SCENARIOS = {
  'expired':                    { about: 'the certificates ended a year ago',                                        verdict: 'bad',  source: 'R43; RFC 5280 6.1.3 (a)(2)', cards: [{ card: 'zorg-id:expired' }],       host: 'refuse the card as expired' },
  'not-yet-valid':              { about: 'the certificates begin in twenty years',                                   verdict: 'bad',  source: 'RFC 5280 6.1.3 (a)(2)',      cards: [{ card: 'zorg-id:not-yet-valid' }], host: 'refuse the card as not valid yet, and hint at a wrong clock' },
  'unknown-issuer':             { about: 'an authority that nobody trusts issued the certificates',                  verdict: 'bad',  source: 'RFC 5280 6.1',               cards: having('unknown-issuer'),            host: REFUSE },
  'forged-signature':           { about: 'the certificates name the right authority, but another key signed them',   verdict: 'bad',  source: 'RFC 5280 6.1.3 (a)(1)',      cards: having('forged-signature'),          host: REFUSE },
  'key-mismatch':               { about: 'certificate A is of a key that is not on the card',                        verdict: 'bad',  source: 'R19; ISO/IEC 7816-15',       cards: having('foreign-key'),               host: 'notice that the signature does not verify, and refuse the card' },
  'wrong-key-usage':            { about: 'certificate A is for encryption: its keyUsage has no digitalSignature',    verdict: 'bad',  source: 'RFC 5280 4.2.1.3',           cards: having('wrong-key-usage'),           host: NOT_FOR_LOGIN },
  'no-client-auth':             { about: 'the extendedKeyUsage of certificate A has no clientAuth',                  verdict: 'bad',  source: 'RFC 5280 4.2.1.12',          cards: having('no-client-auth'),            host: NOT_FOR_LOGIN },
  'wrong-policy':               { about: 'the certificates have a policy that is none of the register\'s',           verdict: 'bad',  source: 'RFC 5280 6.1.5; CPS UZI-register', cards: having('wrong-policy'),        host: 'refuse the card where it demands one of the policies' },
  'unknown-critical-extension': { about: 'the certificates have a critical extension that nobody knows',             verdict: 'bad',  source: 'RFC 5280 4.2',               cards: having('unknown-critical-extension'), host: REFUSE },
  'no-crl-address':             { about: 'the certificates do not say where the CRL is',                             verdict: 'bad',  source: 'RFC 5280 4.2.1.13; gravitational/teleport#8408', cards: having('no-crl-address'), host: 'ask OCSP, or refuse the card where it demands a CRL' },
  'no-ocsp-address':            { about: 'the certificates do not say where OCSP is',                                verdict: 'bad',  source: 'RFC 5280 4.2.2.1',           cards: having('no-ocsp-address'),           host: 'ask the CRL' },
  'foreign-ura':                { about: 'the card is of another organisation\'s employee: guest use',               verdict: 'good', source: 'R74', cards: [{ card: 'zorg-id', holder: { ura: '90000412', organisation: 'Apotheek TEST', uzi: '900012460', name: 'Gast Gebruiker-TEST' } }], host: 'let the guest in when the application knows them; the URA alone is no reason to refuse' },
  'other-name-missing':         { about: 'the certificates have no otherName of the UZI register',                   verdict: 'bad',  source: PROFILE,                      cards: having('other-name-missing'),        host: 'say that there are no UZI data, and refuse the card' },
  'other-name-of-another':      { about: 'the otherName has another UZI number than the subject',                    verdict: 'bad',  source: PROFILE,                      cards: having('other-name-of-another'),     host: REFUSE },
  'other-name-untagged':        { about: 'the value of the otherName lacks its explicit tag',                        verdict: 'bad',  source: 'igniterealtime/Openfire#2592; RFC 5280 4.2.1.6', cards: having('other-name-untagged'), host: NAME_UNREADABLE },
  'other-name-twice-tagged':    { about: 'the value of the otherName has its explicit tag twice',                    verdict: 'bad',  source: 'igniterealtime/Openfire#2592; RFC 5280 4.2.1.6', cards: having('other-name-twice-tagged'), host: NAME_UNREADABLE },
  'other-name-utf8':            { about: 'the otherName is a UTF8String, not an IA5String',                          verdict: 'bad',  source: PROFILE,                      cards: having('other-name-utf8'),           host: 'refuse it, or read it on purpose; not break' },
  'other-name-empty':           { about: 'the otherName is an empty string',                                         verdict: 'bad',  source: 'openssl/openssl#11599',      cards: having('other-name-empty'),          host: NAME_UNREADABLE },
  'other-name-long':            { about: 'the otherName has 4,200 characters',                                       verdict: 'bad',  source: 'php/php-src#20312',          cards: having('other-name-long'),           host: 'refuse it; not break, and not cut it off' },
  'other-name-odd':             { about: 'the otherName has dashes and a colon where digits belong',                 verdict: 'bad',  source: PROFILE,                      cards: having('other-name-odd'),            host: 'refuse it: eight digits at its end are the AGB code' },
  'other-name-among-others':    { about: 'the otherName stands between names of other kinds',                        verdict: 'good', source: 'RFC 5280 4.2.1.6',           cards: having('other-name-among-others'),   host: 'find it by its type, wherever it stands' },
  'other-name-version-2':       { about: 'the otherName is of version 2',                                            verdict: 'bad',  source: 'minvws/pUZI-php: "UZI version not 1"', cards: having('other-name-version-2'), host: REFUSE },
  'other-name-unknown-role':    { about: 'the otherName has a role code that is on no list',                         verdict: 'bad',  source: 'minvws/pUZI-php: "UZI card role not allowed"', cards: having('other-name-unknown-role'), host: 'give no rights by this role' },
  'other-name-test-authority':  { about: 'the otherName begins with the authority of the register\'s test cards',    verdict: 'bad',  source: 'minvws/pUZI-php, strict CA check', cards: having('other-name-test-authority'), host: 'refuse the card in production' },
  'wrong-pastype':              { about: 'the otherName says care professional, while the issuing authority is for employees', verdict: 'bad', source: 'AORTA: the issuing CA decides on the type of card', cards: having('wrong-pastype'), host: 'take the type of the card from its issuer, and refuse it' },
  'chain-missing':              { about: 'no certificate of an authority is on the card',                            verdict: 'bad',  source: 'CPS UZI-register: the card carries the hierarchy', cards: having('chain-missing'), host: 'have the authorities\' certificates itself, or fetch them from the address in certificate A' },
  'certificate-larger-than-file': { about: 'the file of certificate A ends before the certificate does',             verdict: 'bad',  source: 'OpenSC/OpenSC#114',          cards: having('certificate-larger-than-file'), host: 'say that certificate A cannot be read; not break' },
  'certificate-padded':         { about: 'the file of certificate A is longer than the certificate, padded with 00', verdict: 'good', source: 'OpenSC/OpenSC#2956',         cards: having('certificate-padded'),        host: 'take the certificate for as long as it says itself' },
  'certificate-empty':          { about: 'the file of certificate A holds nothing',                                  verdict: 'bad',  source: 'OpenSC/OpenSC#1995',         cards: having('certificate-empty'),         host: 'say that there is no certificate A; not that there is no PIN' },
  'certificate-large':          { about: 'certificate A has more than 16,000 bytes',                                 verdict: 'good', source: 'open-eid/qesteidutil#66',    cards: having('certificate-large'),         host: 'read all of it, in as many commands as it takes' },
} as const satisfies Readonly<Record<string, Scenario>>;
