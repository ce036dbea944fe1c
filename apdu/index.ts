/** The language between host and card: commands, responses, class byte, status words, BER-TLV, ATR, and the one seam. */
export * from './answer-to-reset.ts';
export * from './ber-tlv.ts';
export * from './bytes.ts';
export * from './card-channel.ts';
export * from './class-byte.ts';
export * from './command.ts';
export * from './instruction-codes.ts';
export * from './response.ts';
export * from './status-words.ts';
export * from './tags.ts';
