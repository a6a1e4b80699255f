/** @file Section: which settings the criterion and the spread depend on. */
import { type Figure, renderFigure, type Section, seriesKeys, seriesStyle } from '../figures/index.js';
import { drawEffects, MOST_PANELS, quantityOf } from '../html/charts/effects-chart.js';
import { drawImportance, importanceRows } from '../html/charts/importance-chart.js';
import { drawParallel, MOST_ROWS, parallelRows } from '../html/charts/parallel-chart.js';
import { html } from '../html/markup.js';
import { formatCount, formatQuantity } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';
import type { WhatMattersView } from '../view/what-matters-view.js';
import {
  effectsConclusion,
  importanceConclusion,
  matterCautions,
  parallelConclusion,
} from '../view/what-matters-words.js';

/** Null where candidates differ in no known setting. */
export function whatMattersSection({ matters: viewMatters, result }: ReportView): Section | null {
  const matters = viewMatters();
  if (matters === null) return null;
  const direction = result.direction === 'maximize' ? 'higher is better' : 'lower is better';
  const figures = [
    ...(importanceRows(matters).length === 0 ? [] : [importanceFigure(matters)]),
    ...(matters.criterion.effects.length === 0 ? [] : [effectsFigure(matters)]),
    parallelFigure(matters, direction),
  ];
  return {
    id: 'what-matters',
    title: 'What matters',
    content: html`${importanceRows(matters).length === 0 ? html`<p>${importanceConclusion(matters)}</p>` : null}
${figures.map(renderFigure)}
<details><summary>How far this can be trusted</summary><ul>${matterCautions(matters).map((text) => html`<li>${text}</li>`)}</ul>
<p class="quiet">Method: an additive model of all settings, amounts as parabolas, on their logarithms where they span more than a hundredfold. Share: the variance of a setting's effect, chance taken off, in that of all effects and chance; these are the main effects of a functional analysis of variance (Hutter, Hoos and Leyton-Brown 2014, PMLR 32:754–762). Intervals join those of its parts (noncentral chi-square, Steiger 2004, doi 10.1037/1082-989X.9.2.164; recovery of variance estimates, Zou and Donner 2008, doi 10.1002/sim.3095).</p></details>`,
    figures,
  };
}

function importanceFigure(matters: WhatMattersView): Figure {
  const { criterion, spread } = matters;
  return {
    id: 'importance',
    title: 'Importance of settings',
    conclusion: importanceConclusion(matters),
    reading: ['A share of 0 means that its values make no difference beyond chance.'],
    direction: null,
    n: `n = ${formatQuantity(criterion.candidates, 'candidate')} for the ${criterion.figure}, ${formatCount(spread.candidates)} for the spread`,
    interval: 'Lines: 95 % intervals (noncentral chi-square)',
    draw: (id, size) => drawImportance(id, matters, size),
    keys: seriesKeys([
      { name: criterion.figure, style: seriesStyle(0) },
      { name: spread.figure, style: seriesStyle(1) },
    ]),
    data: {
      columns: ['setting', 'figure', 'share', 'low', 'high'],
      rows: importanceRows(matters).map(({ setting, figure, value, low, high }) => [setting, figure, value, low, high]),
    },
  };
}

function effectsFigure(matters: WhatMattersView): Figure {
  const { criterion } = matters;
  const hidden = criterion.effects.length - MOST_PANELS;
  return {
    id: 'main-effects',
    title: 'Main effects',
    conclusion: effectsConclusion(matters),
    reading: [
      'A panel shows what the model expects at each value of a setting, all others being as they are among the candidates.',
      ...(hidden > 0
        ? [`The ${formatQuantity(hidden, 'least important setting')} ${hidden === 1 ? 'is' : 'are'} in the data.`]
        : []),
    ],
    direction: criterion.largerIsBetter ? 'higher is better' : 'lower is better',
    n: `n = ${formatQuantity(criterion.candidates, 'candidate')}`,
    interval: "Bands and lines: 95 % intervals (Student's t)",
    draw: (id, size) => drawEffects(id, criterion, size),
    keys: null,
    data: {
      columns: ['setting', 'value', 'candidates', quantityOf(criterion), 'low', 'high'],
      rows: criterion.effects.flatMap(({ name, effects }) =>
        effects.map(({ value, candidates, mean, low, high }) => [name, value, candidates, mean, low, high]),
      ),
    },
  };
}

function parallelFigure(matters: WhatMattersView, direction: Figure['direction']): Figure {
  return {
    id: 'parallel',
    title: 'Parallel coordinates',
    conclusion: parallelConclusion(matters),
    reading: [
      'A line is a candidate, the best are blue. Below an axis lie those without such a value, above it infinite ones. Spread: the standard deviation over retrainings.',
      ...(matters.lines.length <= MOST_ROWS
        ? []
        : [`Its data hold the first ${formatCount(MOST_ROWS)}; the table of all candidates has the others.`]),
    ],
    direction,
    n: `n = ${formatQuantity(matters.lines.length, 'candidate')} that ${matters.lines.length === 1 ? 'was' : 'were'} tried`,
    interval: null,
    draw: (id, size) => drawParallel(id, matters, size),
    keys: null,
    data: parallelRows(matters),
  };
}
