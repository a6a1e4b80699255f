/** @file A candidate's configuration for this trainer: what it may say, its defaults, and what is wrong with one. */
import { z } from 'zod';
import { InputError, type JsonObject, type JsonValue } from '../../core/index.js';
import { oneOf, settings, shorthand, wholeNumber } from './fields.js';
import { INITIALIZER_NAMES, type InitializerName } from './initializers/index.js';
import { LAYER_KINDS } from './layers/index.js';
import { LOSS_NAMES } from './losses/index.js';
import { OPTIMIZER_KINDS } from './optimizers/index.js';
import { SCALING_NAMES, type ScalingName } from './scaling.js';

const layerNames = LAYER_KINDS.map(({ kind }) => kind).join(', ');

const layer = settings(Object.fromEntries(LAYER_KINDS.map(({ kind, schema }) => [kind, schema.optional()]))).refine(
  (value) => Object.values(value).filter((entry) => entry !== undefined).length === 1,
  { error: `an object with exactly one of the keys ${layerNames}` },
);

const optimizerNames = OPTIMIZER_KINDS.map(({ name }) => name).join(', ');

const optimizers = OPTIMIZER_KINDS.map(({ name, fields }) => settings({ name: z.literal(name), ...fields }));

const optimizer = shorthand(
  'name',
  z.discriminatedUnion('name', optimizers as [(typeof optimizers)[number]], {
    error: `an object whose name is one of ${optimizerNames}`,
  }),
);

/** A configuration with every default filled in; each layer is an object with one key, its kind. */
export interface NetworkConfiguration {
  readonly layers: readonly JsonObject[];
  /** Absent: the default of the task. */
  readonly loss?: string | undefined;
  readonly optimizer: JsonObject & { readonly name: string; readonly learningRate: number };
  readonly batchSize: number;
  readonly epochs: number;
  readonly initialization: InitializerName;
  readonly inputs: ScalingName;
}

const schema = settings({
  layers: z.array(layer, { error: 'a list of layers' }),
  loss: oneOf(LOSS_NAMES).optional(),
  optimizer: optimizer.prefault('adamw'),
  batchSize: wholeNumber(1).default(32),
  epochs: wholeNumber(1).default(10),
  initialization: oneOf(INITIALIZER_NAMES).default('kaiming-uniform'),
  inputs: oneOf(SCALING_NAMES).default('standardise'),
});

/** Reads a configuration and fills in defaults; an InputError names the place, the value and what is allowed. */
export function parseConfiguration(configuration: JsonObject): NetworkConfiguration {
  const parsed = schema.safeParse(configuration);
  // Layers and optimizers come from lists of kinds, whose settings each kind reads again by its own schema.
  if (parsed.success) return parsed.data as unknown as NetworkConfiguration;
  throw describeIssue(configuration, parsed.error.issues[0] as z.core.$ZodIssue);
}

function describeIssue(configuration: JsonObject, issue: z.core.$ZodIssue): InputError {
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
  const place = describePlace(path) || 'the configuration';
  const value = valueAt(configuration, path);
  if (unknownKey !== undefined) {
    return new InputError({
      code: 'unknown-key',
      what: `${place}: there is no such setting (its value is ${JSON.stringify(value)}).`,
      allowed: issue.message,
      fix: 'Correct the spelling or remove the key.',
    });
  }
  const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  return new InputError({
    code: 'invalid-setting',
    what: `${place} ${found}.`,
    allowed: issue.message,
    fix: `Set ${place} to an allowed value.`,
  });
}

/** `layers[1].conv.kernel` */
function describePlace(path: readonly PropertyKey[]): string {
  return path
    .map((step, depth) => (typeof step === 'number' ? `[${step}]` : `${depth > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

function valueAt(root: JsonValue, path: readonly PropertyKey[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return value;
    value = (value as Readonly<Record<PropertyKey, JsonValue | undefined>>)[step];
  }
  return value;
}
