/** How to install what is missing. Packages are called by their Debian names. */
import { findProgram } from './find-program.ts';

export function install(debianPackage: string): string {
  return findProgram('apt-get') === undefined
    ? `install the package that Debian calls ${debianPackage}`
    : `sudo apt-get install ${debianPackage}`;
}
