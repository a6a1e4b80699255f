/** @file Figures in a page: two abreast where there is room, each with its title and its caption. */
import { html, type Markup } from '../html/markup.js';
import { capitalised } from '../view/phrases.js';
import type { Chart } from './chart.js';
import { drawChart } from './draw.js';

/** Null without any. One alone has the title of its section. */
export function renderFigures(figures: readonly Chart[]): Markup | null {
  if (figures.length === 0) return null;
  return html`<div class="figures">${figures.map((figure) => renderFigure(figure, figures.length > 1))}</div>`;
}

function renderFigure(figure: Chart, isTitled: boolean): Markup {
  return html`<figure id="figure-${figure.id}" data-figure="${figure.id}" data-title="${figure.title}">
${isTitled ? html`<p class="title">${figure.title}</p>` : null}
${drawChart(figure)}
<figcaption id="${figure.id}-said"><b>${figure.says}</b> ${captionText(figure)}</figcaption>
</figure>`;
}

/** What stands after the sentence. */
export function captionText({ reads = [], direction, n }: Chart): string {
  return [...reads, direction, n].flatMap((text) => (text ? asSentence(text) : [])).join(' ');
}

function asSentence(text: string): string {
  const sentence = text.startsWith('n ') ? text : capitalised(text);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
