/**
 * Role codes of the UZI register, as its certification practice statement lists them: title code and specialism code, `tt.sss`.
 * 00.000 is no profession: it stands on cards of employees and of functions.
 */

/** Role code, title, specialism. */
// biome-ignore format: a table reads best with its columns aligned
const ROWS: readonly (readonly [string, string, string])[] = [
  ['01.000', 'Arts',                          ''],
  ['01.002', 'Arts',                          'Allergoloog (gesloten register)'],
  ['01.003', 'Arts',                          'Anesthesioloog'],
  ['01.004', 'Arts',                          'Apotheekhoudend huisarts'],
  ['01.008', 'Arts',                          'Bedrijfsarts'],
  ['01.010', 'Arts',                          'Cardioloog'],
  ['01.011', 'Arts',                          'Cardiothoracaal chirurg'],
  ['01.012', 'Arts',                          'Dermatoloog'],
  ['01.013', 'Arts',                          'Arts v. maag-darm-leverziekten'],
  ['01.014', 'Arts',                          'Chirurg'],
  ['01.015', 'Arts',                          'Huisarts'],
  ['01.016', 'Arts',                          'Internist'],
  ['01.018', 'Arts',                          'Keel- neus- oorarts'],
  ['01.019', 'Arts',                          'Kinderarts'],
  ['01.020', 'Arts',                          'Arts klinische chemie (gesloten register)'],
  ['01.021', 'Arts',                          'Klinisch geneticus'],
  ['01.022', 'Arts',                          'Klinisch geriater'],
  ['01.023', 'Arts',                          'Longarts'],
  ['01.024', 'Arts',                          'Arts-microbioloog'],
  ['01.025', 'Arts',                          'Neurochirurg'],
  ['01.026', 'Arts',                          'Neuroloog'],
  ['01.030', 'Arts',                          'Nucleair geneeskundige'],
  ['01.031', 'Arts',                          'Oogarts'],
  ['01.032', 'Arts',                          'Orthopedisch chirurg'],
  ['01.033', 'Arts',                          'Patholoog'],
  ['01.034', 'Arts',                          'Plastisch chirurg'],
  ['01.035', 'Arts',                          'Psychiater'],
  ['01.039', 'Arts',                          'Radioloog'],
  ['01.040', 'Arts',                          'Radiotherapeut'],
  ['01.041', 'Arts',                          'Reumatoloog'],
  ['01.042', 'Arts',                          'Revalidatiearts'],
  ['01.045', 'Arts',                          'Uroloog'],
  ['01.046', 'Arts',                          'Gynaecoloog'],
  ['01.047', 'Arts',                          'Specialist ouderengeneeskunde'],
  ['01.048', 'Arts',                          'Verzekeringsarts'],
  ['01.050', 'Arts',                          'Zenuwarts (gesloten register)'],
  ['01.055', 'Arts',                          'Arts maatschappij en gezondheid'],
  ['01.056', 'Arts',                          'Arts voor verstandelijk gehandicapten'],
  ['01.062', 'Arts',                          'Internist-allergoloog (gesloten register)'],
  ['01.070', 'Arts',                          'Jeugdarts'],
  ['01.071', 'Arts',                          'Spoedeisende hulp arts'],
  ['01.074', 'Arts',                          'Sportarts'],
  ['02.000', 'Tandarts',                      ''],
  ['02.053', 'Tandarts',                      'Orthodontist'],
  ['02.054', 'Tandarts',                      'Kaakchirurg'],
  ['03.000', 'Verloskundige',                 ''],
  ['04.000', 'Fysiotherapeut',                ''],
  ['16.000', 'Psychotherapeut',               ''],
  ['17.000', 'Apotheker',                     ''],
  ['17.060', 'Apotheker',                     'Ziekenhuisapotheker'],
  ['17.075', 'Apotheker',                     'Openbaar apotheker (Openbare Farmacie)'],
  ['25.000', 'Gezondheidszorgpsycholoog',     ''],
  ['25.061', 'Gezondheidszorgpsycholoog',     'Klinisch psycholoog'],
  ['25.063', 'Gezondheidszorgpsycholoog',     'Klinisch neuropsycholoog'],
  ['30.000', 'Verpleegkundige',               ''],
  ['30.065', 'Verpleegkundige',               'Verpl. spec. prev. zorg bij som. aandoeningen'],
  ['30.066', 'Verpleegkundige',               'Verpl. spec. acute zorg bij som. aandoeningen'],
  ['30.067', 'Verpleegkundige',               'Verpl. spec. intensieve zorg bij som. aandoeningen'],
  ['30.068', 'Verpleegkundige',               'Verpl. spec. chronische zorg bij som. aandoeningen'],
  ['30.069', 'Verpleegkundige',               'Verpl. spec. geestelijke gezondheidszorg'],
  ['30.076', 'Verpleegkundige',               'Verpl. spec. algemene gezondheidszorg (per 1-1-2021)'],
  ['31.000', 'Orthopedagoog-generalist',      ''],
  ['79.000', 'Geregistreerd-mondhygiënist',   ''],
  ['80.000', 'Bachelor medisch hulpverlener', ''],
  ['81.000', 'Physician assistant',           ''],
  ['82.000', 'Klinisch technoloog',           ''],
  ['83.000', 'Apothekersassistent',           ''],
  ['84.000', 'Klinisch fysicus',              ''],
  ['85.000', 'Tandprotheticus',               ''],
  ['86.000', 'VIG-er',                        ''],
  ['87.000', 'Optometrist',                   ''],
  ['88.000', 'Huidtherapeut',                 ''],
  ['89.000', 'Diëtist',                       ''],
  ['90.000', 'Ergotherapeut',                 ''],
  ['91.000', 'Logopedist',                    ''],
  ['92.000', 'Mondhygiënist',                 ''],
  ['93.000', 'Oefentherapeut Mensendieck',    ''],
  ['94.000', 'Oefentherapeut Cesar',          ''],
  ['95.000', 'Orthoptist',                    ''],
  ['96.000', 'Podotherapeut',                 ''],
  ['97.000', 'Radiodiagnostisch laborant',    ''],
  ['98.000', 'Radiotherapeutisch laborant',   ''],
  ['99.000', 'Zorgverlener andere zorg',      ''],
];

/** The role code of who has no profession of the list. */
export const NO_ROLE = '00.000';

export interface Role {
  /** The profession, as the title of a certificate's subject. */
  readonly title: string;
  /** Empty when the code names none. */
  readonly specialism: string;
}

/** Professions by role code; `NO_ROLE` is not among them. */
export const ROLES: ReadonlyMap<string, Role> = new Map(
  ROWS.map(([code, title, specialism]) => [code, { title, specialism }]),
);
