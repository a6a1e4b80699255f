/** @file Loss and metrics of a network on samples, by its inference graph. */

import { evaluatePredictions } from '../../../core/index.js';
import type { Samples } from '../../../datasets/index.js';
import { inferenceTensors, type TrainedWeights } from '../inference-graph.js';
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
  const predictions = await predictWith(session, network, samples, weights);
  return { loss: network.loss.evaluate(predictions), metrics: evaluatePredictions(network.data.task, predictions) };
}

/** The loss alone, which takes less time. */
export async function evaluateLoss(
  session: InferenceSession,
  network: Network,
  samples: Samples,
  weights: TrainedWeights,
): Promise<number> {
  return network.loss.evaluate(await predictWith(session, network, samples, weights));
}

function predictWith(session: InferenceSession, network: Network, samples: Samples, weights?: TrainedWeights) {
  const tensors = weights === undefined ? [] : [...inferenceTensors(network, weights)];
  const inputs = tensors.map(([name, { shape, values }]) => [name, new Tensor('float32', values, shape)] as const);
  return predict(session, network, samples, Object.fromEntries(inputs));
}
