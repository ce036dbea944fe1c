/** The kinds of logs that are told apart by their lines. */
import type { LogFormat } from '../log-events.ts';
import { apdu4j } from './apdu4j.ts';
import { oneLiners } from './one-liners.ts';
import { opensc } from './opensc.ts';
import { pcscSpy } from './pcsc-spy.ts';
import { pcscSpyPretty } from './pcsc-spy-pretty.ts';
import { pcscd } from './pcscd.ts';
import { scdaemon } from './scdaemon.ts';
import { transcript } from './transcript.ts';

/** Of two that know equally many lines the first is taken. */
export const FORMATS: readonly LogFormat[] = [
  opensc,
  pcscd,
  scdaemon,
  apdu4j,
  pcscSpy,
  pcscSpyPretty,
  oneLiners,
  transcript,
];
