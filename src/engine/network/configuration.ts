/** @file A candidate's configuration for this trainer: what it may say, its defaults, and what is wrong with one. */
import { z } from 'zod';
import { type InputError, inputError, type JsonObject, type JsonValue, oncePerObject } from '../../core/index.js';
import { augmentSchema } from './augmentation.js';
import { classWeightsSchema } from './class-weights.js';
import { fieldBetween, flag, numberAbove, settings, shorthand, wholeField } from './fields.js';
import { fed } from './graph-settings.js';
import { INITIALIZER_KINDS } from './initializers/index.js';
import { oneKind } from './kinds.js';
import { entrySchemaOf } from './layers/entries.js';
import { LAYER_KINDS } from './layers/index.js';
import { LOSS_KINDS } from './losses/index.js';
import { clippingSchema } from './optimizers/clipping.js';
import { OPTIMIZER_KINDS } from './optimizers/index.js';
import { adviceOn, type NamedThing } from './other-names.js';
import { scalingField } from './scaling.js';
import { SCHEDULE_KINDS } from './schedules/index.js';
import { targetScaleField } from './target-scaling.js';

const layer = entrySchemaOf(LAYER_KINDS);

/** Stops when the loss on a validation part has not improved for `patience` epochs. */
const earlyStopping = shorthand(
  'patience',
  settings({
    patience: wholeField(1).default(5).describe('Epochs without a better loss on the part that is set aside.'),
    validation: fieldBetween(0, 1).default(0.2).describe('Share of the training sample that is set aside.'),
    restoreBest: flag()
      .default(true)
      .describe('Whether the weights of the best epoch are taken, or those of the last.'),
  }),
);

/** A setting is its field here, and the file that uses it; what is not marked as fed is part of what graphs are built from. */
export const configurationFields = {
  layers: z
    .array(layer, { error: 'a list of layers' })
    .describe('The layers in their order, each `{ kind: settings }`; the output layer comes by itself.'),
  loss: oneKind(LOSS_KINDS)
    .optional()
    .describe(
      'What training minimises and races rank by; default: `rmse` of a regression, `cross-entropy` of classes.',
    ),
  optimizer: oneKind(OPTIMIZER_KINDS).prefault('adamw').describe('How weights follow gradients.'),
  gradientClipping: clippingSchema
    .optional()
    .describe('Bounds the gradient, one way or the other; default: not at all.'),
  schedule: fed(
    oneKind(SCHEDULE_KINDS).prefault('constant').describe('How the learning rate changes, batch by batch.'),
  ),
  batchSize: fed(wholeField(1).default(32).describe('Examples of a step.')),
  epochs: fed(wholeField(1).default(10).describe('Passes over the training sample.')),
  earlyStopping: fed(
    earlyStopping
      .optional()
      .describe('Ends a training early when the loss on a part that is set aside stops falling; default: never.'),
  ),
  lossLimit: fed(
    numberAbove(0)
      .optional()
      .describe('A training loss above it, in the units that are reported, counts as divergence; default: none.'),
  ),
  classWeights: fed(
    classWeightsSchema
      .optional()
      .describe(
        'How much examples of each class count in training, 1 on average; losses and metrics that are reported weigh all alike.',
      ),
  ),
  augment: fed(
    augmentSchema
      .optional()
      .describe('Flips and shifts pictures at random, anew each time that training sees them; default: not at all.'),
  ),
  initialization: fed(
    oneKind(INITIALIZER_KINDS).prefault('kaiming-uniform').describe('How weights are drawn at first.'),
  ),
  inputs: scalingField
    .default('standardise')
    .describe("How inputs are scaled, fitted on each training's own sample: column by column, pictures per channel."),
  embedding: wholeField(1)
    .optional()
    .describe(
      'Numbers that a level of an embedded column is learned as; default: the fourth root of its levels, rounded up.',
    ),
  target: shorthand('scale', settings({ scale: targetScaleField.describe('Which way.') }))
    .optional()
    .describe(
      'How the targets of a regression are scaled for training; default: `standardise`, under a relative loss `none`.',
    ),
};

const schema = settings(configurationFields);

/** A configuration with every default filled in; each layer is an object with one key, its kind. */
export type NetworkConfiguration = Readonly<z.output<typeof schema>>;

/** Its JSON Schema, with `shorthand` where a bare value may stand for an object: the key it goes to. */
export function configurationJsonSchema(): JsonObject {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }))) as JsonObject;
}

/** Reads a configuration and fills in defaults; an InputError names the place, the value and what is allowed. */
export function parseConfiguration(configuration: JsonObject): NetworkConfiguration {
  return readSettings(schema, configuration);
}

/** The same by another schema. */
export function readSettings<Schema extends z.ZodType>(schema: Schema, configuration: JsonObject): z.output<Schema> {
  const parsed = schema.safeParse(configuration);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // An unknown key explains a missing one better than the other way round.
  const first = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  throw describeIssue(configuration, first as z.core.$ZodIssue);
}

/**
 * {@link parseConfiguration} for many configurations that share objects, as those of a space do: each of those is read once. The
 * result is plain JSON, and shares its parts likewise.
 */
export function createConfigurationReader(): (configuration: JsonObject) => NetworkConfiguration {
  const readers = Object.entries(schema.shape).map(
    ([key, part]) => [key, key === 'layers' ? createLayersReader() : createPartReader(part)] as const,
  );
  return (configuration) => {
    const read: Record<string, JsonValue> = {};
    const isKnown = Object.keys(configuration).every((key) => Object.hasOwn(schema.shape, key));
    for (const [key, readPart] of isKnown ? readers : []) {
      const value = readPart(configuration[key]);
      // Parsed as a whole it is refused, with the place of the first thing that is wrong.
      if (value === REFUSED) return parseConfiguration(configuration);
      if (value !== undefined) read[key] = value;
    }
    return isKnown
      ? (read as Partial<NetworkConfiguration> as NetworkConfiguration)
      : parseConfiguration(configuration);
  };
}

const REFUSED = Symbol('refused');

/** Reads one setting, or {@link REFUSED}; undefined where it is not there and has no default. */
type PartReader = (value: JsonValue | undefined) => JsonValue | undefined | typeof REFUSED;

function createPartReader(part: z.ZodType): PartReader {
  const read: PartReader = (value) => {
    const parsed = part.safeParse(value);
    if (!parsed.success) return REFUSED;
    // A round trip through text leaves out settings that are undefined.
    return parsed.data === undefined ? undefined : (JSON.parse(JSON.stringify(parsed.data)) as JsonValue);
  };
  const readObject = oncePerObject(read as (value: object) => ReturnType<PartReader>);
  const known = new Map<JsonValue | undefined, ReturnType<PartReader>>();
  return (value) => {
    if (typeof value === 'object' && value !== null) return readObject(value);
    if (!known.has(value)) known.set(value, read(value));
    return known.get(value);
  };
}

function createLayersReader(): PartReader {
  const readLayer = createPartReader(layer);
  const readList = oncePerObject((list: readonly JsonValue[]) => {
    const layers = list.map(readLayer);
    return layers.includes(REFUSED) ? REFUSED : (layers as JsonValue[]);
  });
  return (value) => (Array.isArray(value) ? readList(value) : REFUSED);
}

function describeIssue(configuration: JsonObject, given: z.core.$ZodIssue): InputError {
  const issue = innermost(given);
  const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknownKey === undefined ? issue.path : [...issue.path, unknownKey];
  const place = describePlace(path) || 'the configuration';
  const value = valueAt(configuration, path);
  const thing = thingAt(path);
  if (unknownKey !== undefined) {
    return inputError`unknown-key: ${place}: there is no such ${thing} (its value is ${JSON.stringify(value)}).
      Allowed: ${issue.message}
      Fix: ${adviceOn(thing, unknownKey, namesIn(issue.message)) ?? 'Correct the spelling or remove the key.'}`;
  }
  const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  return inputError`invalid-setting: ${place} ${found}.
    Allowed: ${issue.message}
    Fix: ${adviceOnValue(thing, value, namesIn(issue.message)) ?? `Set ${place} to an allowed value.`}`;
}

/** What is wrong within the form that is meant: of a union, with the one alternative in whose inside something is wrong. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  const inner = issue.code === 'invalid_union' ? issue.errors.map(([first]) => first) : [];
  const deep = inner.find((one) => one !== undefined && one.path.length > 0);
  return deep === undefined ? issue : innermost({ ...deep, path: [...issue.path, ...deep.path] });
}

function adviceOnValue(thing: NamedThing, value: JsonValue | undefined, names: readonly string[]): string | undefined {
  if (typeof value !== 'string' || names.length === 0) return undefined;
  return thing === 'layer' && names.includes(value)
    ? `Write it with its settings: { ${value}: {} }.`
    : adviceOn(thing, value, names);
}

/** The names that an error lists as allowed; none where it lists none. */
function namesIn(allowed: string): readonly string[] {
  const list = /(?:the keys|one of) (.+)$/.exec(allowed)?.[1];
  return list === undefined ? [] : list.split(', ');
}

/** What a name at this place would be the name of. */
function thingAt(path: readonly PropertyKey[]): NamedThing {
  // Within blocks, what stands in the innermost list of layers.
  const start = path.findLastIndex((step, depth) => LISTS.includes(step) && typeof path[depth + 1] === 'number');
  const [first, , third] = path.slice(Math.max(0, start));
  const depth = path.length - Math.max(0, start);
  if (LISTS.includes(first as PropertyKey) && depth > 1 && depth <= 3 && third !== 'activation') {
    return 'layer';
  }
  const last = path.at(-1) === 'name' ? path.at(-2) : path.at(-1);
  return THINGS.find((thing) => thing === last) ?? 'setting';
}

/** Settings that list layers. */
const LISTS: readonly PropertyKey[] = ['layers', 'projection'];

const THINGS: readonly NamedThing[] = ['optimizer', 'activation', 'loss', 'schedule', 'initialization'];

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
