/** @file Figure: the levels of a factor side by side, a line for every replicate that they share. */
import * as Plot from '@observablehq/plot';
import { scoreOf } from '../../../core/index.js';
import { isHigherBetter } from '../../../questions/common/plan/index.js';
import type { FactorAnalysis } from '../../../questions/compare/plan/index.js';
import { CHART_WIDTH, frame, HALO, stripMark, yAxis } from '../../chart/axes.js';
import type { Chart } from '../../chart/index.js';
import { fitInto } from '../../chart/name-room.js';
import { chartScale } from '../../chart/value-scale.js';
import { formatQuantity, formatValue } from '../../number-text.js';
import { isBeyond } from '../../view/value-axis.js';
import { bestWord, directionWords, studyAxis } from '../study-direction.js';
import type { StudyInput } from '../study-input.js';
import { criterionOf } from '../study-words.js';

interface PairedSlopes {
  readonly levels: readonly { readonly name: string; readonly median: number }[];
  /** By replicate, the loss at each level; null where there is none. */
  readonly replicates: readonly { readonly replicate: number; readonly losses: readonly (number | null)[] }[];
  readonly word: string;
}

const MOST_LINES = 200;

export function levelSlopesFigure(study: StudyInput, factor: FactorAnalysis, index: number): Chart {
  const { figure } = study;
  const slopes = slopesOf(study, factor);
  const common = slopes.replicates.filter(({ losses }) => losses.every((loss) => loss !== null));
  return {
    id: `slopes-${index}`,
    title: 'Paired slopes',
    says: slopeConclusion(factor, slopes, common),
    reads: [
      `A line is a replicate: the same training sample and seeds at every level of ${factor.name}, everything else the same. Blue: medians.`,
    ],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(common.length, 'common replicate')}`,
    plot: () => drawSlopes(slopes),
    data: {
      columns: ['replicate', ...slopes.levels.map(({ name }) => name)],
      rows: slopes.replicates.map(({ replicate, losses }) => [replicate, ...losses]),
    },
  };
}

function slopesOf({ figure }: Pick<StudyInput, 'figure'>, { levels }: FactorAnalysis): PairedSlopes {
  const tables = levels.map(
    ({ replicates, distribution: { losses } }) =>
      new Map(replicates.map((replicate, place) => [replicate, losses[place] as number])),
  );
  const replicates = [...new Set(tables.flatMap((table) => [...table.keys()]))].sort((a, b) => a - b);
  return {
    levels: levels.map(({ value, distribution }) => ({
      name: value,
      median: criterionOf(distribution, 'median')?.value ?? scoreOf(figure).worst,
    })),
    replicates: replicates.map((replicate) => ({
      replicate,
      losses: tables.map((table) => table.get(replicate) ?? null),
    })),
    word: figure,
  };
}

/** How often the level with the best median is the best of a replicate. */
function slopeConclusion(
  { verdict: { best } }: FactorAnalysis,
  { levels, word }: PairedSlopes,
  common: PairedSlopes['replicates'],
): string {
  const [name] = best;
  if (common.length === 0) return 'The levels have no replicate in common.';
  if (name === undefined) return 'Every median is infinite.';
  if (best.length > 1) return `${best.join(', ')} share the ${bestWord(word)} median.`;
  const place = levels.findIndex((level) => level.name === name);
  const isBetter = (one: number, other: number): boolean => (isHigherBetter(word) ? one > other : one < other);
  const first = common.filter(({ losses }) =>
    losses.every((loss, level) => level === place || isBetter(losses[place] as number, loss as number)),
  );
  const rest = levels.length === 2 ? 'the other' : 'all others';
  return `${name} has the ${bestWord(word)} median, and is better than ${rest} in ${first.length} of ${formatQuantity(common.length, 'common replicate')}.`;
}

function drawSlopes(slopes: PairedSlopes): Plot.PlotOptions {
  const { levels, word } = slopes;

  const replicates = slopes.replicates.slice(0, MOST_LINES);
  const losses = replicates.flatMap((one) => one.losses).filter((loss) => loss !== null);
  const axis = studyAxis(losses, word);
  const scale = chartScale(
    axis,
    losses.some((loss) => isBeyond(axis, loss)),
    5,
  );
  const ends = [-0.4, Math.max(1, levels.length - 1) + 0.4] as const;
  const left = 50;
  const room = (CHART_WIDTH - left - 16) / Math.max(2, levels.length);
  const vertices = replicates.flatMap(({ replicate, losses: own }) =>
    own.flatMap((loss, level) => (loss === null ? [] : [{ replicate, level, loss, at: scale.place(loss) }])),
  );
  const medians = levels.flatMap(({ median }, level) => (isBeyond(axis, median) ? [] : [{ level, median }]));
  return {
    ...frame(CHART_WIDTH, 340, [26, 16, 48, left]),
    x: { type: 'linear', domain: ends, axis: null },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title(word), scale.tickLabel),
      ...stripMark('y', scale, ends),
      Plot.line(vertices, {
        x: 'level',
        y: 'at',
        z: 'replicate',
        stroke: 'var(--late)',
        strokeOpacity: Number(Math.max(0.25, Math.min(0.7, 10 / Math.max(1, replicates.length))).toFixed(2)),
        strokeWidth: 1.2,
      }),
      Plot.dot(vertices, {
        x: 'level',
        y: 'at',
        r: 2.6,
        fill: ({ loss }) => (isBeyond(axis, loss) ? 'var(--worse)' : 'var(--late)'),
        title: ({ replicate, level, loss }) =>
          `replicate ${replicate + 1}, ${levels[level]?.name ?? ''}: ${formatValue(loss)}`,
      }),
      Plot.line(medians, { x: 'level', y: 'median', stroke: 'var(--choice)', strokeWidth: 2.6 }),
      Plot.dot(medians, { x: 'level', y: 'median', r: 5, symbol: 'diamond', fill: 'var(--choice)' }),
      Plot.text(levels, {
        x: (_, level) => level,
        frameAnchor: 'bottom',
        dy: 22,
        text: ({ name }) => fitInto(name, room),
        fill: 'var(--ink)',
        ...HALO,
      }),
    ],
  };
}
