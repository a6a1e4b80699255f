/** @file Figure: every training of some sets, a row each, with box plots where there are enough of them. */

import { drawBoxChart } from '../../chart/box-chart.js';
import type { Chart } from '../../chart/index.js';
import { trainingsText } from '../source-words.js';
import { directionWords, studyAxis, studyBox } from '../study-direction.js';

interface DrawnSet {
  readonly name: string;
  /** In the data, where that is another one. */
  readonly id?: string;
  readonly values: readonly number[];
  readonly isBest?: boolean;
}

interface SetBoxes {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly says: string;
  /** What the rows are, in the data. */
  readonly column: string;
  readonly sets: readonly DrawnSet[];
  /** What is studied. */
  readonly figure: string;
  /** The direction of the figure's name where absent. */
  readonly isHigher?: boolean | undefined;
}

export function setBoxesFigure({ id, title, says, column, sets, figure, isHigher }: SetBoxes): Chart {
  return {
    id,
    title,
    says,
    direction: directionWords(figure, isHigher),
    n: `n = ${trainingsText(sets.map(({ values }) => values.length))}${sets.length === 1 ? '' : ' in each row'}`,
    plot: () =>
      drawBoxChart(
        {
          boxes: sets.map(({ name, values, isBest = false }) => ({
            id: name,
            label: '',
            isChoice: isBest,
            count: String(values.length),
            values,
            box: studyBox(values, figure),
          })),
          axis: studyAxis(
            sets.flatMap(({ values }) => values),
            figure,
            isHigher,
          ),
        },
        figure,
      ),
    data: {
      columns: [column, 'training', figure],
      rows: sets.flatMap(({ id: own, name, values }) => values.map((value, place) => [own ?? name, place + 1, value])),
    },
  };
}
