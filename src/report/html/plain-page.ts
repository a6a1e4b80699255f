/** @file A page of text and tables in the style of all others, and what a page may load and run: its own scripts and nothing else. */
import { createHash } from 'node:crypto';
import { html, Markup } from './markup.js';
import { PAGE_STYLE } from './page-style.js';

interface PlainPage {
  readonly title: string;
  readonly kicker: string;
  readonly content: Markup;
  /** Loaded again, or another address, after so many seconds; absent: never. */
  readonly refresh?: { readonly seconds: number; readonly address?: string };
  /** Runs in it, and may ask the server of the page; absent: nothing runs. */
  readonly script?: string;
}

const OWN_STYLE = `
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
form p { margin-top: 16px; }
:root:has(.runs) { overflow-anchor: none; }
button { font: inherit; padding: 6px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); color: var(--ink); cursor: pointer; }
a { color: var(--choice); }
td, tbody th { vertical-align: top; text-align: start; }
th a { color: inherit; }
th[aria-sort="ascending"] a::after { content: " ▲"; }
th[aria-sort="descending"] a::after { content: " ▼"; }
select { font: inherit; font-size: 13px; color: var(--ink); background: var(--paper); border: 1px solid var(--dropped); border-radius: 6px; padding: 4px 8px; }
.state::before { content: ""; display: inline-block; width: 9px; height: 9px; border-radius: 50%; margin-right: 7px; background: var(--dropped); }
.state[data-state="running"]::before { background: var(--choice); }
.state:is([data-state="failed"], [data-state="lost"], [data-state="unreadable"])::before { background: var(--worse); }
@media (max-width: 640px) {
  table:has(.runs) thead tr { display: flex; flex-wrap: wrap; gap: 2px 14px; }
  table:has(.runs) thead th { border: 0; padding: 0; text-align: start; }
  .runs tr { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0 10px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .runs td { border: 0; padding: 0; grid-column: 2 / -1; text-align: start; overflow-wrap: anywhere; }
  .runs td:empty { display: none; }
  .runs td:first-child { grid-column: 1; grid-row: 1; }
  .runs td.name { grid-column: 2 / -1; min-width: 0; font-weight: 600; }
  .runs .number[data-unit]::after { content: " " attr(data-unit); }
}
`;

/** The whole page as UTF-8 text. */
export function renderPlainPage({ title, kicker, content, refresh, script }: PlainPage): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script === undefined ? [] : [script], true)}">
${
  refresh === undefined
    ? null
    : html`<meta http-equiv="refresh" content="${refresh.seconds}${refresh.address === undefined ? '' : `;url=${refresh.address}`}">
`
}<title>${title}</title>
<style>${new Markup(PAGE_STYLE + OWN_STYLE)}</style>
</head>
<body>
<main>
<header><p class="kicker">${kicker}</p><h1>${title}</h1></header>
${content}
</main>
${
  script === undefined
    ? null
    : html`<script>${new Markup(script)}</script>
`
}</body>
</html>
`.text;
}

/**
 * Nothing comes from anywhere, and no script runs but these, whatever a name or an error's text contains.
 * `mayConnect`: to the server that the page came from.
 */
export function contentPolicy(scripts: readonly string[], mayConnect: boolean): string {
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    `script-src ${hashes.length === 0 ? "'none'" : hashes.join(' ')}`,
    ...(mayConnect ? ["connect-src 'self'", "form-action 'self'"] : ["form-action 'none'"]),
    "base-uri 'none'",
  ].join('; ');
}
