/** @file The JSON Schema of an experiment file, by which editors complete, explain and check it. */
import { z } from 'zod';
import { canonicalJson, defined, type JsonObject, type JsonValue } from '../core/index.js';
import { experimentSchema } from './experiment-schema.js';

/**
 * What a user may write, in draft 7, which every editor knows. `configurations` are schemas of what a candidate may be, in any of these
 * forms, by the `trainer` that takes them; the first is the trainer where none is named. Other trainers' candidates are theirs.
 */
export function experimentJsonSchema<Data, Input>(
  dataSchema: z.ZodType<Data, Input>,
  configurations: Readonly<Record<string, readonly JsonObject[]>> = {},
): JsonObject {
  const written = z.toJSONSchema(experimentSchema(dataSchema), { io: 'input', target: 'draft-7' });
  const { definitions: own = {}, ...schema } = plain(JSON.parse(JSON.stringify(written)) as JsonValue) as JsonObject;
  const definitions: Definitions = {};
  const byTrainer = Object.entries(configurations).map(([trainer, kinds]) => {
    const forms = kinds.map(({ definitions: _, ...form }) => form);
    const named = Object.assign({}, ...kinds.map((kind) => kind.definitions)) as Definitions;
    const configuration = forms.length === 1 ? (forms[0] as JsonObject) : { anyOf: forms };
    const candidate = new SpaceWriter(definitions, named).write(configuration, trainer);
    return {
      // True also where no trainer is named, which must not make every one of them apply, nor any among several models.
      if: {
        not: { required: ['models'] },
        properties: { trainer: { const: trainer } },
        ...(isDefault(trainer, schema) ? {} : { required: ['trainer'] }),
      },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: {
        properties: {
          space: { anyOf: [candidate, { type: 'array', items: candidate }] },
          candidates: { additionalProperties: candidate },
        },
        required: ['data'],
      },
    };
  });
  return {
    title: 'Surefoot experiment',
    ...schema,
    ...(byTrainer.length === 0 ? {} : { allOf: byTrainer }),
    definitions: { ...(own as JsonObject), ...definitions },
  };
}

function isDefault(trainer: string, { properties }: JsonObject): boolean {
  return (properties as Record<string, JsonObject>).trainer?.default === trainer;
}

/** Without bounds that only say that a number is a whole one of JavaScript. */
function plain(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((member: JsonValue) => plain(member));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([, member]) => {
    return member !== Number.MAX_SAFE_INTEGER && member !== Number.MIN_SAFE_INTEGER;
  });
  return Object.fromEntries(kept.map(([key, member]) => [key, plain(member as JsonValue)]));
}

/** Named parts of a schema, which grow as spaces are described. */
type Definitions = Record<string, JsonObject>;

/** A number to be drawn. */
const RANGE: JsonObject = {
  type: 'object',
  properties: {
    range: {
      description: 'Lowest and highest number; candidates are drawn, so many as `draw` says.',
      type: 'array',
      items: { type: 'number' },
      minItems: 2,
      maxItems: 2,
    },
    scale: { description: '`log`: equal ratios are equally likely.', enum: ['linear', 'log'] },
    integer: { description: 'Whole numbers alone.', type: 'boolean' },
    step: { description: 'Distance from number to number, from the lowest.', type: 'number', exclusiveMinimum: 0 },
    default: { description: 'Tried first.', type: 'number' },
  },
  required: ['range'],
  additionalProperties: false,
};

/** Left out. */
const NOTHING: JsonObject = { type: 'null' };

/**
 * Writes the schema of spaces whose points satisfy a configuration's, a JSON Schema as Zod writes it, in which `shorthand` names the
 * key that a bare value goes to (or the bare value itself), and which refers to `named` parts, as settings that hold themselves must.
 * Parts are put into `definitions`, named by their places, and referred to; equal ones are there once.
 */
class SpaceWriter {
  /** By the content of what they describe. */
  private readonly names = new Map<string, string>();

  constructor(
    private readonly definitions: Definitions,
    /** What the configuration's schema refers to. */
    private readonly named: Definitions,
  ) {}

  /** A reference to what may stand in place of a value of `schema`, with its description and default. */
  write(schema: JsonObject, place: string): JsonObject {
    const { description, default: fallback, ...values } = schema;
    const key = canonicalJson(values);
    let name = this.names.get(key);
    if (name === undefined) {
      name = this.unused(place);
      this.names.set(key, name);
      // The name is there before the content, which may hold itself.
      this.definitions[name] = {};
      this.definitions[name] = { anyOf: this.forms(values, name) };
    }
    return { ...defined({ description, default: fallback }), allOf: [reference(name)] };
  }

  /** Kinds of one setting may have settings of one name. */
  private unused(place: string): string {
    let name = place;
    for (let count = 2; this.definitions[name] !== undefined; count++) name = `${place}-${count}`;
    return name;
  }

  private forms(values: JsonObject, name: string): JsonObject[] {
    const scalars = scalarsOf(values);
    const lists = scalars.length === 0 ? [] : [list({ anyOf: [...scalars, NOTHING] })];
    const own = alternativesOf(values).flatMap((one) => this.written(one, name));
    const ranges = scalars.some(({ type }) => type === 'number' || type === 'integer') ? [RANGE] : [];
    return [
      ...own,
      ...this.namedTogether(values, name),
      ...lists,
      ...ranges,
      oneOf(reference(name)),
      literal(values),
      NOTHING,
    ];
  }

  /** The ways to write a value out, without choices at its top. */
  private written(values: JsonObject, name: string): JsonObject[] {
    const shorts = scalarsOf(values);
    if (values.type === 'array') return [list(this.part(values.items as JsonObject, this.unused(`${name}.each`)))];
    if (values.type !== 'object') return shorts;
    return [{ ...withoutShorthand(values), ...this.members(values, name) }, ...shorts];
  }

  private members({ properties, additionalProperties: rest, required = [] }: JsonObject, name: string): JsonObject {
    if (properties === undefined) return { additionalProperties: this.write(rest as JsonObject, `${name}.any`) };
    const { value, ...others } = properties as Record<string, JsonObject>;
    // Alone, `value` marks what is taken as it stands.
    const mayBeAlone = value !== undefined && (required as readonly JsonValue[]).length === 0;
    return { properties: this.properties(mayBeAlone ? others : (properties as Record<string, JsonObject>), name) };
  }

  private properties(properties: Readonly<Record<string, JsonObject>>, name: string): JsonObject {
    const entries = Object.entries(properties).map(([key, schema]) => {
      return [key, schema.const === undefined ? this.write(schema, `${name}.${key}`) : schema] as const;
    });
    return Object.fromEntries(entries);
  }

  /** Kinds told apart by `name`, of which several are alternatives: with whatever settings one of them has. */
  private namedTogether(values: JsonObject, name: string): JsonObject[] {
    const kinds = alternativesOf(values).map(({ properties }) => properties as Record<string, JsonObject> | undefined);
    const kindNames = kinds.map((properties) => namesOf(properties?.name));
    if (kinds.length < 2 || kindNames.some(({ length }) => length === 0)) return [];
    const settings: Record<string, JsonObject> = Object.assign({}, ...kinds.toReversed());
    const choice = { enum: kindNames.flat() };
    const properties = {
      ...this.properties(settings, name),
      name: { anyOf: [list(choice), oneOf(choice)] },
    };
    return [{ type: 'object', properties, required: ['name'], additionalProperties: false }];
  }

  /** A part of a sequence: one, none, alternatives of one or several, or a sequence that takes its place. */
  private part(referred: JsonObject, name: string): JsonObject {
    const schema = this.found(referred);
    const part = reference(name);
    const several = list(part);
    this.definitions[name] = {
      anyOf: [...this.written(schema, name), oneOf({ anyOf: [part, several] }), several, literal(schema), NOTHING],
    };
    return part;
  }

  /** What a reference stands for; Zod wraps one in `allOf`. */
  private found(schema: JsonObject): JsonObject {
    const [wrapped] = (schema.allOf ?? []) as readonly JsonObject[];
    const target = schema.$ref ?? wrapped?.$ref;
    return target === undefined ? schema : (this.named[String(target).replace(/^.*\//, '')] as JsonObject);
  }
}

/** What a kind goes by: one name, or several that mean the same. */
function namesOf({ const: only, enum: names = [] }: JsonObject = {}): readonly JsonValue[] {
  return only === undefined ? (names as readonly JsonValue[]) : [only];
}

function reference(name: string): JsonObject {
  return { $ref: `#/definitions/${name}` };
}

/** Without words of its own: editors would show them in place of the setting's. */
function list(items: JsonObject): JsonObject {
  return { type: 'array', items, minItems: 1 };
}

function oneOf(items: JsonObject): JsonObject {
  const properties = { oneOf: { description: 'Alternatives of anything; null leaves it out.', ...list(items) } };
  return { type: 'object', properties, required: ['oneOf'], additionalProperties: false };
}

/** `{ value: X }`. Where X has a `value` of its own, a bare value within would be taken for another setting. */
function literal(values: JsonObject): JsonObject {
  const types = new Set(
    alternativesOf(values).map(({ type, enum: names }) => type ?? typeof (names as JsonValue[])[0]),
  );
  const value = { description: 'Taken as it stands, without alternatives.', type: [...types] as JsonValue[] };
  return { type: 'object', properties: { value }, required: ['value'], additionalProperties: false };
}

/** The alternatives of a union, each with the union's shorthand; a schema that is none by itself. */
function alternativesOf({ anyOf, oneOf: kinds, ...rest }: JsonObject): readonly JsonObject[] {
  const alternatives = (anyOf ?? kinds) as readonly JsonObject[] | undefined;
  return alternatives?.map((one) => ({ ...rest, ...one })) ?? [rest];
}

/** Schemas of the bare values that may stand for a value: itself, or what its shorthand names. */
function scalarsOf(values: JsonObject): JsonObject[] {
  return alternativesOf(values).flatMap((one) => {
    if (one.type === 'array') return [];
    if (one.type !== 'object') return [one];
    const { shorthand, properties, required = [], description } = one;
    if (shorthand === undefined) return [];
    if (shorthand === true) return [{ const: true }];
    if ((required as string[]).some((key) => key !== shorthand)) return [];
    const short = (properties as Record<string, JsonObject>)[shorthand as string] as JsonObject;
    return alternativesOf({ ...short, ...defined({ description }) });
  });
}

function withoutShorthand({ shorthand: _, ...schema }: JsonObject): JsonObject {
  return schema;
}
