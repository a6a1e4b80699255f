/** @file The words on the model that is handed over: which trainings it is made of, and how it and its like do on unseen examples. */
import {
  columnFormat,
  estimateText,
  formatCount,
  formatLevel,
  formatQuantity,
  formatWithin,
  halfWidth,
} from '../number-text.js';
import type { Conformal, RaceDelivery, ResultDelivered, ResultFinalDistribution } from '../result/figure-schema.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { examplesText, mainMetrics } from './choice-words.js';

/** The metric that says most, with the exported model's beside it; null where there is no distribution. */
export function finalText(result: Result): string | null {
  const { winner } = result;
  const [first] = winner === null ? [] : mainMetrics(winner);
  return winner === null || first === undefined ? null : metricText(result, winner, first);
}

/** `accuracy on 2,000 unseen examples, 20 trainings: median 0.9045 [0.898, 0.911], worst 0.861; model.onnx 0.9190`. */
export function metricText(
  result: Result,
  winner: ResultChoice,
  [name, value]: readonly [string, number],
): string | null {
  const { finalDistribution: distribution } = winner;
  const figure = distribution?.metrics[name];
  if (distribution === null || figure === undefined) return null;
  const of = `${name} on ${examplesText(result)}, ${trainingsText(distribution)}`;
  const text = metricFormat(figure.values, halfWidth(figure.interval));
  const median = estimateText(figure.median, figure.interval, 'value', text);
  return `${of}: median ${median}, worst ${text(figure.worst)}; ${modelName(winner)} ${text(value)}`;
}

/** All figures of a metric to what the interval of its median leaves of them; without one to as many digits as keep the values apart. */
export function metricFormat(values: readonly number[], spread: number | null): (value: number) => string {
  const column = columnFormat(values.filter(Number.isFinite));
  return (value) => (spread === null || spread === 0 ? column(value) : formatWithin(value, spread));
}

/** `20 trainings`, with those that left no model. */
function trainingsText({ replicates, lost }: ResultFinalDistribution): string {
  const count = formatQuantity(replicates.length, 'training');
  return lost === 0 ? count : `${formatCount(lost)} of ${count} without a model`;
}

/** What the figures of the final set are of: what all examples trained has none. */
export function modelName(winner: ResultChoice): string {
  const name = chosenName(winner);
  return winner.delivered?.refit === undefined ? name : `the training behind ${name}`;
}

/** The file; a training of a trainer that hands over no model has none. */
export function chosenName({ model }: Pick<ResultChoice, 'model'>): string {
  return model ?? 'the chosen training';
}

/** `the fresh training nearest to the mean of all 20, with intervals of 90 %`. `trainings`: of how many it is made. */
export function deliveredWords(
  { reason, among, refit, conformal }: Pick<RaceDelivery | ResultDelivered, 'reason' | 'among' | 'refit' | 'conformal'>,
  trainings: number,
): string {
  const again = refit === undefined ? '' : ', trained again on all examples: not measured';
  return `${whichWords(reason, among, trainings)}${conformal == null ? '' : `, with ${conformalWords(conformal)}`}${again}`;
}

function whichWords(reason: RaceDelivery['reason'], among: number, trainings: number): string {
  switch (reason) {
    case 'ensemble':
      return `the mean of ${formatQuantity(trainings, 'fresh training')}`;
    case 'nearest-to-mean':
      return `the fresh training nearest to the mean of all ${formatCount(among)}`;
    default:
      return among === 1 ? 'the only training' : `the best of all ${formatCount(among)} trainings`;
  }
}

function conformalWords({ kind, level }: Conformal): string {
  return `${kind === 'sets' ? 'sets of classes' : 'intervals'} of ${formatLevel(level)}`;
}
