/** @file Loss and metrics of a network on samples, by its inference graph. */

import type { Samples } from '../../../datasets/index.js';
import { inferenceTensors, type TrainedWeights } from '../inference-graph.js';
import { evaluatePredictions } from '../metrics/evaluate-predictions.js';
import type { Network } from '../network.js';
import { type InferenceSession, Tensor } from './onnxruntime.js';
import { predict } from './predict.js';

export interface Evaluation {
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** `weights` where the session's graph takes them as inputs; left out where it holds them. */
export async function evaluate(
  session: InferenceSession,
  network: Network,
  samples: Samples,
  weights?: TrainedWeights,
): Promise<Evaluation> {
  const tensors = weights === undefined ? [] : [...inferenceTensors(network, weights)];
  const inputs = tensors.map(([name, { shape, values }]) => [name, new Tensor('float32', values, shape)] as const);
  const predictions = await predict(session, network, samples, Object.fromEntries(inputs));
  return { loss: network.loss.evaluate(predictions), metrics: evaluatePredictions(network.data.task, predictions) };
}
