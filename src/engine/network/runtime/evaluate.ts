/** @file Loss and metrics of a network on samples, by its inference graph. */
import type { Predictions } from '../../../core/index.js';
import type { ColumnEncoding, RawColumn, Samples } from '../../datasets/index.js';
import { type Evaluation, evaluateOutputs, predictionsOf } from '../evaluate-outputs.js';
import { sizeOf } from '../graph/tensor.js';
import { inferenceTensors, type TrainedWeights } from '../inference-graph.js';
import { columnInput, inputColumns } from '../joined-features.js';
import type { Network } from '../network.js';
import { columnInputName } from '../raw-columns.js';
import { type InferenceSession, Tensor } from './onnxruntime.js';

/** `weights` where the session's graph takes them as inputs; left out where it holds them. */
export async function evaluate(
  session: InferenceSession,
  network: Network,
  samples: Samples,
  weights?: TrainedWeights,
): Promise<Evaluation> {
  return evaluateOutputs(network, await predictWith(session, network, samples, weights));
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

/** `weights` as {@link evaluate} takes them. */
export function predictWith(session: InferenceSession, network: Network, samples: Samples, weights?: TrainedWeights) {
  const tensors = weights === undefined ? [] : [...inferenceTensors(network, weights)];
  const inputs = tensors.map(([name, { shape, values }]) => [name, new Tensor('float32', values, shape)] as const);
  return predictOutputs(session, network, samples, Object.fromEntries(inputs));
}

/** Bounds the memory that activations take. */
const BLOCK = 256;

/** Outputs for every example beside its targets. `weights` are the graph's inputs other than raw data. */
export async function predictOutputs(
  session: InferenceSession,
  network: Network,
  samples: Samples,
  weights: Readonly<Record<string, Tensor>> = {},
): Promise<Predictions> {
  const { outputs: width } = network;
  const { count } = samples;
  const outputs = new Float32Array(count * width);
  for (let start = 0; start < count; start += BLOCK) {
    const feeds = feedsOf(session, network, samples, start, Math.min(start + BLOCK, count));
    const results = await session.run({ ...weights, ...feeds }, ['output']);
    outputs.set((results.output as Tensor).data as Float32Array, start * width);
  }
  return predictionsOf(network, samples, outputs);
}

/** What a model reads of the examples from `start` to before `end`, raw where it encodes columns itself. */
export function feedsOf(
  session: InferenceSession,
  network: Network,
  samples: Samples,
  start: number,
  end: number,
): Record<string, Tensor> {
  const columns = inputColumns(network.features).map((name) => {
    const values = (samples.features[name] as Float32Array).subarray(start, end);
    return [columnInput(name), new Tensor('float32', values, [end - start, 1])] as const;
  });
  const inputs = session.inputNames.includes('input')
    ? plainInput(network, samples, start, end)
    : rawFeeds(network.data.encoding?.columns ?? [], samples.columns ?? [], start, end);
  return { ...Object.fromEntries(columns), ...inputs };
}

function plainInput(
  { data }: Network,
  { inputs }: Samples,
  start: number,
  end: number,
): Readonly<Record<string, Tensor>> {
  const size = sizeOf(data.inputShape);
  const values = inputs.subarray(start * size, end * size);
  return { input: new Tensor('float32', values, [end - start, ...data.inputShape]) };
}

/** A column of an encoding; `input` is what a model that is there already calls it. */
interface FedColumn extends Pick<ColumnEncoding, 'name'> {
  readonly input?: string;
}

/** `rows`: the columns of the encoding, in its order; of them the rows from `start` to before `end`. */
export function rawFeeds(
  columns: readonly FedColumn[],
  rows: readonly RawColumn[],
  start: number,
  end: number,
): Record<string, Tensor> {
  const shape = [end - start, 1];
  const feeds = columns.map((column, place) => {
    const { kind, values } = rows[place] as RawColumn;
    const tensor =
      kind === 'category'
        ? new Tensor('string', values.slice(start, end), shape)
        : new Tensor('float64', values.subarray(start, end), shape);
    return [column.input ?? columnInputName(column), tensor] as const;
  });
  return Object.fromEntries(feeds);
}
