/** @file Fits a linear model of the raw columns, or a logistic one, and predicts with it. */
import type { Samples } from '../datasets/index.js';
import { type Design, type Fit, type FitTask, fitDesign, layOut, type NamedFit } from './design-matrix.js';
import { fillLogits, fitLogistic } from './logistic.js';

/** Examples laid out at a time. */
const BLOCK = 1024;

export function fitLinear(task: FitTask): NamedFit {
  return task.dataset.task === 'classification'
    ? { name: 'logistic', fit: fitClasses(task) }
    : { name: 'linear', fit: fitTargets(task) };
}

/** Least squares stand in for least absolute errors; relative errors weigh examples by 1 / target^2. */
function fitTargets({ dataset, loss }: FitTask): Fit {
  const { pool, targetNames } = dataset;
  const weightOf = loss.bestConstant === 'relative-mean' ? (target: number) => 1 / target ** 2 : () => 1;
  return (rows) => {
    const design = fitDesign(pool, dataset, rows);
    const matrix = layOut(design, pool, rows);
    const models = targetNames.map((_, column) => {
      const targets = Float64Array.from(rows, (row) => pool.targets[row * targetNames.length + column] as number);
      const problem = {
        matrix,
        width: design.columns.length,
        targets,
        weights: targets.map((target, place) => weightOf(target) * (pool.weights?.[rows[place] as number] ?? 1)),
      };
      return fitLeastSquares(problem);
    });
    return (samples) =>
      predictRows(samples, design, models.length, (block, row, outputs) => {
        for (const [column, { offset, slopes }] of models.entries()) {
          const start = row * slopes.length;
          outputs[column] = slopes.reduce(
            (sum, slope, index) => sum + slope * (block[start + index] as number),
            offset,
          );
        }
      });
  };
}

function fitClasses({ dataset, width, steps }: FitTask): Fit {
  const { pool, classes } = dataset;
  return (rows) => {
    const design = fitDesign(pool, dataset, rows);
    const matrix = layOut(design, pool, rows);
    const labels = Float64Array.from(rows, (row) => pool.targets[row] as number);
    const columns = design.columns.length;
    const weights = fitLogistic({ matrix, width: columns, labels, classes: classes.length }, steps);
    const logits = new Float64Array(classes.length);
    return (samples) =>
      predictRows(samples, design, width, (block, row, outputs) => {
        fillLogits(weights, block, row, columns, logits);
        if (width === 1) outputs[0] = (logits[1] as number) - (logits[0] as number);
        else outputs.set(logits);
      });
  };
}

function predictRows(
  samples: Samples,
  design: Design,
  width: number,
  predict: (block: Float64Array, row: number, outputs: Float32Array) => void,
): Float32Array {
  const outputs = new Float32Array(samples.count * width);
  for (let start = 0; start < samples.count; start += BLOCK) {
    const rows = Array.from({ length: Math.min(BLOCK, samples.count - start) }, (_, index) => start + index);
    const block = layOut(design, samples, rows);
    for (const [row, example] of rows.entries()) {
      predict(block, row, outputs.subarray(example * width, (example + 1) * width));
    }
  }
  return outputs;
}

/** Rows of `width` columns beside a target and a weight each. */
interface LeastSquaresProblem {
  readonly matrix: Float64Array;
  readonly width: number;
  readonly targets: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

interface LinearModel {
  readonly offset: number;
  readonly slopes: Float64Array;
}

/** What is left of a column, as a share of its square, below which it follows from others. */
const DEPENDENT = 1e-10;

function fitLeastSquares({ matrix, width, targets, weights }: LeastSquaresProblem): LinearModel {
  const count = targets.length;
  let total = 0;
  let meanTarget = 0;
  const means = new Float64Array(width);
  for (let row = 0; row < count; row++) {
    const weight = weights[row] as number;
    total += weight;
    meanTarget += weight * (targets[row] as number);
    for (let column = 0; column < width; column++) {
      means[column] = (means[column] as number) + weight * (matrix[row * width + column] as number);
    }
  }
  meanTarget /= total;
  for (let column = 0; column < width; column++) means[column] = (means[column] as number) / total;

  const gram = new Float64Array(width * width);
  const moments = new Float64Array(width);
  const centred = new Float64Array(width);
  for (let row = 0; row < count; row++) {
    const weight = (weights[row] as number) / total;
    const target = (targets[row] as number) - meanTarget;
    for (let column = 0; column < width; column++) {
      centred[column] = (matrix[row * width + column] as number) - (means[column] as number);
    }
    for (let left = 0; left < width; left++) {
      const value = weight * (centred[left] as number);
      if (value === 0) continue;
      moments[left] = (moments[left] as number) + value * target;
      const start = left * width;
      for (let right = 0; right <= left; right++) {
        gram[start + right] = (gram[start + right] as number) + value * (centred[right] as number);
      }
    }
  }
  const slopes = solveGram(gram, moments, width);
  const shift = slopes.reduce((sum, slope, column) => sum + slope * (means[column] as number), 0);
  return { offset: meanTarget - shift, slopes };
}

/** Solves gram * slopes = moments, the lower half of `gram` given and overwritten by its factor. */
function solveGram(gram: Float64Array, moments: Float64Array, width: number): Float64Array {
  const at = (row: number, column: number) => gram[row * width + column] as number;
  const isKept: boolean[] = [];
  for (let column = 0; column < width; column++) {
    const own = at(column, column);
    let left = own;
    for (let before = 0; before < column; before++) left -= at(column, before) ** 2;
    isKept[column] = left > DEPENDENT * own;
    const root = isKept[column] ? Math.sqrt(left) : 0;
    gram[column * width + column] = root;
    for (let row = column + 1; row < width; row++) {
      let value = at(row, column);
      for (let before = 0; before < column; before++) value -= at(row, before) * at(column, before);
      gram[row * width + column] = isKept[column] ? value / root : 0;
    }
  }
  const solution = Float64Array.from(moments);
  for (let row = 0; row < width; row++) {
    let value = solution[row] as number;
    for (let before = 0; before < row; before++) value -= at(row, before) * (solution[before] as number);
    solution[row] = isKept[row] ? value / at(row, row) : 0;
  }
  for (let row = width - 1; row >= 0; row--) {
    let value = solution[row] as number;
    for (let after = row + 1; after < width; after++) value -= at(after, row) * (solution[after] as number);
    solution[row] = isKept[row] ? value / at(row, row) : 0;
  }
  return solution;
}
