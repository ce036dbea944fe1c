/** Who a certificate of the UZI kind is about: its otherName, and the names in its subject. */
import { fromHex, parseTlv, parseTlvs, sameBytes, TlvError } from '../../apdu/index.ts';
import { pkijs } from '../libraries.ts';

const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';

/** 2.5.5.5, the type of the UZI register's otherName. */
const UZI_NAME = fromHex('550505');

/** Tags: GeneralName's otherName [0], its value [0] EXPLICIT, OBJECT IDENTIFIER, IA5String. */
const TAG = { otherName: 0xa0, value: 0xa0, objectIdentifier: 0x06, ia5String: 0x16 } as const;

/** Attributes of the subject. */
// biome-ignore format: a table reads best with its columns aligned
const ATTRIBUTE = { surname: '2.5.4.4', givenNames: '2.5.4.42', subscriberName: '2.5.4.10' } as const;

export interface CertifiedIdentity {
  /** `<authority>-<version>-<UZI number>-<pastype>-<subscriber number>-<role>-<AGB code>`, as it stands there. */
  readonly uziName: string;
  readonly authorityOid: string;
  readonly uziNumber: string;
  readonly pastype: string;
  readonly ura: string;
  readonly roleCode: string;
  readonly agbCode: string;
  /** Empty where the subject has none. */
  readonly givenNames: string;
  readonly surname: string;
  readonly subscriberName: string;
}

/** The otherName of the UZI register; undefined when there is none, or one that is coded otherwise. */
function uziNameIn(alternativeNames: Uint8Array): string | undefined {
  for (const name of parseTlvs(parseTlv(alternativeNames).value)) {
    if (name.tag !== TAG.otherName) continue;
    const [type, value] = parseTlvs(name.value);
    if (type?.tag !== TAG.objectIdentifier || !sameBytes(type.value, UZI_NAME)) continue;
    if (value?.tag !== TAG.value) return undefined;
    const inner = parseTlv(value.value);
    return inner.tag === TAG.ia5String ? new TextDecoder().decode(inner.value) : undefined;
  }
  return undefined;
}

const FIELDS = /^([0-9.]+)-1-([0-9]{9})-([A-Z])-([0-9]{8})-([0-9]{2}\.[0-9]{3})-([0-9]{8})$/;

/** Undefined for what is no certificate, or tells nobody. */
export function certifiedIdentity(certificate: Uint8Array): CertifiedIdentity | undefined {
  try {
    const { extensions = [], subject } = pkijs().Certificate.fromBER(certificate);
    const names = extensions.find(({ extnID }) => extnID === SUBJECT_ALTERNATIVE_NAME)?.extnValue.valueBlock
      .valueHexView;
    const uziName = names && uziNameIn(names);
    const [, authorityOid, uziNumber, pastype, ura, roleCode, agbCode] = FIELDS.exec(uziName ?? '') ?? [];
    if (uziName === undefined || authorityOid === undefined) return undefined;
    const attribute = (type: string): string => {
      const found = subject.typesAndValues.find((each) => each.type === type)?.value;
      return found === undefined ? '' : String(found.valueBlock.value);
    };
    return {
      uziName,
      authorityOid,
      uziNumber: uziNumber!,
      pastype: pastype!,
      ura: ura!,
      roleCode: roleCode!,
      agbCode: agbCode!,
      givenNames: attribute(ATTRIBUTE.givenNames),
      surname: attribute(ATTRIBUTE.surname),
      subscriberName: attribute(ATTRIBUTE.subscriberName),
    };
  } catch (error) {
    if (error instanceof TlvError || error instanceof Error) return undefined;
    throw error;
  }
}
