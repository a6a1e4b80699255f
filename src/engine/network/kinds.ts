/** @file Kinds of which a configuration names one (a loss, an optimizer, ...): each has its own settings, and stands in a list. */
import { z } from 'zod';
import { settings, shorthand } from './fields.js';

type Fields = Readonly<Record<string, z.ZodType>>;

export interface Kind<Built, Own extends Fields = Fields> {
  readonly name: string;
  /** Names that mean the same: a configuration is completed with `name`. */
  readonly aliases?: readonly string[];
  /** What it is, in a sentence for people. */
  readonly meaning: string;
  /** Its settings, apart from `name`. */
  readonly fields: Own;
  /** From settings that fit the fields; defaults are filled in. */
  build(settings: object): Built;
}

/** Makes a kind, whose `build` is given settings as its fields have them. */
export function kindOf<Built, Own extends Fields>(
  kind: Omit<Kind<Built, Own>, 'build'> & { build(settings: z.output<z.ZodObject<Own>>): Built },
): Kind<Built, Own> {
  const schema = z.object(kind.fields);
  return { ...kind, build: (settings) => kind.build(schema.parse(settings)) };
}

/** The settings of one of several kinds, told apart by `name`; a bare name is short for its defaults. */
export function oneKind(kinds: readonly Kind<unknown>[]) {
  const schemas = kinds.map(({ name, aliases = [], meaning, fields }) => {
    const own = aliases.length === 0 ? z.literal(name) : z.enum([name, ...aliases]).transform(() => name);
    return settings({ name: own, ...fields }).describe(meaning);
  });
  const names = kinds.flatMap(({ name, aliases = [] }) => [name, ...aliases]).join(', ');
  const error = `an object whose name is one of ${names}`;
  return shorthand('name', z.discriminatedUnion('name', schemas as [(typeof schemas)[number]], { error }));
}

export interface NamedSettings {
  readonly name: string;
  readonly [setting: string]: unknown;
}

/** What the kind that is named makes of its settings. */
export function buildNamed<Built>(kinds: readonly Kind<Built>[], { name, ...own }: NamedSettings): Built {
  const named = kinds.find((kind) => kind.name === name);
  if (named === undefined) throw new TypeError(`There is no kind "${name}".`);
  return named.build(own);
}
