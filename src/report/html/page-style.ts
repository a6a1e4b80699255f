/** @file The page's one style sheet: system fonts, colours as variables (charts use the same), light, dark and print. */
import { paletteVariables } from '../chart/palette.js';
import { FRAME_STYLE } from './frame-style.js';
import { TABLE_STYLE } from './table-style.js';

/** The theme of the system, unless the reader has chosen one. */
const THEMES = `
:root { color-scheme: light dark; --plot-background: var(--paper); ${paletteVariables('light')} }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${paletteVariables('dark')} } }
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; ${paletteVariables('dark')} }
@media print { :root, :root[data-theme] { color-scheme: light; ${paletteVariables('print')} } }
`;

export const PAGE_STYLE = `${THEMES}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 1148px; margin: 0 auto; padding: 0 34px 64px; display: grid; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 900px) {
  main { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); column-gap: 44px; }
  main > :not(.half) { grid-column: 1 / -1; }
}
h1, h2 { line-height: 1.2; text-wrap: balance; letter-spacing: -0.011em; }
h1 { font-size: 22px; margin: 2px 0 10px; overflow-wrap: anywhere; }
h2 { font-size: 21px; margin: 44px 0 12px; }
h3 { font-size: 17px; line-height: 1.25; margin: 40px 0 10px; }
section { min-width: 0; scroll-margin-top: 64px; }
p { margin: 0 0 12px; max-width: 70ch; overflow-wrap: break-word; }
bdi { unicode-bidi: isolate; }
.kicker { color: var(--muted); font-size: 13px; margin: 0; letter-spacing: 0.02em; }
.statement { max-width: 76ch; margin: 0 0 6px; font-size: 14.5px; overflow-wrap: anywhere; }
.notices + .statement, .figures + .statement, .scroll + .statement { margin-top: 18px; }
.statement + .commands { max-width: 76ch; margin-top: 14px; }
.quiet { color: var(--muted); font-size: 14px; margin-top: 10px; }
.notices { list-style: none; margin: 16px 0 0; padding: 0; display: grid; gap: 8px; }
.notices li {
  border-left: 4px solid var(--worse); background: var(--worse-soft); padding: 8px 14px; border-radius: 0 6px 6px 0;
  font-size: 14.5px; line-height: 1.5; overflow-wrap: anywhere;
}
.notices .unstable, .notices .environment, .notices .code { border-color: var(--dropped); background: var(--raised); }
figure { margin: 0; min-width: 0; max-width: 540px; break-inside: avoid; }
figure .title { font-weight: 600; font-size: 15px; margin: 0 0 6px; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 400px), 1fr)); gap: 28px 44px; margin-top: 20px; }
@media (min-width: 900px) {
  main > section:not(.answer, .half) > .figures > figure:only-child {
    grid-column: 1 / -1; max-width: none; display: grid; grid-template-columns: minmax(0, 540px) minmax(0, 1fr); column-gap: 44px; align-items: start;
  }
  main > section:not(.answer, .half) > .figures > figure:only-child > * { grid-column: 2; }
  main > section:not(.answer, .half) > .figures > figure:only-child > svg.plot { grid-column: 1; grid-row: 1 / span 9; }
}
figcaption { color: var(--muted); font-size: 14px; line-height: 1.5; max-width: 78ch; margin-top: 8px; }
.figures + .scroll { margin-top: 26px; }
figcaption b { color: var(--ink); font-weight: 600; }
svg.plot { display: block; width: 100%; height: auto; overflow: visible; font-family: inherit; font-variant-numeric: tabular-nums; }
svg.plot text { white-space: pre; }
.tip { position: fixed; z-index: 9; max-width: min(340px, 90vw); padding: 6px 10px; border: 1px solid var(--muted); border-radius: 6px;
  background: var(--raised); color: var(--ink); font-size: 13px; line-height: 1.4; white-space: pre-line; overflow-wrap: anywhere; pointer-events: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.4; }
th { text-align: left; font-weight: 600; color: var(--muted); font-size: 13px; vertical-align: bottom; white-space: nowrap; }
th, td { padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr > :last-child { padding-right: 0; }
.caption { font-size: 15px; font-weight: 600; margin: 20px 0 6px; }
thead th { border-bottom: 1.5px solid var(--muted); }
.number { text-align: right; white-space: nowrap; }
.name { overflow-wrap: anywhere; min-width: 150px; }
small.reason { white-space: normal; min-width: 16em; }
.name small, small.detail { display: block; color: var(--muted); font-size: 13px; }
tr.chosen td { background: var(--choice-soft); }
tr.chosen td:first-child { box-shadow: -8px 0 0 var(--choice-soft); }
tr.chosen td:last-child { box-shadow: 8px 0 0 var(--choice-soft); }
tr.chosen .name { font-weight: 600; }
tr.chosen .name small { font-weight: 400; color: inherit; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0 22px; margin: 0; font-size: 14px; }
.facts dt { color: var(--muted); padding: 5px 0; }
.facts dd { margin: 0; padding: 5px 0; overflow-wrap: anywhere; min-width: 0; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: 13px; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; overflow-x: auto; margin: 0 0 12px; line-height: 1.5; }
code.item { display: block; }
details { margin-top: 14px; }
summary { cursor: pointer; font-weight: 600; font-size: 15px; }
summary:focus-visible { outline: 2px solid var(--choice); outline-offset: 3px; border-radius: 3px; }
details > :not(summary) { margin-top: 10px; }
button {
  font: inherit; font-size: 13px; color: var(--ink); background: var(--raised); border: 1px solid var(--line); border-radius: 6px;
  padding: 3px 10px; cursor: pointer;
}
button:hover { border-color: var(--muted); }
button:focus-visible, a:focus-visible { outline: 2px solid var(--choice); outline-offset: 2px; }
button[aria-pressed="true"] { background: var(--choice-soft); border-color: var(--choice); }
.take-away { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 10px; }
footer { margin-top: 56px; padding-top: 14px; border-top: 1px solid var(--line); color: var(--muted); font-size: 13px; }
@media (max-width: 640px) {
  main { padding: 0 18px 48px; }
  h2 { font-size: 19px; margin-top: 36px; }
  .facts { grid-template-columns: 1fr; }
  .facts dt { padding-bottom: 0; }
  .facts dd { padding-top: 0; }
}
@media print {
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  p { orphans: 3; widows: 3; }
  .caption { break-after: avoid; }
  .name small, small.detail, th { font-size: 8pt; }
  h2 { margin-top: 28px; break-after: avoid; }
  tr { break-inside: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; overflow: visible; }
  .scroll { overflow: visible; }
  table { font-size: 9pt; }
  th, .number { white-space: normal; }
  th, td { padding: 4px 8px 4px 0; }
  .name { min-width: 90px; }
  .answer, .notices li { break-inside: avoid; }
  .take-away, .tip { display: none; }
}
${FRAME_STYLE}${TABLE_STYLE}`;
