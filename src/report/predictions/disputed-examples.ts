/** @file The examples that retrainings of a candidate disagree on most, and what they say of them. */
import { labelFlips, mostDisputed, numberSpreads } from '../../stats/index.js';
import { type DisputedExample, MOST_DISPUTED, type PredictionInput } from './prediction-record.js';
import type { Retrainings } from './retrainings.js';

/** The most disputed first; none that all agree on. */
export function disputedOf(
  own: Retrainings,
  { truth, classes, inputOf, origin }: PredictionInput,
): readonly DisputedExample[] {
  const { kind, labels, outputs, width, spreads, trials } = own;
  const figures = kind === 'values' ? relativeSpread(own) : labelFlips(labels, own.classes);
  const nameOf = (label: number): string => classes[label] ?? String(label);
  return mostDisputed(figures, MOST_DISPUTED).map((place): DisputedExample => {
    const known = truth?.[place * (kind === 'values' ? width : 1)];
    // Of several targets the one that they differ most in, beside its spread.
    const output = kind === 'values' ? widestOutput(outputs, { place, width, spreads }) : 0;
    const value = kind === 'values' ? truth?.[place * width + output] : known;
    return {
      place,
      ...(origin === undefined ? {} : { row: (origin.rows[place] as number) + 1 }),
      truth: value === undefined ? null : kind === 'values' ? value : nameOf(value),
      labels: kind === 'values' ? null : countLabels(labels.map((told) => nameOf(told[place] as number))),
      values:
        kind === 'values'
          ? trials.map((_, trial) => (outputs[trial] as Float32Array)[place * width + output] as number)
          : null,
      target: kind === 'values' ? output : null,
      figure: figures[place] as number,
      input: inputOf?.(place) ?? null,
    };
  });
}

/** By example, the largest over targets. */
function relativeSpread({ outputs, width, spreads, examples }: Retrainings): Float64Array {
  const { spread } = numberSpreads(outputs);
  return Float64Array.from({ length: examples }, (_, example) =>
    Math.max(
      ...Array.from(
        { length: width },
        (__, output) => (spread[example * width + output] as number) / (spreads[output] as number),
      ),
    ),
  );
}

function widestOutput(
  outputs: readonly Float32Array[],
  { place, width, spreads }: { readonly place: number; readonly width: number; readonly spreads: ArrayLike<number> },
): number {
  const reach = (output: number): number => {
    const told = outputs.map((values) => values[place * width + output] as number);
    return (Math.max(...told) - Math.min(...told)) / (spreads[output] as number);
  };
  return Array.from({ length: width }, (_, output) => output).reduce(
    (best, output) => (reach(output) > reach(best) ? output : best),
    0,
  );
}

function countLabels(labels: readonly string[]): DisputedExample['labels'] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .map(([label, retrainings]) => ({ label, retrainings }))
    .sort((a, b) => b.retrainings - a.retrainings);
}
