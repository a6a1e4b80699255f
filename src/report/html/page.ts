/** @file Frames every page: a bar, the answer on one screen, the sections that are open, and the rest folded. */
import { deflateRawSync } from 'node:zlib';
import type { Chart, Section } from '../chart/chart.js';
import { tableCsv } from '../table/table.js';
import { renderTable } from '../table/table-html.js';
import { type FirstScreen, renderFirstScreen } from './first-screen.js';
import { html, Markup, NO_LINKS, questionMark } from './markup.js';
import { PAGE_STYLE } from './page-style.js';
import { contentPolicy } from './plain-page.js';

export interface Page {
  /** Of the window. */
  readonly title: string;
  readonly kicker: string;
  /** Of the run, in the bar. */
  readonly name: string;
  /** For whatever shows a page in a list. */
  readonly description: string;
  /** That it answers, as its run folder numbers it; null where there is none. */
  readonly question: number | null;
  /** All of the first screen. */
  readonly answer: FirstScreen;
  /** Below the first screen, open. */
  readonly sections: readonly Section[];
  /** Below these; each opens when somebody goes to it or to what is in it. */
  readonly folds: readonly FoldedGroup[];
  readonly footer: string;
}

/** Sections behind one heading, closed at first. */
export interface FoldedGroup {
  /** Unique in its page, for links: `how-we-know`. */
  readonly id: string;
  readonly title: string;
  /** What is inside, in a few words. */
  readonly summary: string;
  /** Without any there is no fold. */
  readonly sections: readonly Section[];
}

/** What makes a page alive; it can be read without. */
export interface PageScripts {
  /** Run in this order; nothing else on the page runs. */
  readonly scripts: readonly string[];
  /** True where the page may ask the server that it came from; a file asks nobody. */
  readonly mayConnect?: boolean;
}

export const NO_SCRIPTS: PageScripts = { scripts: [] };

/** The whole page as UTF-8 text; it needs no network. */
export function renderPage(page: Page, { scripts, mayConnect = false }: PageScripts): string {
  const { title, kicker, name, description, question, answer, sections, footer } = page;
  const folds = page.folds.filter((fold) => fold.sections.length > 0);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(scripts, mayConnect)}">
${questionMark(question)}<title>${title}</title>
<meta name="description" content="${description}">
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
<header class="bar" id="bar">
<h1><bdi>${name}</bdi></h1>
<p class="kicker">${kicker}</p>
<nav aria-label="Sections">${[...sections, ...folds].map(({ id, title: text }) => html`<a href="#${id}">${text}</a>`)}</nav>
<div data-theme-switch></div>
</header>
${question === null ? null : [NO_LINKS, '\n']}${renderFirstScreen(answer)}
${sections.map((section) => [renderSection(section, 'h2'), '\n'])}${folds.map((fold) => [renderFold(fold), '\n'])}<footer>${footer}</footer>
</main>
${scripts.length === 0 ? null : payloadBlocks(page)}
${scripts.map(
  (script) => html`<script>${new Markup(script)}</script>
`,
)}</body>
</html>
`.text;
}

function renderFold({ id, title, summary, sections }: FoldedGroup): Markup {
  return html`<section class="fold" id="${id}"><details><summary><h2>${title}</h2> <span>${summary}</span></summary>
${sections.map((section) => [renderSection(section, 'h3'), '\n'])}</details></section>`;
}

function renderSection({ id, title, content, isHalf = false }: Section, level: 'h2' | 'h3'): Markup {
  const heading = new Markup(level);
  return html`<section id="${id}"${isHalf ? html` class="half"` : null}><${heading}>${title}</${heading}>
${content}
</section>`;
}

/** What the script works with: the tables of all figures, as they stand on a page and as files, and what sections have besides. */
function payloadBlocks(page: Page): Markup[] {
  const tables = figuresOfPage(page).map(({ data }) => {
    const table = renderTable({ ...data, all: 'in the CSV' })?.text ?? '';
    return [data.id, { table, csv: tableCsv(data) }] as const;
  });
  const others = sectionsOfPage(page).flatMap(({ payloads = {} }) => Object.entries(payloads));
  return [
    payloadBlock('figures', Object.fromEntries(tables)),
    ...others.map(([name, make]) => payloadBlock(name, make())),
  ];
}

/** In the order of the page. */
export function figuresOfPage(page: Pick<Page, 'answer' | 'sections' | 'folds'>): Chart[] {
  return [...page.answer.figures, ...sectionsOfPage(page).flatMap(({ figures }) => figures)];
}

function sectionsOfPage({ sections, folds }: Pick<Page, 'sections' | 'folds'>): Section[] {
  return [...sections, ...folds.flatMap((fold) => fold.sections)];
}

/** `name` is unique in the page; the script reads it with `readPayload(name)`. */
function payloadBlock(name: string, value: unknown): Markup {
  const deflated = deflateRawSync(JSON.stringify(value));
  return html`<script type="application/octet-stream" data-payload="${name}">${deflated.toString('base64')}</script>`;
}
