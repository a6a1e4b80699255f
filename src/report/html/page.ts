/** @file Frames every page: its head, its headline, what must not be overlooked, and key figures as tiles. */
import { createHash } from 'node:crypto';
import type { Figure, Section } from '../figures/figure.js';
import { figureCsv } from '../figures/figure-csv.js';
import { payloadBlock } from '../figures/payload.js';
import type { RunNotice } from '../view/run-notices.js';
import { type Content, html, Markup } from './markup.js';
import { PAGE_STYLE } from './page-style.js';

export interface Page {
  /** Of the window. */
  readonly title: string;
  readonly kicker: string;
  readonly name: string;
  /** For whatever shows a page in a list. */
  readonly description: string;
  /** What is read first, below the name. */
  readonly opening: Opening;
  readonly sections: readonly Section[];
  readonly footer: string;
}

export interface Opening extends Pick<Section, 'content' | 'figures'> {}

/** What makes a page alive; it can be read without. */
export interface PageScripts {
  /** Run in this order; nothing else on the page runs. */
  readonly scripts: readonly string[];
  /** True where the page may ask the server that it came from; a file asks nobody. */
  readonly mayConnect?: boolean;
}

export const NO_SCRIPTS: PageScripts = { scripts: [] };

/** The whole page as UTF-8 text; it needs no network. */
export function renderPage(
  { title, kicker, name, description, opening, sections, footer }: Page,
  { scripts, mayConnect = false }: PageScripts,
): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(scripts, mayConnect)}">
<title>${title}</title>
<meta name="description" content="${description}">
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">${kicker}</p>
<h1>${name}</h1>
${opening.content}
</header>
${sections.map((section) => [renderSection(section), '\n'])}<footer>${footer}</footer>
</main>
${scripts.length === 0 ? null : payloadBlocks(opening, sections)}
${scripts.map(
  (script) => html`<script>${new Markup(script)}</script>
`,
)}</body>
</html>
`;
  return page.text;
}

function renderSection({ id, title, content }: Section): Markup {
  return html`<section id="${id}"><h2>${title}</h2>
${content}
</section>`;
}

/** What the script works with: the tables of all figures, and what sections have besides. */
function payloadBlocks(opening: Opening, sections: Page['sections']): Markup[] {
  const tables = [opening, ...sections].flatMap(({ figures }) =>
    figures.map(({ id, data }) => [id, figureCsv(data)] as const),
  );
  const others = sections.flatMap(({ payloads = {} }) => Object.entries(payloads));
  return [
    payloadBlock('figures', Object.fromEntries(tables)),
    ...others.map(([name, make]) => payloadBlock(name, make())),
  ];
}

/** In the order of the page. */
export function figuresIn(sections: Page['sections']): Figure[] {
  return sections.flatMap(({ figures }) => figures);
}

/** Nothing comes from anywhere, and no script runs but these, whatever a name or an error's text contains. */
function contentPolicy(scripts: readonly string[], mayConnect: boolean): string {
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

/** A headline, what must not be overlooked, and key figures. */
export function plainOpening(
  headline: string,
  statements: readonly string[],
  notices: readonly RunNotice[],
  tiles: readonly Markup[],
): Opening {
  return {
    content: html`<p class="headline">${headline}.</p>
${statementList(statements)}${noticeList(notices)}
<dl class="figures">${tiles}</dl>`,
    figures: [],
  };
}

/** A key figure: its name, its value, and a word on what it rests on. */
export function tile(name: string, value: string, detail: Content): Markup {
  return html`<div><dt>${name}</dt><dd class="value">${value}</dd><dd class="detail">${detail}</dd></div>`;
}

/** Whole sentences that belong to what is said first. */
export function statementList(statements: readonly string[]): Markup[] {
  return statements.map(
    (text) => html`<p class="statement">${text}</p>
`,
  );
}

export function noticeList(notices: readonly RunNotice[]): Markup | null {
  if (notices.length === 0) return null;
  return html`<ul class="notices">${notices.map(({ kind, text }) => html`<li class="${kind}">${text}</li>`)}</ul>`;
}
