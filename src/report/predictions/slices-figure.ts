/** @file Figures: loss, spread and systematic difference of the first candidate's retrainings on slices of the examples, with intervals. */
import type { Chart } from '../chart/index.js';
import { intervalChart } from '../chart/interval-chart.js';
import { formatCount } from '../number-text.js';
import { tableData } from '../table/table.js';
import { capitalised } from '../view/phrases.js';
import type { CandidatePredictions, PredictionRecord, Slicing } from './prediction-record.js';
import { sliceTable } from './prediction-tables.js';
import {
  figureWithin,
  setText,
  shareWithin,
  sliceHeads,
  sliceReading,
  sliceReasons,
  whoText,
} from './prediction-words.js';

type NameOf = (candidate: string) => string;

const PARTS = ['loss', 'spread', 'systematic'] as const;

export function slicesFigures(record: PredictionRecord, nameOf: NameOf): Chart[] {
  return record.slicings.flatMap((slicing, index) =>
    PARTS.flatMap((part, place) => sliceFigure(record, slicing, { part, place, index }, nameOf)),
  );
}

interface Placed {
  readonly part: (typeof PARTS)[number];
  /** Among the parts, and of the slicing. */
  readonly place: number;
  readonly index: number;
}

/** None where no slice has such a figure. */
function sliceFigure(
  record: PredictionRecord,
  slicing: Slicing,
  { part, place, index }: Placed,
  nameOf: NameOf,
): Chart[] {
  const { column, target, slices, outside, candidates: figures } = slicing;
  const { candidates, kind, set } = record;
  const [first] = candidates as readonly [CandidatePredictions];
  const show = kind === 'values' ? figureWithin : shareWithin;
  const unit = kind === 'values' ? 1 : 100;
  const rows = slices.flatMap(({ name, examples }, slice) => {
    const figure = figures[0]?.[slice]?.[part] ?? null;
    return figure === null ? [] : [{ name, examples, figure }];
  });
  const [most] = rows.toSorted((a, b) => Math.abs(b.figure.value) - Math.abs(a.figure.value));
  if (most === undefined) return [];
  const head = sliceHeads(record)[place] as string;
  const isFirst = place === 0;
  return [
    {
      id: `predictions-slices-${index}-${part}`,
      title: `By ${column}${target === null ? '' : `, ${target}`}: ${head}`,
      says: `Retrainings of ${whoText(first, nameOf)} are ${EXTREMES[kind][place]} where ${column} is ${most.name}: ${head} ${show(most.figure)}.`,
      reads: isFirst
        ? [
            capitalised(sliceReading(record)),
            ...sliceReasons(record, [slicing]),
            outside === 0 ? null : `${formatCount(outside)} of ${setText(record)} are in no slice.`,
            'Lines: 95 % intervals; of losses and differences over retrainings and examples, of spreads over retrainings',
            candidates.length > 1 ? 'The table has all candidates.' : null,
          ]
        : [],
      n: `n = ${slices.map(({ examples }) => formatCount(examples)).join(', ')} ${set} examples`,
      plot: intervalChart({
        rows: rows.map(({ name, figure }) => ({
          name,
          note: show(figure),
          value: unit * figure.value,
          interval: figure.low === null || figure.high === null ? null : [unit * figure.low, unit * figure.high],
          role: first.isWinner ? 'choice' : 'open',
          title: `${name}: ${head} ${show(figure)}`,
        })),
        quantity: `${head}${unit === 100 ? ', %' : ''}`,
        hasZero: part === 'systematic',
      }),
      data: tableData(sliceTable(record, slicing, nameOf)),
    },
  ];
}

/** By kind and part: how the slice is, whose figure is furthest from 0. */
const EXTREMES = {
  values: ['furthest off', 'least alike', 'most off in the same direction'],
  probabilities: ['most often wrong', 'least alike', 'most off in the same direction'],
  labels: ['most often wrong', 'least alike', 'most off in the same direction'],
} as const;
