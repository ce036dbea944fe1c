/** Textual encodings, RFC 7468. */

/** One block after the other, each 64 characters wide, under a label such as `CERTIFICATE` or `X509 CRL`. */
export const pem = (label: string, ...ders: readonly Uint8Array[]): string =>
  ders
    .map((der) => {
      const lines = Buffer.from(der)
        .toString('base64')
        .replace(/.{1,64}/g, '$&\n');
      return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
    })
    .join('');
