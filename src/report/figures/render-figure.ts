/** @file Figures in a page: two abreast where there is room, each with its title and its caption. */
import { drawFigure } from '../html/figure.js';
import { html, type Markup } from '../html/markup.js';
import { capitalised } from '../view/phrases.js';
import type { Figure } from './figure.js';

/** Null without any. One alone has the title of its section. */
export function renderFigures(figures: readonly Figure[]): Markup | null {
  if (figures.length === 0) return null;
  return html`<div class="figures">${figures.map((figure) => renderFigure(figure, figures.length > 1))}</div>`;
}

function renderFigure(figure: Figure, isTitled: boolean): Markup {
  return html`<figure id="figure-${figure.id}" data-figure="${figure.id}" data-title="${figure.title}">
${isTitled ? html`<p class="title">${figure.title}</p>` : null}${figure.keys ?? null}
${drawFigure(figure.id, figure.title, `${figure.id}-said`, figure.plot())}
<figcaption id="${figure.id}-said"><b>${figure.conclusion}</b> ${captionText(figure)}</figcaption>
</figure>`;
}

/** What stands after the conclusion. */
export function captionText({ reading, direction, n, interval }: Figure): string {
  const facts = [direction, n, interval].flatMap((text) => text ?? []);
  return [...reading, ...facts.map(asSentence)].join(' ');
}

function asSentence(text: string): string {
  const sentence = text.startsWith('n ') ? text : capitalised(text);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
