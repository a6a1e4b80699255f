/** @file Figure: an interaction of two settings, a panel a sample size: levels of one from left to right, a line a level of the other. */
import * as Plot from '@observablehq/plot';
import type { CellEffects, CoupleAnalysis } from '../../../questions/couple/plan/index.js';
import { MUTED } from '../../chart/axes.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { fitInto } from '../../chart/name-room.js';
import { type Panel, panelGrid, panelHeading, panelsTitle, panelTicks } from '../../chart/panels.js';
import { chartScale } from '../../chart/value-scale.js';
import { formatCount, formatShare } from '../../number-text.js';
import { thinned } from '../../view/curve-levels.js';
import type { ValueAxis } from '../../view/value-axis.js';
import { factorName } from '../couple-names.js';
import { trainingsText } from '../source-words.js';
import { directionWords } from '../study-direction.js';
import { cellAxis, quantityText, shownCell } from './couple-cells.js';

interface InteractionPoint {
  /** Null where there is none. */
  readonly value: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  readonly title: string;
}

interface Interactions {
  readonly panels: readonly {
    readonly name: string;
    /** A line a level of the second setting, a point a level of the first. */
    readonly lines: readonly (readonly InteractionPoint[])[];
  }[];
  /** Levels of the first setting. */
  readonly levels: readonly string[];
  readonly axis: ValueAxis;
  readonly quantity: string;
}

/** Panels beyond these are in the data alone: they are the sizes between. */
const MOST_PANELS = 9;

/** Two settings at a time, of location; none where there is one setting alone. */
export function interactionFigures(analysis: CoupleAnalysis, figure: string): Chart[] {
  const { factors } = analysis.table;
  return factors.flatMap((_, first) =>
    factors.slice(first + 1).map((__, beside) => interactionFigure(analysis, [first, first + 1 + beside], figure)),
  );
}

function interactionFigure(
  analysis: CoupleAnalysis,
  [first, second]: readonly [number, number],
  figure: string,
): Chart {
  const { table, effects } = analysis;
  const [across, lined] = [first, second].map((place) => table.factors[place]) as [
    CoupleAnalysis['table']['factors'][number],
    CoupleAnalysis['table']['factors'][number],
  ];
  const cellAt = (size: number, level: number, other: number): CellEffects | undefined =>
    effects.cells.find(
      ({ levels, size: own }) =>
        own === size && levels.every((one, place) => one === (place === first ? level : place === second ? other : 0)),
    );
  const panels = thinned(table.sizes, MOST_PANELS).map((size) => ({
    name: `${formatCount(size)} examples`,
    lines: lined.levels.map((_, other) =>
      across.levels.map((__, level) => {
        const cell = cellAt(size, level, other);
        const shown = cell === undefined ? null : shownCell(analysis, cell, 'location', figure);
        return shown ?? { value: null, interval: null, title: '' };
      }),
    ),
  }));
  const points = panels.flatMap(({ lines }) =>
    lines.flatMap((line) => line.flatMap(({ value, interval }) => (value === null ? [] : [{ value, interval }]))),
  );
  const [name, other] = [across, lined].map((factor) => factorName(table, factor.name)) as [string, string];
  const quantity = quantityText(analysis, 'location', figure);
  return {
    id: `interaction-${first}-${second}`,
    title: `${name} x ${other}`,
    says: interactionText(analysis, [across.name, lined.name]),
    reads: [
      `A panel is a size, a line a level of ${other}. Lines that run alike: ${name} does the same at every level of ${other}.`,
      ...(table.factors.length > 2 ? ['All other settings at their first level.'] : []),
      ...(table.sizes.length > MOST_PANELS ? ['Some sizes are in the data alone.'] : []),
      points.some(({ interval }) => interval !== null) ? `Uprights: ${formatShare(effects.level)} intervals` : null,
    ],
    direction: directionWords(figure),
    n: `n = ${trainingsText(effects.cells.map(({ trainings }) => trainings))} at each point`,
    plot: () =>
      drawInteractions({
        panels,
        levels: across.levels,
        axis: cellAxis(points, 'location', figure),
        quantity,
      }),
    keys: lined.levels.map((level, place) => ({ name: `${other} = ${level}`, style: seriesStyle(place) })),
    data: {
      columns: [name, other, 'size', figure, 'low', 'high'],
      rows: table.sizes.flatMap((size) =>
        lined.levels.flatMap((beside, place) =>
          across.levels.map((level, at) => {
            const cell = cellAt(size, at, place);
            const shown = cell === undefined ? null : shownCell(analysis, cell, 'location', figure);
            return [level, beside, size, shown?.value ?? null, ...(shown?.interval ?? [null, null])];
          }),
        ),
      ),
    },
  };
}

/** What is shown of two settings and of both with the size. */
function interactionText({ table, effects }: CoupleAnalysis, [first, second]: readonly [string, string]): string {
  const terms = effects.responses.find(({ response }) => response === 'location')?.terms ?? [];
  const [one, other] = [first, second].map((name) => factorName(table, name)) as [string, string];
  const findingOf = (...factors: string[]) => terms.find((term) => term.factors.join() === factors.join())?.finding;
  const [pair, triple] = [findingOf(first, second), findingOf(first, second, 'size')];
  const said = {
    shown: `What ${one} does depends on ${other}`,
    'not-shown': `That what ${one} does depends on ${other} is not shown`,
    untold: `Whether what ${one} does depends on ${other} cannot be told`,
  }[pair ?? 'untold'];
  return `${said}${triple === 'shown' ? ', and on the sample size' : ''}.`;
}

const COLUMNS = 2;
/** Pixels between lines at a level, so that their intervals do not hide each other. */
const APART = 5;

function drawInteractions(chart: Interactions): Plot.PlotOptions {
  const { panels: shown, axis } = chart;
  const { options, panels } = panelGrid(shown.length, {
    columns: Math.min(COLUMNS, Math.max(1, shown.length)),
    height: 140,
    above: 34,
    below: 30,
    left: 62,
    between: 20,
  });
  const scale = chartScale(axis, false, 4);
  const into = axis.scale === 'log' ? Math.log : (value: number) => value;
  const [low, high] = scale.options.domain.map(into) as [number, number];
  const share = (value: number): number => Math.min(1, Math.max(0, (into(value) - low) / (high - low)));

  return {
    ...options,
    marks: shown.flatMap(({ name, lines }, index) => {
      const panel = panels[index] as Panel;
      const y = (value: number): number => panel.y(share(value));
      return [
        ...axisMarks(panel, y, { name, levels: chart.levels, ticks: scale.ticks, label: scale.tickLabel }),
        ...(index === 0 ? [panelsTitle(panel, scale.title(chart.quantity), 24)] : []),
        ...lineMarks(panel, y, lines),
      ];
    }),
  };
}

interface PanelAxis {
  readonly name: string;
  readonly levels: readonly string[];
  readonly ticks: readonly number[];
  readonly label: (tick: number) => string;
}

function axisMarks(panel: Panel, y: (value: number) => number, { name, levels, ticks, label }: PanelAxis) {
  const room = ((panel.right - panel.left) / Math.max(1, levels.length)) * 0.95;
  return [
    ...panelTicks(panel, ticks, y, label),
    panelHeading(panel, name),
    Plot.text(levels, {
      x: (_, place) => panel.x((place + 0.5) / levels.length),
      y: () => panel.bottom + 12,
      text: (level: string) => fitInto(level, room),
      fill: MUTED,
    }),
  ];
}

function lineMarks(
  panel: Panel,
  y: (value: number) => number,
  lines: Interactions['panels'][number]['lines'],
): Plot.Markish[] {
  return lines.flatMap((line, place) => {
    const { color, dash, symbol } = seriesStyle(place);
    const points = line.flatMap(({ value, interval, title }, level) => {
      if (value === null) return [];
      const x = panel.x((level + 0.5) / line.length) + APART * (place - (lines.length - 1) / 2);
      return [{ x, y: y(value), interval, title }];
    });
    const barred = points.flatMap(({ x, interval }) =>
      interval === null ? [] : [{ x, low: y(interval[0]), high: y(interval[1]) }],
    );
    return [
      Plot.link(barred, {
        x1: 'x',
        x2: 'x',
        y1: 'low',
        y2: 'high',
        stroke: color,
        strokeWidth: 1.6,
        strokeOpacity: 0.75,
      }),
      Plot.line(points, { x: 'x', y: 'y', stroke: color, strokeDasharray: dash, strokeWidth: 1.8 }),
      Plot.dot(points, { x: 'x', y: 'y', symbol, r: 3.4, fill: color, title: 'title' }),
    ];
  });
}
