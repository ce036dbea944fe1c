/** The certificates that lie on a card, found through its PKCS#15 directories. */
import { type CardChannel, readTlv, TlvError } from '../../apdu/index.ts';
import { CardHost } from '../card-host.ts';
import { Pkcs15Application } from './application.ts';
import { Pkcs15Error } from './directory-file.ts';
import { type CertificateEntry, parseCertificates } from './objects.ts';

/** What the directory says of a certificate, and the certificate. */
export interface StoredCertificate extends CertificateEntry {
  /** DER. */
  readonly certificate: Uint8Array;
}

/** A file may be longer than the certificate in it. */
function certificateIn(file: Uint8Array): Uint8Array {
  try {
    return file.slice(0, readTlv(file, 0).next);
  } catch (error) {
    if (error instanceof TlvError) throw new Pkcs15Error(`the card has a certificate that is none: ${error.message}`);
    throw error;
  }
}

/** The card's own certificates that can be read, in the order of EF.CDF. Throws `Pkcs15Error` for files that are malformed. */
export const certificatesOf = (application: Pkcs15Application): StoredCertificate[] =>
  (application.directories('certificates') ?? []).flatMap(parseCertificates).flatMap((entry) => {
    const file = application.read(entry.path);
    return file === undefined || file.length === 0 ? [] : [{ ...entry, certificate: certificateIn(file) }];
  });

/** The same of a powered card; none when it has no PKCS#15 application. */
export function readCertificates(card: CardChannel): StoredCertificate[] {
  const application = Pkcs15Application.select(new CardHost(card));
  return application === undefined ? [] : certificatesOf(application);
}
