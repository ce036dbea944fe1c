/** How the HTML report looks: light and dark, on paper, without anything from elsewhere. */
export const STYLE = `
:root { color-scheme: light dark;
  --paper: light-dark(#fbfaf7, #16181c); --card: light-dark(#ffffff, #1e2127); --ink: light-dark(#1d2129, #e6e7ea);
  --soft: light-dark(#667080, #98a0ad); --line: light-dark(#e4e2dc, #31353d); --accent: light-dark(#1f5f8b, #79b8e8);
  --same: light-dark(#8fb59a, #3f6b4d); --explained: light-dark(#4a86c5, #5b9bdd); --inconclusive: light-dark(#d29a2b, #e0b354);
  --different: light-dark(#c8402f, #f0705f); --mark: light-dark(#ffdcd3, #6b2a22); --good: light-dark(#2f7d4f, #74c793); }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
main, header { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.2rem; }
.brand { color: var(--soft); letter-spacing: .04em; font-size: .82rem; }
h1 { margin: .1rem 0 .2rem; font-size: 1.75rem; font-weight: 650; overflow-wrap: anywhere; }
h2 { margin: 2.4rem 0 .8rem; font-size: 1.12rem; font-weight: 650; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem; }
a { color: var(--accent); } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.verdict { display: inline-flex; align-items: center; gap: .5rem; font-weight: 600; }
.verdict::before { content: ""; width: .75rem; height: .75rem; border-radius: 50%; background: var(--good); }
.verdict.different::before { background: var(--different); } .verdict.inconclusive::before { background: var(--inconclusive); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .8rem; margin: 1.2rem 0; padding: 0; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .7rem .9rem; border-top: 3px solid var(--tone, var(--line)); }
.figures dd { margin: 0; font-size: 1.6rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.2; }
.figures dt { color: var(--soft); font-size: .84rem; }
.timeline { display: flex; height: 2.6rem; gap: 1px; align-items: flex-end; padding: 0; margin: .4rem 0; border-bottom: 1px solid var(--line); }
.timeline a { flex: 1 1 0; min-width: 1px; background: var(--same); height: var(--h, 30%); border-radius: 2px 2px 0 0; }
.timeline a.explained { background: var(--explained); } .timeline a.inconclusive { background: var(--inconclusive); height: 85%; }
.timeline a.different { background: var(--different); height: 100%; } .timeline a:hover { filter: brightness(1.2); }
.legend { color: var(--soft); font-size: .84rem; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; }
.legend span::before { content: ""; display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .4rem; background: var(--tone); }
.finding { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 10px; padding: .9rem 1.1rem; margin: 0 0 .9rem; }
.finding h3 { margin: 0 0 .1rem; font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
.finding .where { color: var(--soft); font-size: .84rem; margin: 0 0 .6rem; }
.finding dl { display: grid; grid-template-columns: 6.5rem 1fr; gap: .25rem .8rem; margin: 0; }
.finding dt { color: var(--soft); } .finding dd { margin: 0; overflow-wrap: anywhere; }
.different { --tone: var(--different); } .inconclusive { --tone: var(--inconclusive); } .explained { --tone: var(--explained); } .same { --tone: var(--same); }
code, .hex { font: 13px/1.6 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; }
.hex { overflow-wrap: anywhere; } mark { background: var(--mark); color: inherit; border-radius: 3px; padding: 0 .15em; font-weight: 600; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .84rem; padding: .6rem .8rem; border-bottom: 1px solid var(--line); position: sticky; top: 0; background: var(--card); z-index: 1; }
td { vertical-align: top; padding: .45rem .8rem .6rem; overflow-wrap: anywhere; }
tr.asked td { border-top: 1px solid var(--line); padding-bottom: 0; } tr.asked td:first-child { border-left: 4px solid var(--tone); }
tr.answers td:first-child { border-left: 4px solid var(--tone); }
tr.event td { color: var(--soft); font-size: .84rem; text-align: center; border-top: 1px dashed var(--line); }
.number { color: var(--soft); font-variant-numeric: tabular-nums; margin-right: .6rem; text-decoration: none; }
.sw { font: 600 13px/1.6 ui-monospace, Consolas, monospace; border: 1px solid var(--line); border-radius: 5px; padding: 0 .35em; }
.sw.other { background: var(--mark); border-color: transparent; } .ms { color: var(--soft); font-size: .8rem; float: right; }
.note { font-size: .86rem; color: var(--soft); margin: .2rem 0 0; } .note b { color: var(--tone); font-weight: 600; }
details > summary { cursor: pointer; color: var(--accent); font-size: .86rem; } details.more > .hex, details.sent > .hex { display: block; }
.tlv ul { list-style: none; margin: .1rem 0; padding-left: 1.1rem; border-left: 1px solid var(--line); font-size: .86rem; }
.tlv li summary { color: var(--ink); } .tlv b { font-family: ui-monospace, Consolas, monospace; color: var(--accent); } .value { font-family: ui-monospace, Consolas, monospace; color: var(--soft); }
.only { display: inline-flex; gap: .45rem; align-items: center; margin: 0 0 .7rem; color: var(--soft); font-size: .9rem; }
section:has(.only input:checked) tbody.same { display: none; }
footer { max-width: 76rem; margin: 3rem auto 2rem; padding: 0 1.5rem; color: var(--soft); font-size: .84rem; }
@media (max-width: 46rem) { .finding dl { grid-template-columns: 1fr; } .finding dt { margin-top: .3rem; } }
@media print { body { background: #fff; color: #000; font-size: 11px; } .only, .skip, .timeline a:not(.different) { display: none; }
  .finding, tbody { break-inside: avoid; } th { position: static; } details:not([open])::details-content { content-visibility: visible; display: block; } }
`;
