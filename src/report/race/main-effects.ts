/** @file Figure: main effects, a panel a setting, all on one axis of the criterion. */
import * as Plot from '@observablehq/plot';
import { betterWay, type Figure } from '../figures/index.js';
import { type ChartSize, MUTED } from '../html/charts/frame.js';
import { fitInto, labelsApart } from '../html/charts/name-room.js';
import { type Panel, panelGrid, panelHeading, panelsTitle } from '../html/charts/panels.js';
import { chartScale } from '../html/charts/value-scale.js';
import { drawFigure } from '../html/figure.js';
import type { Markup } from '../html/markup.js';
import { formatQuantity, formatValue } from '../number-text.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';
import { fitAxis } from '../view/value-axis.js';
import {
  type MattersFor,
  mattersOf,
  quantityOf,
  type ShownEffects,
  settingText,
  type WhatMattersView,
} from './matters.js';

/** Null where no setting has an effect that can be estimated. */
export function effectsFigure(view: ReportView): Figure | null {
  const matters = mattersOf(view);
  if (matters === null || matters.criterion.effects.length === 0) return null;
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
    direction: betterWay(criterion.largerIsBetter),
    n: `n = ${candidatesText(criterion.candidates, view.result)}`,
    interval: "Bands and lines: 95 % intervals (Student's t)",
    draw: (id, size) => drawEffects(id, criterion, size),
    data: {
      columns: ['setting', 'value', 'candidates', quantityOf(criterion), 'low', 'high'],
      rows: criterion.effects.flatMap(({ name, effects }) =>
        effects.map(({ value, candidates, mean, low, high }) => [name, value, candidates, mean, low, high]),
      ),
    },
  };
}

/** Who is best at the setting that matters most, as the model sees it. */
function effectsConclusion({ criterion }: WhatMattersView): string {
  const { analysis, effects, figure, largerIsBetter } = criterion;
  if ('reason' in analysis) return `There are no main effects: ${analysis.reason}.`;
  const leader = analysis.settings.find(({ share }) => share !== null && share.low > 0);
  const shown = effects.find(({ name }) => name === leader?.name);
  if (leader === undefined || shown === undefined) return `No setting alone explains the differences in ${figure}.`;
  const best = shown.effects.reduce((a, b) => ((largerIsBetter ? b.mean > a.mean : b.mean < a.mean) ? b : a));
  return `Best value: ${leader.name} = ${settingText(best.value)} (other settings averaged).`;
}

/** Less important settings are in the data alone. */
const MOST_PANELS = 9;

const COLUMNS: Readonly<Record<ChartSize, number>> = { wide: 3, narrow: 1 };
/** Of a panel's width, at both of its sides. */
const SIDE = 0.08;
const MOST_LABELS = 5;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly title: string;
}

function drawEffects(id: string, matters: MattersFor, size: ChartSize): Markup {
  const shown = matters.effects.slice(0, MOST_PANELS);
  const { options, panels } = panelGrid(shown.length, size, {
    columns: Math.min(COLUMNS[size], Math.max(1, shown.length)),
    height: 130,
    above: 34,
    below: 34,
    left: 62,
    between: 22,
  });
  const ends = shown.flatMap(({ effects }) => effects.flatMap(({ low, high }) => [low, high]));
  const fitted = fitAxis(ends.filter(Number.isFinite), 'minimize');
  const axis = { ...fitted, low: Math.min(fitted.low, ...ends), high: Math.max(fitted.high, ...ends) };
  const scale = chartScale(axis, false, 4);
  const share = shareOf(axis);
  const title = scale.title(quantityOf(matters));
  return drawFigure(id, describe(matters, shown), {
    ...options,
    marks: shown.flatMap((setting, index) =>
      panelMarks(setting, panels[index] as Panel, { share, ticks: scale.ticks, label: scale.tickLabel, title }),
    ),
  });
}

interface ValueAxisOfPanels {
  readonly share: (value: number) => number;
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
  readonly title: string;
}

function panelMarks(setting: ShownEffects, panel: Panel, axis: ValueAxisOfPanels): Plot.Markish[] {
  const { share, ticks, label, title } = axis;
  const numbers = setting.effects.filter(({ value }) => typeof value === 'number');
  const isLine = setting.kind === 'amount';
  const place = placesOf(setting);
  const points = setting.effects.map(
    ({ value, mean, low, high, candidates }): Point => ({
      x: panel.x(place(value)),
      y: panel.y(share(mean)),
      low: panel.y(share(low)),
      high: panel.y(share(high)),
      title: `${setting.name} = ${settingText(value)}: ${formatValue(mean)} (${formatValue(low)} to ${formatValue(high)}), n = ${candidates}`,
    }),
  );
  const line = points.slice(0, numbers.length);
  const room = ((panel.right - panel.left) / Math.min(MOST_LABELS, setting.effects.length)) * 0.95;
  const labels = setting.effects.map(({ value }) => ({
    x: panel.x(place(value)),
    text: isLine ? settingText(value) : fitInto(settingText(value), room),
  }));
  return [
    Plot.link(ticks, {
      x1: () => panel.left,
      x2: () => panel.right,
      y1: (tick: number) => panel.y(share(tick)),
      y2: (tick: number) => panel.y(share(tick)),
      stroke: 'var(--grid)',
    }),
    ...(panel.isFirst
      ? [
          Plot.text(ticks, {
            x: () => panel.left - 8,
            y: (tick: number) => panel.y(share(tick)),
            text: label,
            textAnchor: 'end',
            fill: MUTED,
          }),
          panelsTitle(panel, title),
        ]
      : []),
    panelHeading(panel, setting.name),
    ...(isLine
      ? [
          Plot.areaY(line, { x: 'x', y1: 'low', y2: 'high', fill: 'var(--choice)', fillOpacity: 0.14 }),
          Plot.line(line, { x: 'x', y: 'y', stroke: 'var(--choice)', strokeWidth: 2 }),
        ]
      : []),
    Plot.link(isLine ? points.slice(numbers.length) : points, {
      x1: 'x',
      x2: 'x',
      y1: 'low',
      y2: 'high',
      stroke: 'var(--choice)',
      strokeWidth: 1.8,
    }),
    Plot.dot(points, { x: 'x', y: 'y', r: 3.2, fill: 'var(--choice)', title: 'title' }),
    Plot.text(labelsApart(labels), { x: 'x', y: () => panel.bottom + 12, text: 'text', fill: MUTED }),
  ];
}

/** Amounts at their distance, on a logarithmic axis where they span so much; categories side by side. */
function placesOf({ kind, scale, effects }: ShownEffects): (value: number | string) => number {
  const numbers = effects.map(({ value }) => value).filter((value) => typeof value === 'number');
  const count = effects.length;
  const evenly = (value: number | string): number =>
    SIDE + ((effects.findIndex((effect) => effect.value === value) + 0.5) / count) * (1 - 2 * SIDE);
  if (kind === 'category' || numbers.length < 2) return evenly;
  const into = scale === 'log' ? Math.log : (value: number) => value;
  const [low, high] = [into(Math.min(...numbers)), into(Math.max(...numbers))];
  const width = (1 - 2 * SIDE) * (numbers.length === count ? 1 : 0.8);
  return (value) => (typeof value === 'number' ? SIDE + ((into(value) - low) / (high - low)) * width : 1 - SIDE);
}

/** With a little room at both ends. */
function shareOf({ scale, low, high }: { scale: 'linear' | 'log'; low: number; high: number }) {
  const into = scale === 'log' ? Math.log : (value: number) => value;
  const [from, to] = [into(low), into(high)];
  const pad = 0.06;
  return (value: number): number => pad + ((into(value) - from) / (to - from || 1)) * (1 - 2 * pad);
}

function describe(matters: MattersFor, shown: readonly ShownEffects[]) {
  const parts = shown.map(({ name, effects }) => {
    const told = effects.map(({ value, mean }) => `${settingText(value)}: ${formatValue(mean)}`);
    return `${name}: ${told.join(', ')}.`;
  });
  return { title: `Main effects of settings on the ${quantityOf(matters)}`, text: parts.join(' ') };
}
