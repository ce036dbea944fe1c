/**
 * A replay's result as one HTML file that needs nothing else: both sessions side by side, differences marked, data objects
 * to unfold, a timeline. No script is in it, and its own policy forbids any.
 */
import { describeStatusWord } from '../../apdu/index.ts';
import type { Finding, ReplayReport, SessionExchange } from '../replay/findings.ts';
import { markedHex, tlvTreeHtml } from './html-bytes.ts';
import { STYLE } from './html-style.ts';
import { element, text } from './html-text.ts';

/** Of longer sessions only what stands around findings is shown. */
const MOST_SHOWN = 4000;
const AROUND = 3;

type Tone = Finding['verdict'] | 'same';

/** The page; `card` names what was judged. Reports need their sessions. */
export function htmlReport(reports: readonly ReplayReport[], card: string): string {
  const title = reports.map(({ file }) => file).join(', ');
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(title)} · proefpas replay</title><style>${STYLE}</style></head>
<body><a class="skip" href="#r1-session">To the sessions</a>
${reports.map((report, i) => trace(report, card, `r${i + 1}`)).join('\n')}
<footer>Written by proefpas replay. What differs is marked; secrets are left out.</footer></body></html>
`;
}

const VERDICTS = {
  same: 'Nothing differs that may not',
  different: 'Differences found',
  inconclusive: 'Not everything can be told',
} as const satisfies Record<ReplayReport['verdict'], string>;

function trace(report: ReplayReport, card: string, id: string): string {
  const { file, verdict, findings } = report;
  const told = findings.filter((finding) => finding.verdict !== 'explained');
  const explained = findings.filter((finding) => finding.verdict === 'explained');
  return `<header><div class="brand">proefpas · replay on ${text(card)}</div><h1>${text(file)}</h1>
${element('p', { class: `verdict ${verdict}` }, VERDICTS[verdict])}${figures(report)}${timeline(report, id)}</header>
<main>${told.length === 0 ? '' : `<section><h2>What differs</h2>${told.map((finding) => findingHtml(finding, id)).join('')}</section>`}
${explained.length === 0 ? '' : `<section><h2>What may differ, and why</h2>${reasons(explained)}</section>`}
${session(report, id)}</main>`;
}

function figures({ exchanges, judged, findings }: ReplayReport): string {
  const count = (verdict: Finding['verdict']): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const rows: readonly (readonly [string, number, string])[] = [
    ['commands sent', exchanges, ''],
    ['answers judged', judged, ''],
    ['different', count('different'), 'different'],
    ['cannot be told', count('inconclusive'), 'inconclusive'],
    ['explained', count('explained'), 'explained'],
  ];
  return element(
    'dl',
    { class: 'figures' },
    ...rows.map(([name, value, tone]) => element('div', { class: tone }, `<dt>${name}</dt><dd>${value}</dd>`)),
  );
}

function timeline({ session = [], findings }: ReplayReport, id: string): string {
  const tones = tonesOf(findings);
  const slowest = Math.max(1, ...session.slice(0, MOST_SHOWN).map(({ milliseconds }) => milliseconds));
  const bars = session.slice(0, MOST_SHOWN).map(({ exchange, command, milliseconds }) => {
    const height = 18 + 60 * (Math.log1p(milliseconds) / Math.log1p(slowest));
    return element('a', {
      class: tones.get(exchange) ?? 'same',
      style: `--h:${height.toFixed(0)}%`,
      href: `#${id}-${exchange}`,
      title: `${exchange} ${command} · ${time(milliseconds)}`,
      'aria-label': `command ${exchange}`,
      tabindex: '-1',
    });
  });
  const legend = ['same', 'explained', 'inconclusive', 'different'].map((tone) =>
    element('span', { class: tone }, tone),
  );
  return `<nav class="timeline" aria-label="timeline">${bars.join('')}</nav><div class="legend">${legend.join('')}the taller, the longer the card took</div>`;
}

const ORDER: readonly Tone[] = ['same', 'explained', 'inconclusive', 'different'];

/** The worst finding of each exchange. */
function tonesOf(findings: readonly Finding[]): Map<number, Tone> {
  const tones = new Map<number, Tone>();
  for (const { exchange, verdict } of findings) {
    const known = tones.get(exchange) ?? 'same';
    if (ORDER.indexOf(verdict) > ORDER.indexOf(known)) tones.set(exchange, verdict);
  }
  return tones;
}

const time = (milliseconds: number): string =>
  `${milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toFixed(0)} ms`;

function findingHtml(finding: Finding, id: string): string {
  const { verdict, file, line, exchange, command, field, clause, cause, effect } = finding;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['recorded', shown(finding.recorded, finding.answered)],
    ['answered', shown(finding.answered, finding.recorded)],
    ['cause', text(cause)],
    ['effect', effect && text(effect)],
    ['clause', clause && text(clause)],
  ];
  const inCase = finding.case === undefined ? '' : ` · case ${text(finding.case)}`;
  return `<article class="finding ${verdict}"><h3>${text(command)}</h3>
<p class="where">${text(field)} · <a href="#${id}-${exchange}">command ${exchange}</a> · ${text(file)}:${line}${inCase}</p>
<dl>${rows.map(([name, value]) => (value ? `<dt>${name}</dt><dd>${value}</dd>` : '')).join('')}</dl></article>`;
}

/** Data in hexadecimal with what is otherwise there marked, and what stands behind it. */
function shown(value: string | undefined, other: string | undefined): string | undefined {
  const digits = value?.match(/^(?:[0-9A-F]{2})+(?![0-9A-F])/)?.[0];
  if (value === undefined || digits === undefined) return value && element('code', {}, text(value));
  const against = other?.match(/^(?:[0-9A-F]{2})*(?![0-9A-F])/)?.[0];
  return `${markedHex(digits, against)} ${element('code', {}, text(value.slice(digits.length).trim()))}`;
}

function reasons(explained: readonly Finding[]): string {
  const counted = new Map<string, { count: number; source: string | undefined }>();
  for (const { cause, source } of explained) {
    const known = counted.get(cause) ?? { count: 0, source };
    counted.set(cause, { ...known, count: known.count + 1 });
  }
  const rows = [...counted].map(([cause, { count, source }]) => {
    const where = source === undefined ? '' : ` · ${text(source)}`;
    return `<li>${text(cause)} <span class="number">${count === 1 ? 'once' : `${count} times`}${where}</span></li>`;
  });
  return `<ul>${rows.join('')}</ul>`;
}

function session({ session = [], findings }: ReplayReport, id: string): string {
  const tones = tonesOf(findings);
  const near = new Set(
    [...tones.keys()].flatMap((at) => Array.from({ length: 2 * AROUND + 1 }, (_, i) => at - AROUND + i)),
  );
  const rows = session.length <= MOST_SHOWN ? session : session.filter(({ exchange }) => near.has(exchange));
  const left = session.length - rows.length;
  const note = left === 0 ? '' : `<p class="note">${left} commands that are far from any finding are left out.</p>`;
  const bodies = rows.map((row) =>
    exchangeHtml(
      row,
      tones.get(row.exchange) ?? 'same',
      findings.filter(({ exchange }) => exchange === row.exchange),
      id,
    ),
  );
  return `<section id="${id}-session"><h2>Both sessions</h2>
<label class="only"><input type="checkbox"> only commands with findings</label>${note}
<table><thead><tr><th scope="col">recorded</th><th scope="col">answered</th></tr></thead>${bodies.join('')}</table></section>`;
}

function exchangeHtml(row: SessionExchange, tone: Tone, findings: readonly Finding[], id: string): string {
  const { exchange, line, command, sent, recorded, answered, milliseconds, events, begins } = row;
  const event = (words: string): string => `<tr class="event"><td colspan="2">${text(words)}</td></tr>`;
  const before = [...events, ...(begins === undefined ? [] : [`case ${begins}`])].map(event).join('');
  const bytes =
    sent === undefined
      ? ''
      : `<details class="sent"><summary>bytes</summary>${markedHex(sent, undefined)}${tlvTreeHtml(dataOf(sent))}</details>`;
  const notes = findings.map(({ verdict, cause }) => `<p class="note"><b>${verdict}</b> ${text(cause)}</p>`).join('');
  const other = recorded.status !== answered.status && !recorded.status.includes(answered.status);
  return `<tbody class="${tone}" id="${id}-${exchange}">${before}
<tr class="asked"><td colspan="2"><a class="number" href="#${id}-${exchange}">${exchange}</a>${text(command)}<span class="ms">line ${line} · ${time(milliseconds)}</span>${bytes}${notes}</td></tr>
<tr class="answers"><td>${side(recorded, answered.data, other)}</td><td>${side(answered, recorded.data, other)}</td></tr></tbody>`;
}

/** One card's answer. Of patterns the text is shown. */
function side(
  { data, status, ...rest }: { readonly data?: string; readonly status: string; readonly text?: string },
  against: string | undefined,
  other: boolean,
): string {
  const bytes =
    data === undefined
      ? rest.text
        ? element('code', { class: 'hex' }, text(rest.text))
        : ''
      : data === ''
        ? ''
        : markedHex(data, against);
  const meaning = /^[0-9A-F]{4}$/.test(status) ? describeStatusWord(Number.parseInt(status, 16)) : '';
  const word =
    status === ''
      ? '<span class="note">no answer in the trace</span>'
      : element('span', { class: other ? 'sw other' : 'sw', title: meaning }, text(status));
  return `${bytes} ${word}${tlvTreeHtml(data)}`;
}

/** The data field of a command in hexadecimal, for its tree. */
function dataOf(sent: string): string | undefined {
  const lc = Number.parseInt(sent.slice(8, 10), 16);
  return lc > 0 && sent.length >= 10 + 2 * lc ? sent.slice(10, 10 + 2 * lc) : undefined;
}
