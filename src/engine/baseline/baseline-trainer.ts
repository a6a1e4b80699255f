/**
 * @file Estimates without learning: the sum of the deposits with a linear correction, the barycentre with an
 * S-shaped one. A trainer like any other, of which only the sample varies: two or three fitted numbers need no seed.
 */
import {
  type Candidate,
  type CandidateInspector,
  evaluatePredictions,
  oncePerObject,
  type SetPredictions,
  streamRandom,
  type Trainer,
  type TrainingContext,
  type TrainingResult,
  type Trial,
} from '../../core/index.js';
import { type Dataset, dividedData, drawSample, type Samples } from '../datasets/index.js';
import { computeFeature } from '../network/joined-features.js';
import {
  type BaselineConfiguration,
  type BaselineData,
  type BaselineLoss,
  completeBaseline,
  requireTarget,
} from './configuration.js';

const FEATURES = { energy: 'sum', x: 'barycentre-x', y: 'barycentre-y' } as const;

/** Pure; errors are as the port {@link CandidateInspector} has them. */
export function createBaselineInspector(data: BaselineData): CandidateInspector {
  const parameters = requireTarget(data) === 'energy' ? 2 : 3;
  return {
    complete: (configuration) => ({ ...completeBaseline(configuration, data) }),
    describe: (configuration) => {
      completeBaseline(configuration, data);
      return { parameters, layerCounts: {}, layers: [{ name: 'parametric', outputShape: [1], parameters }] };
    },
  };
}

export function createBaselineTrainer(dataset: Dataset): Trainer {
  const target = requireTarget(dataset);
  const featureOf = (samples: Samples): Float32Array => computeFeature(FEATURES[target], samples, dataset.inputShape);
  const dataOf = dividedData(dataset);
  const finalFigures = oncePerObject(({ final }: Dataset) => featureOf(final));
  const figuresOf = oncePerObject(({ pool, selection }: Dataset) => ({
    pool: featureOf(pool),
    selection: featureOf(selection),
  }));
  const fitFigure = target === 'energy' ? fitLine : fitCurve;
  return {
    train: async (candidate: Candidate, trial: Trial, context: TrainingContext): Promise<TrainingResult> => {
      const { loss }: BaselineConfiguration = completeBaseline(candidate.configuration, dataset);
      const random = streamRandom(context.experimentSeed, 'sample', trial.streams.sample);
      const data = dataOf(trial.streams, context.experimentSeed);
      const figures = figuresOf(data);
      const chosen = drawSample(data, trial.fidelity.sampleSize, random);
      const own = chosen.reduce<{ figures: number[]; targets: number[] }>(
        (sample, example) => {
          sample.figures.push(figures.pool[example] as number);
          sample.targets.push(data.pool.targets[example] as number);
          return sample;
        },
        { figures: [], targets: [] },
      );
      const predict = fitFigure(own.figures, own.targets, WEIGHTS[loss]);
      const onSelection = Float64Array.from(figures.selection, predict);
      const result = evaluate(onSelection, data.selection.targets, loss);
      if (context.keepPredictions !== true) return result;
      const onFinal = Float64Array.from(finalFigures(dataset), predict);
      return { ...result, predictions: { selection: predictionsOf(onSelection), final: predictionsOf(onFinal) } };
    },
  };
}

/** Least squares stand in for least absolute errors. */
const WEIGHTS: Readonly<Record<BaselineLoss, Weight>> = {
  'relative-rmse': (target) => 1 / target ** 2,
  'relative-squared-error': (target) => 1 / target ** 2,
  rmse: () => 1,
  mse: () => 1,
  mae: () => 1,
};

/** The loss and the metrics that networks report, by the same names. */
function evaluate(outputs: Float64Array, targets: Float32Array, loss: BaselineLoss): TrainingResult {
  const count = outputs.length;
  let [squares, sizes, relative] = [0, 0, 0];
  outputs.forEach((output, index) => {
    const target = targets[index] as number;
    const error = output - target;
    squares += error ** 2 / count;
    sizes += Math.abs(error) / count;
    relative += (error / target) ** 2 / count;
  });
  const losses: Readonly<Record<BaselineLoss, number>> = {
    'relative-rmse': Math.sqrt(relative),
    'relative-squared-error': relative,
    rmse: Math.sqrt(squares),
    mse: squares,
    mae: sizes,
  };
  const metrics = evaluatePredictions('regression', { count, width: 1, outputs, targetWidth: 1, targets });
  return { loss: losses[loss], metrics };
}

function predictionsOf(outputs: Float64Array): SetPredictions {
  return { kind: 'values', examples: outputs.length, outputs: 1, values: Float32Array.from(outputs) };
}

type Predictor = (figure: number) => number;

/** What is minimised: the mean of weight(target) (prediction - target)^2. */
type Weight = (target: number) => number;

/** offset + slope * figure, by weighted least squares; the mean where the figure does not vary. */
export function fitLine(figures: ArrayLike<number>, targets: ArrayLike<number>, weight: Weight): Predictor {
  const { offset, slope } = leastSquares(figures, targets, weight);
  return (figure) => offset + slope * figure;
}

/** Widths of the S, in cells, that are tried at first; the best is then refined. */
const WIDTHS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4];
const REFINEMENTS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** offset + slope * asinh(figure / width), all three fitted. */
export function fitCurve(figures: ArrayLike<number>, targets: ArrayLike<number>, weight: Weight): Predictor {
  const bend = (width: number) => Float64Array.from(figures, (figure) => Math.asinh(figure / width));
  const errorAt = (width: number) => leastSquares(bend(width), targets, weight).error;
  const best = WIDTHS.reduce((left, right) => (errorAt(right) < errorAt(left) ? right : left));
  // Golden-section search in the logarithm, between the neighbours of the best.
  let low = Math.log(best / 2.5);
  let high = Math.log(best * 2.5);
  for (let step = 0; step < REFINEMENTS; step++) {
    const reach = GOLDEN * (high - low);
    if (errorAt(Math.exp(high - reach)) < errorAt(Math.exp(low + reach))) high = low + reach;
    else low = high - reach;
  }
  const width = Math.exp((low + high) / 2);
  const { offset, slope } = leastSquares(bend(width), targets, weight);
  return (figure) => offset + slope * Math.asinh(figure / width);
}

function leastSquares(figures: ArrayLike<number>, targets: ArrayLike<number>, weight: Weight) {
  let weights = 0;
  let meanFigure = 0;
  let meanTarget = 0;
  for (let index = 0; index < figures.length; index++) {
    const own = weight(targets[index] as number);
    weights += own;
    meanFigure += own * (figures[index] as number);
    meanTarget += own * (targets[index] as number);
  }
  meanFigure /= weights;
  meanTarget /= weights;
  let square = 0;
  let product = 0;
  let targetSquare = 0;
  for (let index = 0; index < figures.length; index++) {
    const own = weight(targets[index] as number);
    const figure = (figures[index] as number) - meanFigure;
    const target = (targets[index] as number) - meanTarget;
    square += own * figure * figure;
    product += own * figure * target;
    targetSquare += own * target * target;
  }
  const slope = square === 0 ? 0 : product / square;
  return { offset: meanTarget - slope * meanFigure, slope, error: targetSquare - slope * product };
}
