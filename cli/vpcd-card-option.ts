/** The option `--vpcd-card`, as commander knows it, apart from what it does so that help loads nothing. */
export const VPCD_CARD = [
  '--vpcd-card [HOST:PORT]',
  "a virtual card that connects here, as to vsmartcard's reader (default: 127.0.0.1:35963)",
] as const;
