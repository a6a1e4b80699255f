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
      for (const row of rows) {
        const label = pool.targets[row] as number;
        counts[label] = (counts[label] as number) + (pool.weights?.[row] ?? 1);
      }
      // A class that a sample has none of keeps half an example, since an infinite loss would say nothing.
      const logits = counts.map((count) => Math.log(Math.max(count, 0.5)));
      const outputs = width === 1 ? Float64Array.of((logits[1] as number) - (logits[0] as number)) : logits;
      return repeated(outputs);
    },
  };
}

function constantTarget({ dataset, loss }: FitTask): NamedFit {
  const { pool, targetNames } = dataset;
  const { name, estimate } = constantUnder(loss.bestConstant);
  return {
    name,
    fit: (rows) => {
      const weights = Float64Array.from(rows, (row) => pool.weights?.[row] ?? 1);
      const constants = targetNames.map((_, column) => {
        const values = Float64Array.from(rows, (row) => pool.targets[row * targetNames.length + column] as number);
        return estimate(values, weights);
      });
      return repeated(Float64Array.from(constants));
    },
  };
}

/** From values and their weights. */
type Estimate = (values: Float64Array, weights: Float64Array) => number;

function constantUnder(best: FitTask['loss']['bestConstant']): { readonly name: string; readonly estimate: Estimate } {
  if (best === 'relative-mean') return { name: 'constant', estimate: relativeMean };
  if (best === 'mean') return { name: 'mean', estimate: mean };
  return { name: best === 0.5 ? 'median' : 'quantile', estimate: quantileAt(best) };
}

/** The same outputs for every example. */
function repeated(outputs: Float64Array): Fitted {
  return ({ count }) =>
    Float32Array.from({ length: count * outputs.length }, (_, index) => outputs[index % outputs.length] as number);
}

function mean(values: Float64Array, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, index) => sum + (value * (weights[index] as number)) / total, 0);
}

/** Between the values that so large a share of the weights lies up to, and below: the middle of what the loss is least for. */
function quantileAt(level: number): Estimate {
  return (values, weights) => {
    const order = Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
    const wanted = level * weights.reduce((sum, weight) => sum + weight, 0);
    let reached = 0;
    const place = order.findIndex((index) => {
      reached += weights[index] as number;
      return reached >= wanted * (1 - 1e-12);
    });
    const low = values[order[place] as number] as number;
    const isBetween = reached <= wanted * (1 + 1e-12) && place + 1 < order.length;
    const high = isBetween ? (values[order[place + 1] as number] as number) : low;
    return low + (high - low) / 2;
  };
}

/** Least mean of ((constant - y) / y)^2. */
function relativeMean(values: Float64Array, weights: Float64Array): number {
  let inverse = 0;
  let square = 0;
  for (const [index, value] of values.entries()) {
    inverse += (weights[index] as number) / value;
    square += (weights[index] as number) / value ** 2;
  }
  return inverse / square;
}
