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

const SEQUENCE = 0x30;

/** A file may be longer than the certificate in it; undefined when there is none in it. Throws `TlvError` when it ends before. */
const certificateIn = (file: Uint8Array): Uint8Array | undefined =>
  file[0] === SEQUENCE ? file.slice(0, readTlv(file, 0).next) : undefined;

/** What `broken` makes of a file that ends before its certificate does. */
function stored(
  application: Pkcs15Application,
  kind: 'certificates' | 'trustedCertificates',
  broken: (error: TlvError) => undefined,
): StoredCertificate[] {
  const read = ({ path }: CertificateEntry): Uint8Array | undefined => {
    const file = application.read(path);
    try {
      return file && certificateIn(file);
    } catch (error) {
      if (error instanceof TlvError) return broken(error);
      throw error;
    }
  };
  return (application.directories(kind) ?? []).flatMap(parseCertificates).flatMap((entry) => {
    const certificate = read(entry);
    return certificate === undefined ? [] : [{ ...entry, certificate }];
  });
}

/** The card's own certificates that can be read, in the order of EF.CDF. Throws `Pkcs15Error` for files that are malformed. */
export const certificatesOf = (application: Pkcs15Application): StoredCertificate[] =>
  stored(application, 'certificates', ({ message }) => {
    throw new Pkcs15Error(`the card has a certificate that is none: ${message}`);
  });

/** Certificates of a powered card that are whole: its own, and those of authorities. */
export interface CertificatesOnCard {
  readonly own: readonly StoredCertificate[];
  readonly authorities: readonly StoredCertificate[];
}

/** None when the card has no PKCS#15 application. Throws `Pkcs15Error` for directories that are malformed. */
export function readCertificates(card: CardChannel): CertificatesOnCard {
  const application = Pkcs15Application.select(new CardHost(card));
  if (application === undefined) return { own: [], authorities: [] };
  const whole = (kind: 'certificates' | 'trustedCertificates') => stored(application, kind, () => undefined);
  return { own: whole('certificates'), authorities: whole('trustedCertificates') };
}
