/** @file Judges a model's outputs by a figure that is named: the loss that it was trained by, or a metric. */
import { evaluateMetric, evaluatePredictions, type JsonObject, type Predictions } from '../../core/index.js';
import type { Task } from '../datasets/index.js';
import { LOSS_KINDS } from './losses/index.js';

/** What is known of the model. */
export interface JudgedModel {
  readonly classes: readonly string[];
  /** With its settings; undefined where it is not known. */
  readonly loss: JsonObject;
}

/**
 * Figures by name, of outputs as training knows them: `loss` and the metrics of the task (docs/metrics.md). NaN for a name that
 * there is not, or that has no value here.
 */
export function judgeOutputs(model: JudgedModel, figure: string): (predictions: Predictions) => number {
  if (figure === 'loss') {
    const { loss } = model;
    const kind = LOSS_KINDS.find(({ name }) => name === loss.name);
    if (kind === undefined) return () => Number.NaN;
    const { name: _, ...settings } = loss;
    const { evaluate } = kind.build(settings);
    return (predictions) => evaluate(predictions);
  }
  const task = taskOf(model);
  return (predictions) => evaluateMetric(task, predictions, figure) ?? Number.NaN;
}

/** What a model is judged by where nobody says: its loss, or the metric that says the same in the target's own units. */
export function usualScore(model: JudgedModel): string {
  const kind = LOSS_KINDS.find(({ name }) => name === model.loss.name);
  // Of one that was changed it may not be known.
  if (kind === undefined) return taskOf(model) === 'regression' ? 'rmse' : 'logLoss';
  return kind.inUnits ?? 'loss';
}

/** Names of the figures that these outputs have. */
export function judgedScores(model: JudgedModel, predictions: Predictions): readonly string[] {
  const metrics = Object.keys(evaluatePredictions(taskOf(model), predictions));
  return Number.isNaN(judgeOutputs(model, 'loss')(predictions)) ? metrics : ['loss', ...metrics];
}

function taskOf({ classes }: JudgedModel): Task {
  return classes.length > 0 ? 'classification' : 'regression';
}
