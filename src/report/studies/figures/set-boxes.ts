/** @file Figure: every training of some sets, a row each, with box plots where there are enough of them. */
import { boxFigure } from '../../chart/box-chart.js';
import type { Chart } from '../../chart/index.js';
import { trainingsText } from '../source-words.js';
import { directionWords, studyAxis, studyBox } from '../study-direction.js';

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
