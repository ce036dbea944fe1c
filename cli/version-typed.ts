/** The version of a program, as an option says it. */
import { versionNumbers } from '../issuer/token/index.ts';
import { UsageError } from './exit-status.ts';

/** As it was typed. Throws `UsageError`, naming the option, for what is no version. */
export function versionTyped(option: string, typed: string): string {
  try {
    versionNumbers(typed);
    return typed;
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${option}: ${error.message}`);
    throw error;
  }
}
