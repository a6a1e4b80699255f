/** @file A figure in a page: drawn for pages and for phones, with its caption; several of them behind one switch. */
import { type Content, html, type Markup } from '../html/markup.js';
import { capitalised } from '../view/phrases.js';
import type { Figure } from './figure.js';

export function renderFigure(figure: Figure): Markup {
  return html`<figure id="figure-${figure.id}" data-figure="${figure.id}" data-title="${figure.title}">
${figure.keys ?? null}
<div class="wide">${figure.draw(figure.id, 'wide')}</div>
<div class="narrow">${figure.draw(`${figure.id}-narrow`, 'narrow')}</div>
<figcaption><b>${figure.conclusion}</b> ${captionText(figure)}</figcaption>
</figure>`;
}

/** What stands after the conclusion. */
export function captionText({ reading, direction, n, interval }: Figure): string {
  const facts = [direction, n, interval].flatMap((text) => text ?? []);
  return [...reading, ...facts.map(asSentence)].join(' ');
}

/** All of them one below the other without the page's script and on paper, one at a time with it. */
function renderSwitch(label: string, figures: readonly Figure[]): Markup {
  return html`<div class="switch" data-switch="${label}">${figures.map(renderFigure)}</div>`;
}

/** One below the other by default. `switch`: one at a time, under this label. `pair`: the first two side by side, the others, if any, behind a switch. */
export type Arrangement = { readonly switch: string } | { readonly pair: string } | 'pair';

export function arrangeFigures(figures: readonly Figure[], as?: Arrangement): Content {
  if (as === undefined || figures.length === 0) return figures.map(renderFigure);
  if (as !== 'pair' && 'switch' in as) return renderSwitch(as.switch, figures);
  const [pair, others] = [figures.slice(0, 2), figures.slice(2)];
  const rest = as === 'pair' ? null : renderSwitch(as.pair, others);
  return html`<div class="pair">${pair.map(renderFigure)}</div>\n${rest}`;
}

function asSentence(text: string): string {
  const sentence = text.startsWith('n ') ? text : capitalised(text);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
