/** @file Deployable models: made from a trial's weights, and evaluated as their users run them. */
import { type Candidate, defined, type JsonObject, type Predictions } from '../../core/index.js';
import {
  columnsInOrder,
  encodedNames,
  encodedWidth,
  PERIODS,
  type Samples,
  type TableEncoding,
  unitOf,
  unitsBesideNumbers,
  YEAR_2000,
} from '../datasets/index.js';
import { tokensOf } from './data-checks.js';
import type { Evaluation } from './evaluate-outputs.js';
import type { TrainedWeights } from './inference-graph.js';
import type { ModelRanges } from './model-answers.js';
import { buildNetwork, type Network, type NetworkData } from './network.js';
import { columnInputName } from './raw-columns.js';
import { evaluate, predictOutputs } from './runtime/evaluate.js';
import { openSession } from './runtime/session.js';
import { columnSummary } from './scaling.js';
import { encodeStoredModel, type Intervals, sealModel } from './stored-model.js';
import { decodeWeights } from './weights-file.js';

export interface ExportRequest {
  readonly candidate: Pick<Candidate, 'configuration'>;
  readonly dataset: NetworkData;
  /** The bytes of the trial's `weights` artifact; of several trials of the candidate for an ensemble of them. */
  readonly weights: Uint8Array | readonly Uint8Array[];
  readonly intervals?: Intervals | undefined;
  /** Becomes the model's `metadata_props`, beside what the model says of itself, each as JSON. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The bytes of an `.onnx` file. Input `input`: raw values, float32 [batch, ...inputShape], any batch size; in its place an input for
 * each column of an encoded table, [batch, 1], float64 or strings (see `raw-columns.ts`). A column of
 * the data that is joined to a layer is an input `feature.<name>`, [batch, 1]. Output `output`: [batch, targets], and each target by its
 * name, [batch, 1]; or for classification logits, `probabilities` [batch, classes], `label` [batch], the name of the most probable class,
 * and `classes` [classes], all names in their order. Of several weights all of these are of their mean, beside `spread` and `agreement`; with
 * `intervals` there are `low` and `high`, or `set`.
 */
export function exportNetwork({ candidate, dataset, weights, intervals, metadata = {} }: ExportRequest): Uint8Array {
  const network = buildNetwork(candidate.configuration, dataset);
  const instances = (weights instanceof Uint8Array ? [weights] : weights).map(decodeWeights);
  const described = Object.entries({ ...describeModel(network), ...describeEnsemble(network, instances.length) });
  const texts = Object.fromEntries(described.map(([key, value]) => [key, JSON.stringify(value)]));
  return sealModel(encodeStoredModel(network, instances, { intervals, metadata: { ...texts, ...metadata } }));
}

/** What `spread` is compared with: the standard deviation of each target in the pool. */
function describeEnsemble({ data }: Network, instances: number) {
  if (instances === 1) return {};
  const { targets = new Float32Array() } = data.pool ?? {};
  const width = data.targetNames.length;
  const spreads = data.targetNames.map((_, target) => columnSummary(targets, target, width).deviation);
  return { instances, ...(data.task === 'regression' ? { targetSpread: spreads } : {}) };
}

/** What is kept in a model beside its graph; docs/model.md lists it. */
function describeModel({ data, configuration }: Network) {
  const { task, classes, targetNames, targetReadings, inputNames, encoding } = data;
  const columns = encoding?.columns.map((column) => ({ ...column, input: columnInputName(column) }));
  const besideNumbers = unitsBesideNumbers(data);
  const named = [...(inputNames ?? []), ...(columns ?? []).map(({ name }) => name), ...targetNames];
  const units = named.flatMap((name) => {
    const unit = besideNumbers.get(name) ?? unitOf(name);
    return unit === null ? [] : [[name, unit]];
  });
  return {
    task,
    targets: targetNames,
    ...(targetReadings === undefined ? {} : { targetReadings }),
    ...(classes.length > 0 ? { classes } : {}),
    loss: configuration.loss,
    scale: { inputs: configuration.inputs, target: configuration.target?.scale ?? null },
    units: Object.fromEntries(units),
    ...(columns === undefined ? {} : { columns }),
    ...(inputNames === undefined ? {} : { inputs: inputNames }),
    ...defined({ tokens: tokensOf(configuration.layers) }),
    ranges: columnRanges(data),
  };
}

/** Runs an exported model on samples; loss and metrics are those of the configuration it was trained by. */
export async function evaluateModel(
  model: Uint8Array,
  data: NetworkData,
  samples: Samples,
  configuration: JsonObject,
): Promise<Evaluation> {
  const session = await openSession(model);
  try {
    return await evaluate(session, buildNetwork(configuration, data), samples);
  } finally {
    await session.release();
  }
}

/** What a network with these weights gives as an exported model does, bit for bit. */
export async function predictAsExported(
  network: Network,
  weights: TrainedWeights,
  samples: Samples,
): Promise<Predictions> {
  const session = await openSession(encodeStoredModel(network, [weights]));
  try {
    return await predictOutputs(session, network, samples);
  } finally {
    await session.release();
  }
}

/** Where a column's own numbers lie in an example, and what they are in its units. */
interface Place {
  readonly name: string;
  readonly place: number;
  readonly toOwn?: (value: number) => number;
}

/** Of the pool, by column of numbers or dates (days since 1970); of columns without a name none. */
export function columnRanges({ pool, inputNames = [], encoding }: NetworkData): ModelRanges {
  const places =
    encoding === undefined ? inputNames.map((name, place): Place => ({ name, place })) : encodedPlaces(encoding);
  const width = encoding === undefined ? inputNames.length : encodedWidth(encoding);
  const { inputs = new Float32Array(), features = {} } = pool ?? {};
  const ofInputs = places.map(({ name, place, toOwn = (value) => value }) => {
    const [low, high] = rangeOf(inputs, place, width);
    return [name, [toOwn(low), toOwn(high)]] as const;
  });
  const ofFeatures = Object.entries(features).map(([name, values]) => [name, rangeOf(values, 0, 1)] as const);
  return Object.fromEntries([...ofInputs, ...ofFeatures].filter(([, [low, high]]) => low <= high));
}

function encodedPlaces(encoding: TableEncoding): readonly Place[] {
  let place = 0;
  return columnsInOrder(encoding).flatMap((column): Place[] => {
    const own = place;
    place += encodedNames(column).length;
    const { name, kind } = column;
    if (kind === 'category') return [];
    if (kind === 'number') return [{ name, place: own }];
    return [{ name, place: own, toOwn: daysOf }];
  });
}

/** Infinity and -Infinity where there are none. */
function rangeOf(values: Float32Array, first: number, step: number): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let place = first; place < values.length; place += step) {
    const value = values[place] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** The first number of a date is its years since 2000, to a thousandth of a day. */
function daysOf(years: number): number {
  return Math.round((years * PERIODS.year + YEAR_2000) * 1000) / 1000;
}
