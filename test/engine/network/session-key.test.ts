/**
 * @file Trainings that share a worker share compiled graphs: what is trained there before must change no loss. Every setting that the
 * schema has is varied, by generation, so that a new one is tried without a line here.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type JsonObject,
  type JsonValue,
  randomFrom,
  replicateStreams,
  type Trainer,
} from '../../../src/core/index.js';
import { createNetworkTrainer } from '../../../src/engine/built-in.js';
import type { Samples } from '../../../src/engine/datasets/index.js';
import { configurationFields } from '../../../src/engine/network/configuration.js';
import { numberAbove } from '../../../src/engine/network/fields.js';
import { fed, isFed } from '../../../src/engine/network/graph-settings.js';
import { INITIALIZER_KINDS } from '../../../src/engine/network/initializers/index.js';
import { createNetworkInspector } from '../../../src/engine/network/inspector.js';
import { LAYER_KINDS } from '../../../src/engine/network/layers/index.js';
import { LOSS_KINDS } from '../../../src/engine/network/losses/index.js';
import { clippingFields } from '../../../src/engine/network/optimizers/clipping.js';
import { OPTIMIZER_KINDS } from '../../../src/engine/network/optimizers/index.js';
import { optimizerKind } from '../../../src/engine/network/optimizers/optimizer.js';
import { SCHEDULE_KINDS } from '../../../src/engine/network/schedules/index.js';
import { candidateSchemas } from '../../../src/engine/settings.js';
import { smallDatasets } from './small-datasets.js';

type Schema = JsonObject & {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};

const NUMBERS = [0.3, 2, 3, 0.7];
/** That one setting is tried with. */
const MOST_NAMES = 3;
const TEXTS = ['sum', 'barycentre'];
const BLOCKS = [
  [{ conv: { filters: 2, padding: 'same', initialization: 'pytorch' } }, { dropout: 0.2 }],
  [{ conv: { filters: 2, padding: 'same' } }, { batchNorm: {} }],
  [{ add: { layers: [{ conv: { filters: 3, stride: 2 } }, { batchNorm: { momentum: 0.3 } }] } }],
];

/** Allowed values: each setting inside has two or more in turn, all others standing at one that does something. */
function valuesOf(schema: Schema): readonly JsonValue[] {
  const { properties, anyOf, oneOf, type, additionalProperties, maxProperties } = schema;
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum !== undefined) return (schema.enum as readonly JsonValue[]).slice(0, MOST_NAMES);
  const kinds = anyOf ?? oneOf;
  if (kinds !== undefined) return kinds.flatMap(valuesOf);
  if (properties !== undefined) {
    const each = Object.entries(properties).map(([name, one]) => [name, valuesOf(one)] as const);
    const active = Object.fromEntries(each.map(([name, values]) => [name, values[0] as JsonValue]));
    const others = maxProperties === 1 ? {} : active;
    const varied = each.flatMap(([name, values]) => values.slice(1).map((value) => ({ ...others, [name]: value })));
    return maxProperties === 1
      ? [...each.map(([name, values]) => ({ [name]: values[0] as JsonValue })), ...varied]
      : [active, ...varied];
  }
  if (additionalProperties !== undefined) return [{ a: 2 }, { b: 3 }];
  if (type === 'boolean') return [true, false];
  // Lists of layers within one.
  if (type === 'array') return BLOCKS;
  if (type === 'string') return schema.pattern === undefined ? TEXTS : ['2x1', '1x2'];
  const allowed = NUMBERS.filter((number) => isWithin(schema, number)).slice(0, 2);
  return isWithin(schema, 0) ? [...allowed.slice(0, 1), 0] : allowed;
}

function isWithin(schema: Schema, number: number): boolean {
  const {
    minimum = -10,
    exclusiveMinimum = -10,
    maximum = 10,
    exclusiveMaximum = 10,
  } = schema as Record<string, number>;
  if (schema.type === 'integer' && !Number.isInteger(number)) return false;
  return number >= minimum && number > exclusiveMinimum && number <= maximum && number < exclusiveMaximum;
}

const schema = candidateSchemas().network?.[0] as Schema;
const settings = schema.properties as Readonly<Record<string, Schema>>;
const layerKinds = (schema.definitions as Readonly<Record<string, Schema>>).layer?.properties ?? {};

/** Pictures of two classes: what layers do, and losses of classes. */
function pictures(count: number, seed: string): Samples {
  const random = randomFrom('pictures', seed);
  const targets = new Float32Array(count).map(() => random.below(2));
  const inputs = new Float32Array(count * 64).map((_, place) => random.uniform() + (targets[place >> 6] as number) / 4);
  return { count, inputs, targets, features: {} };
}

/** Two columns of numbers and an embedded one: all but layers and classes. */
function rows(count: number, seed: string): Samples {
  const random = randomFrom('rows', seed);
  const inputs = new Float32Array(count * 3).map((_, place) =>
    place % 3 === 2 ? 1 + random.below(3) : random.uniform(),
  );
  const targets = new Float32Array(count).map(
    (_, row) => 9 + (inputs[row * 3] as number) + (inputs[row * 3 + 2] as number) + random.normal() / 9,
  );
  return { count, inputs, targets, features: {} };
}

const { table, images } = smallDatasets({ rows, pictures }, { pool: 60, selection: 20 });

async function lossOf(trainer: Trainer, configuration: JsonObject) {
  const trial = { candidate: 'c', streams: replicateStreams(1), fidelity: { sampleSize: 24 }, repeat: 0 };
  const signal = new AbortController().signal;
  const context = { experimentSeed: 1, signal, report: () => {} };
  const { loss, lossPerEpoch } = await trainer.train({ id: 'c', label: '', configuration }, trial, context);
  return { loss, lossPerEpoch };
}

/** Of each kind of layer, by itself and after one that gives it channels. */
const layerLists = Object.entries(layerKinds).flatMap(([kind, one]) =>
  valuesOf(one).map((value) =>
    [[], [{ conv: { filters: 6 } }]].map((before) => [...before, { [kind]: value }, { dense: { units: 3 } }]),
  ),
);

/** With an optimizer that minds how large a gradient is. */
const base: JsonObject = {
  layers: [{ dense: { units: 3 } }],
  optimizer: { name: 'sgd', learningRate: 0.05 },
  epochs: 2,
  batchSize: 8,
};

/** Layers and moving need pictures, and class weights classes; all others suit a table of numbers. */
const OF_PICTURES = ['layers', 'loss', 'classWeights', 'augment'];
const others = Object.keys(settings).filter((name) => name === 'loss' || !OF_PICTURES.includes(name));

describe.each([
  { data: images, names: OF_PICTURES },
  { data: table, names: others },
])('candidates of $data.name', ({ data, names }) => {
  const inspector = createNetworkInspector(data);
  const suits = (configuration: JsonObject): boolean => {
    try {
      inspector.describe(configuration);
      return true;
    } catch {
      return false;
    }
  };
  const shared = createNetworkTrainer({ dataset: data, keptSessions: Number.POSITIVE_INFINITY });
  afterAll(() => shared.close?.());

  it.each(names)('that differ in %s lose in one worker what they lose in fresh ones', async (name) => {
    const values = name === 'layers' ? layerLists : valuesOf(settings[name] as Schema).map((value) => [value]);
    const varied = values.flatMap((forms) => {
      const fitting = forms.map((value): JsonObject => ({ ...base, [name]: value })).find(suits);
      return fitting === undefined ? [] : [fitting];
    });
    expect(varied.length).toBeGreaterThan(1);
    const losses = new Set<number>();
    // Beside the plain one, and beside all that were trained here before.
    for (const configuration of [base, ...varied, base]) {
      const fresh = createNetworkTrainer({ dataset: data });
      const alone = await lossOf(fresh, configuration);
      await fresh.close?.();
      expect(await lossOf(shared, configuration), JSON.stringify(configuration)).toEqual(alone);
      losses.add(alone.loss);
    }
    expect(losses.size).toBeGreaterThan(1);
  });
});

/** Kinds of layers that may have an initialisation of their own. */
const WITH_WEIGHTS = ['conv', 'dense', 'depthwiseConv', 'attention', 'sequencePool'];

describe('what is fed', () => {
  const fedIn = (fields: Readonly<Record<string, Parameters<typeof isFed>[0]>>) =>
    Object.keys(fields).filter((name) => isFed(fields[name] as Parameters<typeof isFed>[0]));
  const fedOf = (kinds: readonly { name: string; fields: Parameters<typeof fedIn>[0] }[]) =>
    Object.fromEntries(kinds.map(({ name, fields }) => [name, fedIn(fields)]));

  it('is this; all other settings are part of the key of a compiled graph', () => {
    expect(fedIn(configurationFields)).toEqual([
      ...['schedule', 'batchSize', 'epochs', 'earlyStopping', 'lossLimit', 'classWeights', 'augment', 'initialization'],
    ]);
    expect(fedIn(clippingFields)).toEqual(['norm', 'value']);
    expect(fedOf(LOSS_KINDS)).toMatchObject({ huber: ['delta'], quantile: ['level'] });
    const adam = ['learningRate', 'beta1', 'beta2', 'epsilon', 'weightDecay'];
    expect(fedOf(OPTIMIZER_KINDS)).toMatchObject({
      adamw: adam,
      adam,
      nadam: ['learningRate', 'beta1', 'beta2', 'epsilon', 'momentumDecay', 'weightDecay'],
      rmsprop: ['learningRate', 'smoothing', 'epsilon', 'weightDecay'],
      sgd: ['learningRate', 'momentum', 'weightDecay'],
      adadelta: ['learningRate', 'smoothing', 'epsilon', 'weightDecay'],
      adagrad: ['learningRate', 'rateDecay', 'epsilon', 'weightDecay'],
    });
    for (const { kind, schema: own } of LAYER_KINDS) {
      const fields = own instanceof z.ZodObject ? (own.shape as z.ZodRawShape) : {};
      expect(fedIn(fields), kind).toEqual(WITH_WEIGHTS.includes(kind) ? ['initialization'] : []);
    }
    // Schedules and initialisations are fed as a whole.
    expect(Object.values({ ...fedOf(SCHEDULE_KINDS), ...fedOf(INITIALIZER_KINDS) }).flat()).toEqual([]);
  });

  it('cannot be read where a graph is built', () => {
    const kind = optimizerKind({
      name: 'strange',
      meaning: '',
      fields: { learningRate: fed(numberAbove(0)) },
      coefficients: () => () => [],
      graph: ({ learningRate }) => ({
        // @ts-expect-error: a graph sees whether it is above 0
        initialStates: [learningRate],
        coefficientCount: 0,
        update: (parameters) => ({ parameters, states: [] }),
      }),
    });
    expect(kind.build({ learningRate: 0.125 }).initialStates).toEqual([true]);
  });
});
