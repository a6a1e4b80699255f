/** @file How a figure of a model on some examples depends on which examples they are: the figure without one block of them after the other. */
import { evaluateMetric, type JsonObject, predictionsWithout } from '../../core/index.js';
import type { Samples } from '../../datasets/index.js';
import { buildNetwork, type NetworkData } from './network.js';
import { predictOutputs } from './runtime/evaluate.js';
import { openSession } from './runtime/session.js';

/** `figure`: `loss`, as the configuration has it, or the name of a metric; NaN where it has no value. By block. */
export async function evaluateWithout(
  model: Uint8Array,
  data: NetworkData,
  samples: Samples,
  { configuration, figure }: { readonly configuration: JsonObject; readonly figure: string },
  blocks: readonly Int32Array[],
): Promise<readonly number[]> {
  const session = await openSession(model);
  try {
    const network = buildNetwork(configuration, data);
    const predictions = await predictOutputs(session, network, samples);
    return blocks.map((block) => {
      const others = predictionsWithout(predictions, block);
      if (figure === 'loss') return network.loss.evaluate(others);
      return evaluateMetric(data.task, others, figure) ?? Number.NaN;
    });
  } finally {
    await session.release();
  }
}
