/** @file The columns of what is required of metrics: each candidate's figure with its interval, and whether it meets the bound. */
import { boundText } from '../../core/index.js';
import type { ResultRequiredMetric } from '../result/answer-schema.js';
import type { Result, ResultCandidate } from '../result/result-schema.js';
import { requiredFigure, requiredValue } from './required-view.js';
import { completeColumn } from './table-column.js';
import type { TableColumn } from './table-shape.js';

const STANDINGS: Readonly<Record<ResultRequiredMetric['candidates'][number]['standing'], string>> = {
  met: 'met',
  unmet: 'not met',
  open: 'not told',
};

/** Two for each requirement; who was not trained has nothing in them. */
export function requiredColumns({ requirements }: Result, candidates: readonly ResultCandidate[]): TableColumn[] {
  return (requirements?.metrics ?? []).flatMap((required) => {
    const found = new Map(required.candidates.map((one) => [one.candidate, one]));
    const figure = requiredFigure(required);
    const of = (pick: (one: ResultRequiredMetric['candidates'][number]) => string): (string | null)[] =>
      candidates.map(({ id }) => {
        const own = found.get(id);
        return own === undefined ? null : pick(own);
      });
    return [
      completeColumn({
        id: `required ${figure} ${boundText(required)}`,
        heading: boundText(required),
        meaning: `Whether its ${figure} is shown to be ${boundText(required)}, as is required of who wins.`,
        kind: 'text',
        cells: of(({ standing }) => STANDINGS[standing]),
      }),
      completeColumn({
        id: `figure ${figure} ${boundText(required)}`,
        heading: figure,
        meaning: `The ${figure} over its race trainings, with an interval that holds for all candidates at once.`,
        kind: 'text',
        cells: of(requiredValue),
      }),
    ];
  });
}
