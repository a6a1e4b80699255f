/** @file The section of criterion and spread against the sample size, and of how settings couple with it and with one another. */
import { isHigherBetter } from '../../questions/common/plan/index.js';
import type { CellEffects, CoupleAnalysis } from '../../questions/couple/plan/index.js';
import { type Figure, renderSwitch, type Section, seriesKeys, seriesStyle } from '../figures/index.js';
import { html } from '../html/markup.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import { fitAxis, type ValueAxis } from '../view/value-axis.js';
import { drawInteractions } from './charts/interaction-chart.js';
import { drawSizeLines, type SizePoint } from './charts/size-lines.js';
import { couplingTexts, spreadTexts } from './couple-effect-words.js';
import { combinations, factorName, levelsName, rangeText, trainingRange } from './couple-names.js';
import { directionWords, studyAxis } from './study-direction.js';
import { capital } from './study-words.js';

type Drawn = 'location' | 'spread';

export function curveSection(analysis: CoupleAnalysis, figure: string): Section {
  const figures = [
    lineFigure(analysis, 'location', figure),
    lineFigure(analysis, 'spread', figure),
    ...interactionFigures(analysis, figure),
  ];
  return {
    id: 'sizes',
    title: 'Against the sample size',
    content: html`${renderSwitch('Against the sample size', figures)}`,
    figures,
  };
}

/** A value of a cell as people are shown it; null where it has none. */
interface ShownCell {
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
  readonly title: string;
}

function shownCell(analysis: CoupleAnalysis, cell: CellEffects, which: Drawn, figure: string): ShownCell | null {
  const { table } = analysis;
  const { value, interval } = cell[which];
  if (value === null) return null;
  const turn = which === 'location' && isHigherBetter(figure) ? -1 : 1;
  const show = (one: number): number => (which === 'spread' || table.logarithmic ? Math.exp(one) : turn * one);
  const shown = show(value);
  const name = `${levelsName(table, cell.levels)}, ${formatCount(cell.size)} examples: ${formatValue(shown)}`;
  if ('reason' in interval) return { value: shown, interval: null, title: `${name}. No interval: ${interval.reason}.` };
  const [low, high] = [show(interval.low), show(interval.high)].sort((a, b) => a - b) as [number, number];
  return { value: shown, interval: [low, high], title: `${name} (${formatValue(low)} to ${formatValue(high)}).` };
}

/** `loss, geometric mean`, `spread of its logarithm`. */
function quantityText({ table: { logarithmic } }: CoupleAnalysis, which: Drawn, figure: string): string {
  if (which === 'location') return logarithmic ? `${figure}, geometric mean` : `${figure}, mean`;
  return logarithmic ? `spread of log ${figure}` : `spread of the ${figure}`;
}

function lineFigure(analysis: CoupleAnalysis, which: Drawn, figure: string): Figure {
  const { table, effects } = analysis;
  const all = combinations(table);
  const lines = all.map((levels) =>
    effects.cells
      .filter((cell) => cell.levels.join() === levels.join())
      .flatMap((cell): SizePoint[] => {
        const shown = shownCell(analysis, cell, which, figure);
        return shown === null ? [] : [{ size: cell.size, ...shown }];
      }),
  );
  const quantity = quantityText(analysis, which, figure);
  const title = `${capital(quantity)} against the sample size`;
  const counts = effects.cells.map(({ trainings }) => trainings);
  return {
    id: `sizes-${which}`,
    title: which === 'location' ? figure : 'spread',
    conclusion: which === 'location' ? locationText(analysis, figure) : spreadText(analysis, figure),
    reading: [
      `A line is a level, a point the ${quantity} of the trainings that came out.`,
      ...(which === 'spread'
        ? ['Spread: the standard deviation over weights and samples, their components summed. Smaller is steadier.']
        : []),
      ...noInterval(effects.cells, which),
    ],
    direction: which === 'location' ? directionWords(figure) : 'lower is better',
    n: `n = ${trainingRange(counts)} at each point`,
    interval: effects.cells.some((cell) => !('reason' in cell[which].interval))
      ? `Uprights: ${formatShare(effects.level)} intervals that hold over weights and samples`
      : null,
    draw: (id, size) =>
      drawSizeLines(
        id,
        {
          ...{ lines, sizes: table.sizes, axis: axisOf(lines.flat(), which, figure), quantity, rule: null, title },
          text: lines
            .flat()
            .map((point) => point.title)
            .join(' '),
        },
        size,
      ),
    keys: seriesKeys(all.map((levels, place) => ({ name: levelsName(table, levels), style: seriesStyle(place) }))),
    data: {
      columns: ['level', 'size', 'trainings', 'collapsed', 'missing', which, 'low', 'high', 'reason'],
      rows: effects.cells.map((cell) => {
        const shown = shownCell(analysis, cell, which, figure);
        const { interval } = cell[which];
        return [
          levelsName(table, cell.levels),
          ...[cell.size, cell.trainings, cell.collapsed, cell.missing],
          ...[shown?.value ?? null, shown?.interval?.[0] ?? null, shown?.interval?.[1] ?? null],
          'reason' in interval ? interval.reason : null,
        ];
      }),
    },
  };
}

function axisOf(points: readonly Pick<SizePoint, 'value' | 'interval'>[], which: Drawn, figure: string): ValueAxis {
  const ends = points.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  const fitted = which === 'spread' ? fitAxis(ends, 'minimize') : studyAxis(ends, figure);
  // Every point belongs on the axis.
  return { ...fitted, low: Math.min(fitted.low, ...ends), high: Math.max(fitted.high, ...ends) };
}

/** Reasons of cells without an interval, each once. */
function noInterval(cells: readonly CellEffects[], which: Drawn): string[] {
  const reasons = cells.flatMap((cell) => ('reason' in cell[which].interval ? [cell[which].interval.reason] : []));
  return [...new Set(reasons)].map((reason) => {
    const count = reasons.filter((one) => one === reason).length;
    return `${count === cells.length ? 'No intervals' : `${count} of ${formatQuantity(cells.length, 'point')} without an interval`}: ${reason}.`;
  });
}

function locationText(analysis: CoupleAnalysis, figure: string): string {
  const texts = couplingTexts(analysis, figure);
  return `${texts.length === 0 ? capital(`the ${figure} from ${rangeText(analysis.table)}`) : capital(texts.join('; '))}.`;
}

function spreadText(analysis: CoupleAnalysis, figure: string): string {
  const texts = spreadTexts(analysis);
  return `${texts.length === 0 ? `No setting and no size is shown to change the spread of the ${figure}` : capital(texts.join('; '))}.`;
}

/** Panels beyond these are in the data alone: they are the sizes between. */
const MOST_PANELS = 9;

/** Two settings at a time, of location; none where there is one setting alone. */
function interactionFigures(analysis: CoupleAnalysis, figure: string): Figure[] {
  const { factors } = analysis.table;
  return factors.flatMap((_, first) =>
    factors.slice(first + 1).map((__, beside) => interactionFigure(analysis, [first, first + 1 + beside], figure)),
  );
}

function interactionFigure(
  analysis: CoupleAnalysis,
  [first, second]: readonly [number, number],
  figure: string,
): Figure {
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
  const panels = thinned(table.sizes).map((size) => ({
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
  const title = `${capital(quantity)} by ${name} and ${other}`;
  return {
    id: `interaction-${first}-${second}`,
    title: `${name} x ${other}`,
    conclusion: interactionText(analysis, [across.name, lined.name]),
    reading: [
      `A panel is a size, a line a level of ${other}. Lines that run alike: ${name} does the same at every level of ${other}.`,
      ...(table.factors.length > 2 ? ['All other settings at their first level.'] : []),
      ...(table.sizes.length > MOST_PANELS ? ['Some sizes are in the data alone.'] : []),
    ],
    direction: directionWords(figure),
    n: `n = ${trainingRange(effects.cells.map(({ trainings }) => trainings))} at each point`,
    interval: points.some(({ interval }) => interval !== null)
      ? `Uprights: ${formatShare(effects.level)} intervals`
      : null,
    draw: (id, size) =>
      drawInteractions(
        id,
        { panels, levels: across.levels, axis: axisOf(points, 'location', figure), quantity, title },
        size,
      ),
    keys: seriesKeys(lined.levels.map((level, place) => ({ name: `${other} = ${level}`, style: seriesStyle(place) }))),
    data: {
      columns: [name, other, 'size', figure, 'low', 'high'],
      rows: table.sizes.flatMap((size) =>
        lined.levels.flatMap((beside, place) =>
          across.levels.map((level, at) => {
            const cell = cellAt(size, at, place);
            const shown = cell === undefined ? null : shownCell(analysis, cell, 'location', figure);
            return [
              level,
              beside,
              size,
              shown?.value ?? null,
              shown?.interval?.[0] ?? null,
              shown?.interval?.[1] ?? null,
            ];
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

/** The first, the last and sizes between. */
function thinned(sizes: readonly number[]): readonly number[] {
  if (sizes.length <= MOST_PANELS) return sizes;
  const step = (sizes.length - 1) / (MOST_PANELS - 1);
  return Array.from({ length: MOST_PANELS }, (_, place) => sizes[Math.round(place * step)] as number);
}
