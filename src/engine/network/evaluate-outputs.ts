/**
 * @file Loss and metrics of finished outputs, whatever gave them: a network, or a trainer of the user's own that says what it predicts. Without ONNX
 * Runtime.
 */
import {
  canonicalJson,
  defined,
  evaluatePredictions,
  figuresWithout,
  type JsonObject,
  type LeftOutFigures,
  type Predictions,
  type SetPredictions,
} from '../../core/index.js';
import type { Samples } from '../datasets/index.js';
import { buildNetwork, type Network, type NetworkData } from './network.js';

export interface Evaluation {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

export function evaluateOutputs({ loss, data }: Pick<Network, 'loss' | 'data'>, predictions: Predictions): Evaluation {
  return { loss: loss.evaluate(predictions), metrics: evaluatePredictions(data.task, predictions) };
}

/** Loss and metrics by name. */
export function outputFigures(
  network: Pick<Network, 'loss' | 'data'>,
  predictions: Predictions,
): Readonly<Record<string, number>> {
  const { loss, metrics } = evaluateOutputs(network, predictions);
  return { loss, ...metrics };
}

/** Outputs beside the targets of the same samples. */
export function predictionsOf(
  { data, outputs: width }: Pick<Network, 'data' | 'outputs'>,
  { count, targets, weights }: Samples,
  outputs: Float32Array,
): Predictions {
  const weighted = weights === undefined ? {} : { weights };
  return { count, width, outputs, targetWidth: data.targetNames.length, targets, ...weighted };
}

/**
 * Loss and metrics of predictions for samples, by the loss of a configuration; undefined where they are of other examples, or not what a
 * network of that loss gives: labels alone have no loss.
 */
export function evaluateTold(
  predicted: SetPredictions,
  data: NetworkData,
  samples: Samples,
  configuration: JsonObject,
): Evaluation | undefined {
  const network = buildNetwork(configuration, data);
  const predictions = told(predicted, network, samples);
  return predictions && evaluateOutputs(network, predictions);
}

/** The figures of {@link evaluateTold}. With `blocks`, also without one of these after the other. */
export function evaluateKept(
  predicted: SetPredictions,
  data: NetworkData,
  samples: Samples,
  configuration: JsonObject,
  blocks?: readonly Int32Array[],
): { readonly figures: Readonly<Record<string, number>>; readonly leftOut?: LeftOutFigures } | undefined {
  const network = buildNetwork(configuration, data);
  const predictions = told(predicted, network, samples);
  if (predictions === undefined) return undefined;
  const judge = (given: Predictions) => outputFigures(network, given);
  return { figures: judge(predictions), ...defined({ leftOut: blocks && figuresWithout(judge, predictions, blocks) }) };
}

/** What was predicted as a network of that loss has it before its last step: [examples x outputs]; undefined for another kind. */
export function toldOutputs(
  predicted: SetPredictions,
  data: NetworkData,
  configuration: JsonObject,
): Float32Array | undefined {
  return outputsOf(predicted, buildNetwork(configuration, data));
}

function told(predicted: SetPredictions, network: Network, samples: Samples): Predictions | undefined {
  const outputs = outputsOf(predicted, network);
  const isOfThese = outputs?.length === samples.count * network.outputs && predicted.examples === samples.count;
  return isOfThese ? predictionsOf(network, samples, outputs) : undefined;
}

/** Of a probability that is 0: a loss of 34.5, where scikit-learn's `log_loss` began to cut it off. */
const LEAST_CHANCE = 1e-15;

function outputsOf(
  { kind, values, logits, outputs: classes }: SetPredictions,
  { data, outputs }: Network,
): Float32Array | undefined {
  if (data.task === 'regression') return kind === 'values' ? values : undefined;
  if (logits !== undefined) return logits;
  if (kind !== 'probabilities' || classes !== data.classes.length) return undefined;
  const logarithms = values.map((chance) => Math.log(Math.max(chance, LEAST_CHANCE)));
  if (outputs === classes) return logarithms;
  // One logit, of the second of two classes.
  return Float32Array.from({ length: values.length / 2 }, (_, example) => {
    return (logarithms[2 * example + 1] as number) - (logarithms[2 * example] as number);
  });
}

/** What two candidates have in common exactly when their losses can be ranked together. @param loss  of a completed configuration */
export function lossIdentity(loss: unknown, { task }: Pick<NetworkData, 'task'>): string {
  // Of classes there is one measure, minus the logarithm of the true one's probability, however training reaches it.
  if (task === 'classification') return 'cross-entropy';
  if (typeof loss === 'string') return loss;
  const { name, ...settings } = loss as { readonly name: string } & JsonObject;
  return Object.keys(settings).length === 0 ? name : `${name} ${canonicalJson(settings)}`;
}
