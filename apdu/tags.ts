/**
 * Tags of interindustry data objects that a card OS meets. ISO/IEC 7816-4:2005 §5.3.3 table 12 (file control
 * information), §5.4 (security attributes), §7.5.11 (control reference templates) and -8 (key templates).
 */

// biome-ignore format: a table reads best with its columns aligned
export const TAG = {
  applicationIdentifier:  0x4f,
  applicationLabel:       0x50,
  fileReference:          0x51,
  discretionaryData:      0x53,
  offset:                 0x54,
  tagList:                0x5c,
  applicationTemplate:    0x61,
  fcp:                    0x62,
  fmd:                    0x64,
  fci:                    0x6f,

  // in file control information
  dataSize:               0x80,
  fileSize:               0x81,
  fileDescriptor:         0x82,
  fileIdentifier:         0x83,
  dfName:                 0x84,
  proprietaryPrimitive:   0x85,
  proprietaryAttributes:  0x86,
  shortEfIdentifier:      0x88,
  lifeCycleStatus:        0x8a,
  referencedAttributes:   0x8b,
  compactAttributes:      0x8c,
  proprietaryTemplate:    0xa5,
  expandedAttributes:     0xab,

  // control reference templates, and what stands in them
  authentication:         0xa4,
  hash:                   0xaa,
  checksum:               0xb4,
  digitalSignature:       0xb6,
  confidentiality:        0xb8,
  algorithmReference:     0x80,
  keyFileReference:       0x81,
  publicKeyReference:     0x83,
  privateKeyReference:    0x84,
  usageQualifier:         0x95,

  // key templates
  privateKey:             0x7f48,
  publicKey:              0x7f49,
} as const;
