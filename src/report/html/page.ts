/** @file Frames every page: its head, its headline, what must not be overlooked, and key figures as tiles. */
import type { Notice } from '../view/run-notices.js';
import { type Content, html, Markup } from './markup.js';
import { PAGE_STYLE } from './page-style.js';

export interface Page {
  /** Of the window. */
  readonly title: string;
  readonly kicker: string;
  readonly name: string;
  readonly headline: string;
  /** Whole sentences that belong to it. */
  readonly statements?: readonly string[];
  readonly notices: readonly Notice[];
  readonly tiles: readonly Markup[];
  readonly sections: readonly (Markup | null)[];
  readonly footer: string;
}

/** The whole page as UTF-8 text; it needs no script and no network. */
export function renderPage({
  title,
  kicker,
  name,
  headline,
  statements = [],
  notices,
  tiles,
  sections,
  footer,
}: Page): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(PAGE_STYLE)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">${kicker}</p>
<h1>${name}</h1>
<p class="headline">${headline}.</p>
${statements.map(
  (text) => html`<p class="statement">${text}</p>
`,
)}${noticeList(notices)}
<dl class="figures">${tiles}</dl>
</header>
${sections.map((section) => [section, '\n'])}<footer>${footer}</footer>
</main>
</body>
</html>
`;
  return page.text;
}

/** A key figure: its name, its value, and a word on what it rests on. */
export function tile(name: string, value: string, detail: Content): Markup {
  return html`<div><dt>${name}</dt><dd class="value">${value}</dd><dd class="detail">${detail}</dd></div>`;
}

function noticeList(notices: readonly Notice[]): Markup | null {
  if (notices.length === 0) return null;
  return html`<ul class="notices">${notices.map(({ kind, text }) => html`<li class="${kind}">${text}</li>`)}</ul>`;
}
