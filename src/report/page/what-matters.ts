/** @file Section: which settings the criterion and the spread depend on. */

import * as Plot from '@observablehq/plot';
import { type Figure, renderFigure, type Section, seriesKeys, seriesStyle } from '../figures/index.js';
import { drawEffects, MOST_PANELS, quantityOf } from '../html/charts/effects-chart.js';
import { CHART_WIDTHS, type ChartSize, frame, MUTED, xAxisWithGrid } from '../html/charts/frame.js';
import { fitLabel } from '../html/charts/panels.js';
import { drawParallel, MOST_ROWS, parallelRows } from '../html/charts/parallel-chart.js';
import { drawFigure } from '../html/figure.js';
import { html, type Markup } from '../html/markup.js';
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';
import type { MattersFor, WhatMattersView } from '../view/what-matters-view.js';
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

const ROW_HEIGHT = 40;
const LABEL_WIDTH: Readonly<Record<ChartSize, number>> = { wide: 190, narrow: 110 };
/** Of a row, from its middle. */
const OFFSET = 0.16;

interface ImportanceRow {
  readonly setting: string;
  readonly figure: string;
  /** Of the series: criterion 0, spread 1. */
  readonly series: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Settings in the order of the criterion's analysis, or of the spread's where there is none. */
function importanceRows({ criterion, spread }: WhatMattersView): ImportanceRow[] {
  return [criterion, spread].flatMap(({ analysis, figure }, series) =>
    settingsOf({ analysis }).flatMap(({ name, share }) =>
      share === null ? [] : [{ setting: name, figure, series, ...share }],
    ),
  );
}

function drawImportance(id: string, view: WhatMattersView, size: ChartSize): Markup {
  const rows = importanceRows(view);
  const names = [...new Set(rows.map(({ setting }) => setting))];
  const at = ({ setting, series }: ImportanceRow): number => names.indexOf(setting) + (series === 0 ? -OFFSET : OFFSET);
  const width = LABEL_WIDTH[size];
  return drawFigure(id, describe(view, rows), {
    ...frame(CHART_WIDTHS[size], 52 + ROW_HEIGHT * Math.max(1, names.length), [8, 18, 42, width]),
    x: { type: 'linear', domain: [0, 1] },
    y: { type: 'linear', domain: [-0.5, Math.max(1, names.length) - 0.5], reverse: true, axis: null },
    marks: [
      ...xAxisWithGrid(
        size === 'wide' ? [0, 0.2, 0.4, 0.6, 0.8, 1] : [0, 0.5, 1],
        'share of the variance between candidates',
        formatShare,
      ),
      Plot.text(names, {
        x: () => 0,
        y: (_, index) => index,
        text: (name: string) => fitLabel(name, width - 16),
        textAnchor: 'end',
        dx: -10,
        fill: 'var(--ink)',
      }),
      Plot.ruleX([0], { stroke: MUTED }),
      ...[0, 1].flatMap((series) => {
        const { color, symbol, dash } = seriesStyle(series);
        const own = rows.filter((row) => row.series === series);
        return [
          Plot.link(own, {
            x1: 'low',
            x2: 'high',
            y1: at,
            y2: at,
            stroke: color,
            strokeWidth: 2,
            strokeDasharray: dash,
          }),
          Plot.dot(own, {
            x: 'value',
            y: at,
            r: 4.5,
            symbol,
            fill: color,
            title: ({ setting, figure, value, low, high }: ImportanceRow) =>
              `${setting}: ${formatShare(value)} (${formatShare(low)} to ${formatShare(high)}) of the variance of the ${figure}`,
          }),
        ];
      }),
    ],
  });
}

function settingsOf({ analysis }: Pick<MattersFor, 'analysis'>) {
  return 'reason' in analysis ? [] : analysis.settings;
}

function describe({ criterion, spread }: WhatMattersView, rows: readonly ImportanceRow[]) {
  const parts = rows.map(
    ({ setting, figure, value, low, high }) =>
      `${setting}, ${figure}: ${formatShare(value)}, ${formatShare(low)} to ${formatShare(high)}.`,
  );
  return {
    title: `Importance of settings for the ${criterion.figure} and the ${spread.figure}`,
    text: parts.join(' '),
  };
}
