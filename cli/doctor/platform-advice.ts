/** What is possible where programs do not reach PC/SC through pcsc-lite. */

const IN_PROCESS = 'In Node: the library (createCard) needs neither reader nor driver; any test can use it.';
const VSMARTCARD = 'https://frankmorgner.github.io/vsmartcard/virtualsmartcard/README.html';

export const PLATFORM_ADVICE: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    "Programs on macOS reach readers through Apple's PC/SC framework, which cannot be pointed at a socket of ours.",
    IN_PROCESS,
    `In any program: install vsmartcard's reader driver (${VSMARTCARD}), then type: proefpas start --vpcd`,
    'In a Linux container or virtual machine: proefpas run and proefpas start, with nothing else.',
  ],
  win32: [
    "Programs on Windows reach readers through Windows' own WinSCard, which cannot be pointed at a socket of ours.",
    IN_PROCESS,
    `In any program: install vsmartcard's reader driver (${VSMARTCARD}), then type: proefpas start --vpcd`,
    'That driver is not signed, so Windows must be in test-signing mode: bcdedit /set testsigning on, and restart.',
    'In WSL 2: proefpas run and proefpas start, for programs that run inside it.',
  ],
};
