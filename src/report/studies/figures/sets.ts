/** @file Figures of sets of trainings: every training as a point, with box plots where there are enough of them; and their spreads. */
import { asLosses } from '../../../questions/common/plan/index.js';
import type { FactorAnalysis } from '../../../questions/compare/plan/index.js';
import type { MeasureAnalysis, MeasuredCandidate } from '../../../questions/measure/plan/index.js';
import { median } from '../../../stats/index.js';
import { LONG } from '../../chart/axes.js';
import { boxFigure } from '../../chart/box-chart.js';
import type { Chart } from '../../chart/index.js';
import { intervalFigure } from '../../chart/interval-chart.js';
import { setTable } from '../set-table.js';
import {
  directionWords,
  EQUAL_SEEDS,
  type ShownStudy,
  shortSource,
  sourceText,
  studyAxis,
  studyBox,
  trainingsText,
} from '../study-words.js';

interface SetBoxes {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly says: string;
  /** What the rows are, in the data. */
  readonly column: string;
  readonly sets: readonly {
    readonly name: string;
    /** In the data, where that is another one. */
    readonly id?: string;
    readonly values: readonly number[];
    readonly isBest?: boolean;
  }[];
  /** What is studied. */
  readonly figure: string;
  /** The direction of the figure's name where absent. */
  readonly isHigher?: boolean;
}

export function setBoxesFigure({ sets, figure, isHigher, ...told }: SetBoxes): Chart {
  return boxFigure({
    ...told,
    direction: directionWords(figure, isHigher),
    n: `n = ${trainingsText(sets.map(({ values }) => values.length))}${sets.length === 1 ? '' : ' in each row'}`,
    word: figure,
    rows: sets.map(({ isBest = false, ...set }) => ({
      ...{ ...set, isChoice: isBest, count: String(set.values.length) },
      box: studyBox(set.values, figure),
    })),
    axis: studyAxis(
      sets.flatMap(({ values }) => values),
      figure,
      isHigher,
    ),
  });
}

/** More are in the table alone. */
const MOST_SPREADS = 24;

/** Of every candidate, source by source. */
export function spreadsFigure({ figure, nameOf, sets, ...study }: ShownStudy): Chart {
  const told = sets.filter(({ set }) => set !== EQUAL_SEEDS);
  const table = setTable({ figure, ...study }, told);
  return intervalFigure(
    { ...table, id: 'source-spreads', caption: `Standard deviation of the ${figure} by what varies` },
    {
      says: `How far the ${figure} spreads while one source varies and all others are held.`,
      reads: [told.length > MOST_SPREADS ? 'The table has all.' : null],
      direction: 'lower is better',
      n: `n = ${trainingsText(told.map(({ distribution }) => distribution.losses.length))} of each`,
    },
    {
      key: 'std',
      name: ({ candidate, set }) => `${nameOf(candidate)}, ${shortSource(set)}`,
      roleOf: () => 'open',
      quantity: `standard deviation of the ${figure}`,
      rows: told.slice(0, MOST_SPREADS),
    },
  );
}

export function sourcesFigure(
  { figure, nameOf }: ShownStudy<MeasureAnalysis>,
  { candidate, arms }: MeasuredCandidate,
  index: number,
): Chart {
  return setBoxesFigure({
    id: `sources-${index}`,
    title: `Trainings of ${nameOf(candidate)}`,
    says: `The ${figure} by what varies while everything else is held.`,
    column: 'varies',
    sets: arms.map(({ name, distribution }) => ({ id: name, name: sourceText(name), values: distribution.losses })),
    figure,
  });
}

/** Many levels are sorted: nobody finds the best of 30 otherwise. */
export function levelsFigure({ figure }: ShownStudy, { name, levels, verdict }: FactorAnalysis, index: number): Chart {
  const middle = ({ distribution: { losses } }: (typeof levels)[number]): number =>
    losses.length === 0 ? Number.POSITIVE_INFINITY : median(asLosses(losses, figure));
  const shown = levels.length < LONG ? levels : levels.toSorted((a, b) => middle(a) - middle(b) || 0);
  return setBoxesFigure({
    id: `factor-${index}`,
    title: `Levels of ${name}`,
    says: `The ${figure} of every training at the levels of ${name}; blue: the best median.`,
    column: 'level',
    sets: shown.map(({ value, distribution }) => ({
      name: value,
      values: distribution.losses,
      isBest: verdict.best.includes(value),
    })),
    figure,
  });
}
