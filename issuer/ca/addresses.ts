/** Where the TEST authorities say their services are: on this computer only, at one port. */

/** The port of `proefpas ocsp` unless another one is asked for; certificates name this one. */
export const SERVICE_PORT = 28560;

/** The only interface that is listened on. */
export const SERVICE_HOST = '127.0.0.1';

export const SERVICE_ORIGIN = `http://${SERVICE_HOST}:${SERVICE_PORT}`;

/** Paths below the origin, by the name of the authority. */
// biome-ignore format: a table reads best with its columns aligned
export const SERVICE_PATH = {
  ocsp:                  (authority: string) => `/ocsp/${authority}`,
  crl:                   (authority: string) => `/crl/${authority}.crl`,
  certificate:           (authority: string) => `/certificate/${authority}.cer`,
  practiceStatement:     '/practice-statement',
} as const;
