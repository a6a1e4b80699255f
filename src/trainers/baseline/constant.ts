/** @file Fits the best constant under a loss: what can be said without looking at the inputs. */
import type { FitTask, Fitted, NamedFit } from './fit-task.js';

/** Named by what the constant is of the targets. */
export function fitConstant(task: FitTask): NamedFit {
  return task.dataset.task === 'classification' ? classShares(task) : constantTarget(task);
}

/** Logarithms of the classes' shares: the chances that cross-entropy rewards, and the most frequent class for the accuracy. */
function classShares({ dataset, width }: FitTask): NamedFit {
  const { pool, classes } = dataset;
  return {
    name: 'class shares',
    fit: (rows) => {
      const counts = new Float64Array(classes.length);
      for (const row of rows) counts[pool.targets[row] as number] = (counts[pool.targets[row] as number] as number) + 1;
      // A class that a sample has none of keeps half an example, since an infinite loss would say nothing.
      const logits = counts.map((count) => Math.log(Math.max(count, 0.5)));
      const outputs = width === 1 ? Float64Array.of((logits[1] as number) - (logits[0] as number)) : logits;
      return repeated(outputs);
    },
  };
}

const ABSOLUTE = new Set(['mae', 'huber', 'quantile']);

function constantTarget({ dataset, lossName, level = 0.5 }: FitTask): NamedFit {
  const { pool, targetNames } = dataset;
  const { name, estimate } = constantUnder(lossName, level);
  return {
    name,
    fit: (rows) => {
      const columns = targetNames.map((_, column) =>
        Float64Array.from(rows, (row) => pool.targets[row * targetNames.length + column] as number),
      );
      return repeated(Float64Array.from(columns, estimate));
    },
  };
}

function constantUnder(lossName: string, level: number): { name: string; estimate: (values: Float64Array) => number } {
  if (lossName.startsWith('relative')) return { name: 'constant', estimate: relativeMean };
  if (lossName === 'quantile' && level !== 0.5) {
    return { name: 'quantile', estimate: (values) => quantileOf(values, level) };
  }
  const isAbsolute = ABSOLUTE.has(lossName);
  return { name: isAbsolute ? 'median' : 'mean', estimate: isAbsolute ? median : mean };
}

/** The same outputs for every example. */
function repeated(outputs: Float64Array): Fitted {
  return ({ count }) =>
    Float32Array.from({ length: count * outputs.length }, (_, index) => outputs[index % outputs.length] as number);
}

function mean(values: Float64Array): number {
  return values.reduce((total, value) => total + value / values.length, 0);
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] as number, sorted[Math.floor(middle)] as number];
  return low + (high - low) / 2;
}

/** A smallest value that at least the share `level` is not above, which the quantile loss is least for. */
function quantileOf(values: Float64Array, level: number): number {
  return values.toSorted()[Math.max(0, Math.ceil(level * values.length) - 1)] as number;
}

/** Least mean of ((constant - y) / y)^2. */
function relativeMean(values: Float64Array): number {
  let inverse = 0;
  let square = 0;
  for (const value of values) {
    inverse += 1 / value;
    square += 1 / value ** 2;
  }
  return inverse / square;
}
