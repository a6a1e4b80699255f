/** @file A page of text and tables in the style of all others; nothing in it runs. */
import { html, Markup } from './markup.js';
import { PAGE_STYLE } from './page-style.js';

interface PlainPage {
  readonly title: string;
  readonly kicker: string;
  readonly content: Markup;
  /** After which it is loaded again; absent: never. */
  readonly refreshSeconds?: number | undefined;
}

const OWN_STYLE = `
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
form p { margin-top: 16px; }
button { font: inherit; padding: 6px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); color: var(--ink); cursor: pointer; }
a { color: var(--choice); }
td, tbody th { vertical-align: top; text-align: start; }
`;

/** The whole page as UTF-8 text. */
export function renderPlainPage({ title, kicker, content, refreshSeconds }: PlainPage): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'">
${
  refreshSeconds === undefined
    ? null
    : html`<meta http-equiv="refresh" content="${refreshSeconds}">
`
}<title>${title}</title>
<style>${new Markup(PAGE_STYLE + OWN_STYLE)}</style>
</head>
<body>
<main>
<header><p class="kicker">${kicker}</p><h1>${title}</h1></header>
${content}
</main>
</body>
</html>
`.text;
}
