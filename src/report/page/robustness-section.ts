/** @file Section: how much retraining moves the losses of the choice and its rivals: one by one, as performance profiles, and as chances of improvement. */

import * as Plot from '@observablehq/plot';
import { median } from '../../stats/index.js';
import { type Figure, renderSwitch, type Section, seriesKeys, seriesStyle } from '../figures/index.js';
import { drawBoxChart } from '../html/charts/box-chart.js';
import { CHART_WIDTHS, type ChartSize, frame, HALO, MUTED, xAxisWithGrid } from '../html/charts/frame.js';
import { drawProfileChart } from '../html/charts/profile-chart.js';
import { drawFigure } from '../html/figure.js';
import { html, type Markup } from '../html/markup.js';
import { finalistTables } from '../html/tables.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { shortName } from '../view/candidate-names.js';
import { intervalNote, intervalWords } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';
import type { Comparison, RobustRow } from '../view/robustness-view.js';
import { judgingWords } from '../view/run-notices.js';

export function robustnessSection(view: ReportView): Section | null {
  const { finalists, robustness, result } = view;
  if (robustness.rows.length === 0) return null;
  const figures = [boxFigure(view), profileFigure(view), improvementFigure(view)].filter((figure) => figure !== null);
  return {
    id: 'robustness',
    title: 'How much retraining matters',
    content: html`${renderSwitch('Robustness as', figures)}
${finalistTables(finalists, result)}
<p class="quiet">${finalistNote(view)}</p>`,
    figures,
  };
}

function finalistNote({ result }: ReportView): string {
  const note = intervalNote(result);
  const race = result.trials.fresh === 0 ? '' : ' In the race: the same figure from the trials that chose.';
  return `Iqr: the interquartile range. Worst: the worst trial. Collapsed: trainings beyond the bar that is stated above, and at most which share does (95 %).${race}${note === null ? '' : ` Below the figures: ${note}`}`;
}

const SOURCE = 'Agarwal and others 2021, arXiv 2108.13264';

export function boxFigure(view: ReportView): Figure {
  const { robustness, word, result, names } = view;
  const { rows, axis } = robustness;
  const boxes = rows.map((row) => ({ ...row, id: shortName(names, row.candidate), label: '' }));
  const intervals = result.members.flatMap(({ fresh }) => (fresh === null ? [] : [fresh.interval]));
  return {
    id: 'robustness-trials',
    title: 'Trainings',
    conclusion: spreadText(view),
    reading: [
      `A point is one training on ${judgingWords(result.plan)}. Boxes are quartiles, the thick line the median, whiskers reach the furthest training within 1.5 interquartile ranges; no box for fewer than five. The diamond is the ${result.criterion.name}.`,
      ...(rows.some(({ from }) => from === 'fresh') && rows.some(({ from }) => from === 'choosing')
        ? [
            'Who has no fresh trials stands on those of the race, beside the choice on the same replicates: winners look better while they are chosen.',
          ]
        : []),
    ],
    direction: directionOf(view),
    n: 'n = the count beside each name, on replicates in common with the choice',
    interval: intervalWords(intervals) === null ? null : `Bars: ${intervalWords(intervals)}`,
    draw: (id, size) => drawBoxChart(id, { boxes, axis }, word, size),
    keys: null,
    data: {
      columns: ['candidate', 'trials of', 'trial', word],
      rows: rows.flatMap(({ candidate, from, values }) =>
        values.map((value, index) => [candidate, from === 'fresh' ? 'after the race' : 'the race', index + 1, value]),
      ),
    },
  };
}

/** Where the middle half of the choice's trainings lies, and how far the worst of them is off. */
function spreadText({ robustness: { rows }, names, word, result }: ReportView): string {
  const row = rows.find(({ isChoice }) => isChoice) ?? rows[0];
  if (row === undefined) return `No ${word} so far.`;
  const name = shortName(names, row.candidate);
  const kind = row.from === 'fresh' ? 'fresh training' : 'training';
  const worst = (result.direction === 'maximize' ? Math.min : Math.max)(...row.values);
  if (row.box === null) return `${formatQuantity(row.values.length, kind)} of ${name} ${reach(row, worst)}.`;
  const { q1, q3 } = row.box;
  return `The middle half of ${formatQuantity(row.values.length, kind)} of ${name} lies between ${formatValue(q1)} and ${formatValue(q3)}; the worst ${Number.isFinite(worst) ? `is ${formatValue(worst)}` : 'diverged or failed'}.`;
}

function reach({ values }: RobustRow, worst: number): string {
  if (!Number.isFinite(worst)) return `${values.length === 1 ? 'ends' : 'end'} without a finite loss at worst`;
  return values.length === 1 ? `ends at ${formatValue(worst)}` : `end at ${formatValue(worst)} at worst`;
}

export function profileFigure(view: ReportView): Figure | null {
  const { robustness, names, result, word } = view;
  const { comparison } = robustness;
  if (comparison === null) return null;
  const nameOf = (id: string): string => shortName(names, id);
  const relation = result.direction === 'maximize' ? 'at or above' : 'at or below';
  return {
    id: 'robustness-profiles',
    title: 'Performance profile',
    conclusion: profileText(view, comparison, nameOf),
    reading: [
      `A line is the share of a candidate's trainings ${relation} each ${word} (${SOURCE}): the further up and towards the better end, the better; lines that cross have no order. Divergence never gets there.`,
      sampleText(comparison),
    ],
    direction: directionOf(view),
    n: `n = ${formatCount(comparison.n)} trainings of each`,
    interval: `Bands of the choice and of the first rival: ${formatShare(0.95)} intervals of the share at each ${word} by itself (Wilson)`,
    draw: (id, size) => drawProfileChart(id, comparison, word, nameOf, size),
    keys: seriesKeys(
      comparison.profiles.map(({ candidate }, place) => ({
        name: place === 0 ? `${nameOf(candidate)}, the choice` : nameOf(candidate),
        style: seriesStyle(place),
      })),
    ),
    data: {
      columns: ['candidate', word, 'share', 'low', 'high'],
      rows: comparison.profiles.flatMap(({ candidate, steps }) =>
        steps.map(({ at, value, low, high }) => [candidate, at, value, low, high]),
      ),
    },
  };
}

/** How many of each reach what half of the choice's trainings reach. */
function profileText(
  { result: { direction } }: ReportView,
  { profiles }: Comparison,
  nameOf: (id: string) => string,
): string {
  const [choice, ...rivals] = profiles;
  if (choice === undefined) return '';
  const isHigher = direction === 'maximize';
  const middle = median(choice.values);
  const shareOf = (values: readonly number[]): number =>
    values.filter((value) => (isHigher ? value >= middle : value <= middle)).length / values.length;
  const ranked = rivals
    .map(({ candidate, values }) => ({ candidate, share: shareOf(values) }))
    .sort((a, b) => b.share - a.share);
  const best = ranked[0];
  if (best === undefined || !Number.isFinite(middle)) {
    return `Half of the trainings of ${nameOf(choice.candidate)} end without a finite figure.`;
  }
  const side = isHigher ? 'at or above' : 'at or below';
  const others = rivals.length === 1 ? nameOf(best.candidate) : `${nameOf(best.candidate)}, the best rival there`;
  return `${formatShare(shareOf(choice.values))} of the trainings of ${nameOf(choice.candidate)} end ${side} its median ${formatValue(middle)}, and ${formatShare(best.share)} of those of ${others}.`;
}

export function improvementFigure(view: ReportView): Figure | null {
  const { robustness, names } = view;
  const { comparison } = robustness;
  const closest = comparison?.chances[0];
  if (comparison === null || closest === undefined) return null;
  const nameOf = (id: string): string => shortName(names, id);
  const choice = nameOf(comparison.profiles[0]?.candidate ?? '');
  const { value, low, high } = closest.chance;
  const rivals = comparison.chances.length;
  return {
    id: 'robustness-improvement',
    title: 'Chance of improvement',
    conclusion: `A training of ${choice} is better than one of ${nameOf(closest.candidate)} in ${formatShare(value)} of all pairs [${formatShare(low)}, ${formatShare(high)}]${rivals > 1 ? `, and at least as often against ${formatQuantity(rivals - 1, 'other rival')}` : ''}.`,
    reading: [
      `The chance that one training of the choice has the better figure than one of the rival, over all pairs of trainings, ties by half (${SOURCE}); at the dashed line either is as good. It says how often, not by how much.`,
      sampleText(comparison),
    ],
    direction: null,
    n: `n = ${formatCount(comparison.n)} trainings of each`,
    interval: `Bars: ${formatShare(closest.chance.level)} intervals (Newcombe 2006, method 5), each by itself, which take trainings as independent`,
    draw: (id, size) => drawImprovementChart(id, comparison, nameOf, size),
    keys: null,
    data: {
      columns: ['rival', 'chance that the choice is better', 'low', 'high'],
      rows: comparison.chances.map(({ candidate, chance }) => [candidate, chance.value, chance.low, chance.high]),
    },
  };
}

function sampleText({ from }: Comparison): string {
  return from === 'fresh'
    ? 'On fresh trials, which played no part in choosing.'
    : 'On replicates of the race that all of them have: the trials that chose flatter the choice.';
}

function directionOf({ result }: ReportView): Figure['direction'] {
  return result.direction === 'maximize' ? 'higher is better' : 'lower is better';
}

const ROW_HEIGHT = 40;
/** Places in a row, as shares of its height from its middle. */
const BAR_AT = 0.2;
const LABEL_AT = -0.22;

function drawImprovementChart(
  id: string,
  { chances }: Comparison,
  nameOf: (candidate: string) => string,
  size: ChartSize,
): Markup {
  const rows = chances.map(({ candidate, chance }, place) => ({ ...chance, place, name: nameOf(candidate) }));
  const text = rows
    .map(({ name, value, low, high }) => `${name}: ${formatShare(value)}, ${formatShare(low)} to ${formatShare(high)}.`)
    .join(' ');
  return drawFigure(
    id,
    { title: 'Chance that a training of the choice is better', text },
    {
      ...frame(CHART_WIDTHS[size], 50 + ROW_HEIGHT * rows.length, [6, 20, 42, 14]),
      x: { type: 'linear', domain: [0, 1] },
      y: { type: 'linear', domain: [-0.5, rows.length - 0.5], reverse: true, axis: null },
      marks: [
        ...xAxisWithGrid(
          [0, 0.25, 0.5, 0.75, 1],
          size === 'wide'
            ? 'chance that a training of the choice is better than one of the rival'
            : 'chance that the choice is better',
          formatShare,
        ),
        Plot.ruleX([0.5], { stroke: MUTED, strokeWidth: 1.4, strokeDasharray: '4,3' }),
        Plot.link(rows, {
          x1: 'low',
          x2: 'high',
          y1: ({ place }) => place + BAR_AT,
          y2: ({ place }) => place + BAR_AT,
          stroke: 'var(--choice)',
          strokeWidth: 5,
          strokeOpacity: 0.35,
        }),
        Plot.dot(rows, {
          x: 'value',
          y: ({ place }) => place + BAR_AT,
          r: 4.4,
          fill: 'var(--choice)',
          title: ({ name, value, low, high }) =>
            `Against ${name}: ${formatShare(value)} [${formatShare(low)}, ${formatShare(high)}]`,
        }),
        Plot.text(rows, {
          x: () => 0,
          y: ({ place }) => place + LABEL_AT,
          text: ({ name, value }) => `${name}   ${formatShare(value)}`,
          textAnchor: 'start',
          fill: 'var(--ink)',
          ...HALO,
        }),
      ],
    },
  );
}
