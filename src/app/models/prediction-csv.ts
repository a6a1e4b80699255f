/** @file Predictions as CSV: a row for each of the table, empty where there is no prediction. */
import { csvLine } from '../../report/index.js';
import type { Prediction } from './predict.js';

interface Column {
  readonly name: string;
  readonly cell: (row: number) => string;
  /** Whether it says why there is no answer. */
  readonly isReason?: boolean;
}

/**
 * Values by target, or the label and the probability of each class; then, where the model tells them, ends of intervals by target or which
 * classes are in the set of the row (1 or 0), and how far the trainings of an ensemble agree.
 */
export function predictionCsv(prediction: Prediction): string {
  const { count, skipped, abstained } = prediction;
  const [isSkipped, isAbstained] = [new Set(skipped), new Set(abstained)];
  const columns = prediction.classes.length > 0 ? columnsOfClasses(prediction) : columnsOfTargets(prediction);
  const lines = Array.from({ length: count }, (_, row) =>
    csvLine(
      columns.map(({ cell, isReason = false }) => {
        return isSkipped.has(row) || (isAbstained.has(row) && !isReason) ? '' : cell(row);
      }),
    ),
  );
  return [csvLine(columns.map(({ name }) => name)), ...lines].join('');
}

function columnsOfClasses({ classes, labels, probabilities, set, agreement }: Prediction): Column[] {
  return [
    { name: 'label', cell: (row) => labels[row] as string },
    ...named(classes, probabilities, (name) => `p(${name})`),
    ...named(classes, set, (name) => `set(${name})`),
    ...named(['agreement'], agreement, (name) => name).map(asReason),
  ];
}

function columnsOfTargets({ targets, values, low, high, spread }: Prediction): Column[] {
  return [
    ...named(targets, values, (name) => name),
    ...named(targets, low, (name) => `low(${name})`),
    ...named(targets, high, (name) => `high(${name})`),
    ...named(targets, spread, (name) => `spread(${name})`).map(asReason),
  ];
}

function asReason(column: Column): Column {
  return { ...column, isReason: true };
}

/** One for each name, of values that stand row by row; none where there are no values. */
function named(
  names: readonly string[],
  values: ArrayLike<number> | undefined,
  heading: (name: string) => string,
): Column[] {
  if (values === undefined) return [];
  return names.map((name, place) => ({
    name: heading(name),
    cell: (row) => String(values[row * names.length + place]),
  }));
}
