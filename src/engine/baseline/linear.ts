/** @file Fits a linear model of the raw columns, or a logistic one, and predicts with it. */
import type { Samples } from '../datasets/index.js';
import { fitLeastSquares } from '../network/linear/least-squares.js';
import { fillLogits, fitLogistic } from '../network/linear/logistic.js';
import { type Design, type Fit, type FitTask, fitDesign, layOut, type NamedFit } from './design-matrix.js';

const NO_PENALTY = { penalty: 0, mix: 0 };

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
      return fitLeastSquares(problem, NO_PENALTY);
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
    const penalty = 1 / rows.length;
    const weights = fitLogistic({ matrix, width: columns, labels, classes: classes.length, penalty }, steps);
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
