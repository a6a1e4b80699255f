/**
 * @file An experiment's text, or value, becomes a checked experiment. It has an end and could be written down: no value that holds itself,
 * none that JSON has no form for. What is likely a mistake is doubted aloud.
 */
import { z } from 'zod';
import {
  defined,
  type InputError,
  inputError,
  type JsonObject,
  type JsonValue,
  MOST_LEVELS,
  mapValues,
  tooDeep,
} from '../core/index.js';
import type { CostSpec } from './cost.js';
import { type ExperimentSpec, experimentSchema } from './experiment-schema.js';
import { type RacedTrainer, refuseBesideModels, spacesOfModels } from './models-schema.js';
import { rangesIn, type WrittenRange } from './refuse-ranges.js';
import { checkAgainst, nameOf } from './schema-error.js';
import { type Search, searchedOf } from './search-schema.js';
import type { NamedSpace } from './space.js';
import { isLiteral, walkConfigurations } from './written-space.js';
import { type Path, readYaml, type YamlSource } from './yaml-source.js';

interface ParseOptions<Data> {
  /** Names the text in messages: its path. */
  readonly source: string;
  /** What `data` may be; the room that reads data knows. */
  readonly dataSchema: z.ZodType<Data>;
}

/** A checked experiment, defaults filled in: data not read, candidates not built, the rule's options not checked. */
export interface ExperimentDraft<Data = unknown>
  extends Readonly<
    Omit<ExperimentSpec<Data>, 'trainer' | 'models' | 'cost' | 'space' | 'candidates' | 'sample' | 'search'>
  > {
  /** One for all candidates, or one for each model. */
  readonly trainer: RacedTrainer;
  readonly cost?: CostSpec;
  /** Training examples of a replicate; 0 = the whole pool. */
  readonly sample: number;
  /** Undefined where every candidate is raced by its own trainings. */
  readonly search?: Search;
  /** What the candidates are built from. */
  readonly spaces: readonly NamedSpace[];
  /** What can be said of the words of the spaces alone. */
  readonly written: WrittenSpaces;
}

/** Of spaces as they are written. */
interface WrittenSpaces {
  /** What is refused; for {@link buildCandidates}, which knows whether the trainer takes it. */
  readonly ranges: readonly WrittenRange[];
  /** What is allowed, but hardly meant: whole sentences. */
  readonly notices: readonly string[];
  /** Settings with null among their plain values, such as `space.depth`: there they are left out. */
  readonly leftOut: readonly string[];
}

/** From the text of an experiment file. Throws an InputError with line and column for the first thing wrong. */
export function parseExperiment<Data>(text: string, options: ParseOptions<Data>): ExperimentDraft<Data> {
  const yaml = readYaml(text, options.source);
  requirePlainValue(yaml.value, yaml.locate);
  refuseBesideModels(yaml.value, yaml.locate);
  return toDraft(checkAgainst(experimentSchema(options.dataSchema), yaml.value, yaml.locate), yaml);
}

/** From an experiment written as a value in a program; messages name `options.source` without lines. */
export function checkExperiment<Data>(value: unknown, options: ParseOptions<Data>): ExperimentDraft<Data> {
  const locate = () => options.source;
  requirePlainValue(value, locate);
  refuseBesideModels(value, locate);
  return toDraft(checkAgainst(experimentSchema(options.dataSchema), value, locate), { locate, isBare: () => false });
}

function toDraft<Data>(spec: ExperimentSpec<Data>, text: Omit<YamlSource, 'value'>): ExperimentDraft<Data> {
  const { space, candidates, models, cost, sample = 0, search, draw, ...rest } = spec;
  const spaces = models === undefined ? [...spacesOf(space), ...namedSpacesOf(candidates)] : spacesOfModels(models);
  const written = lookAt({ space, candidates, models, draw, search }, text);
  // What cannot be read is refused where the candidates are built.
  const searched = written.ranges.length > 0 ? defined({ draw }) : searchedOf({ ...defined({ search }), draw }, spaces);
  const plain = { ...rest, ...defined({ cost }), ...searched, sample, spaces, written };
  if (models === undefined) return plain;
  const hasCosts = Object.values(models).some(({ cost }) => cost !== undefined);
  return {
    ...plain,
    trainer: { models: mapValues(models, ({ trainer }) => trainer) },
    ...(hasCosts ? { cost: { models: mapValues(models, ({ cost: own = 1 }) => own) } } : {}),
  };
}

function lookAt(
  {
    space,
    candidates = {},
    models = {},
    draw,
    search,
  }: Pick<ExperimentSpec<unknown>, 'space' | 'candidates' | 'models' | 'draw' | 'search'>,
  { locate, isBare }: Omit<YamlSource, 'value'>,
): WrittenSpaces {
  const parts: (readonly [JsonValue, Path])[] = [
    ...(space === undefined ? [] : [[space as JsonValue, ['space']] as const]),
    ...Object.entries(candidates).map(([name, one]) => [one, ['candidates', name]] as const),
    ...Object.entries(models).flatMap(([name, { space: own }]) =>
      own === undefined ? [] : [[own as JsonValue, ['models', name, 'space']] as const],
    ),
  ];
  const isSearched = search && search.prior !== 'none';
  const isUnnamed = space !== undefined || Object.keys(models).length > 0;
  const isDrawn = draw !== undefined || (isUnnamed && search?.prior !== 'none');
  return {
    ranges: parts.flatMap(([part, path]) => rangesIn(part, path, { locate, isDrawn, isSearched })),
    notices: parts.flatMap(([part, path]) => doubtsAbout(part, path, isBare)),
    leftOut: parts.flatMap(([part, path]) => leftOutIn(part, path)),
  };
}

function spacesOf(space: JsonObject | readonly JsonObject[] | undefined): NamedSpace[] {
  if (space === undefined) return [];
  if (!Array.isArray(space)) return [{ place: 'space', space: space as JsonObject }];
  return (space as readonly JsonObject[]).map((one, index) => ({ place: `space[${index}]`, space: one }));
}

function namedSpacesOf(candidates: Readonly<Record<string, JsonObject>> | undefined): NamedSpace[] {
  return Object.entries(candidates ?? {}).map(([name, space]) => ({ name, place: `candidates.${name}`, space }));
}

/**
 * Throws InputError for the first value that holds itself (an alias inside its own anchor, a cyclic object), stands too deep, is a BigInt, a
 * function or a symbol, is undefined in a list, or is named `__proto__`. An undefined member of an object counts as absent. `locate` tells where a path
 * stands.
 */
function requirePlainValue(root: unknown, locate: (path: Path) => string): void {
  const around = new Set<object>();
  const checked = new Set<object>();
  const visit = (value: unknown, path: Path): void => {
    if (typeof value !== 'object' || value === null) {
      const inList = typeof path.at(-1) === 'number';
      const isPlain = value === undefined ? !inList : !['bigint', 'function', 'symbol'].includes(typeof value);
      if (!isPlain) throw notPlain(`\`${nameOf(path)}\` is ${describe(value)}`, locate(path));
      return;
    }
    if (path.length > MOST_LEVELS) throw tooDeep(`${locate(path.slice(0, 1))}: \`${nameOf(path.slice(0, 2))}\``);
    if (around.has(value)) throw notPlain(`\`${nameOf(path)}\` holds itself`, locate(path));
    // What several places share is checked once: aliases of aliases would multiply.
    if (checked.has(value)) return;
    checked.add(value);
    around.add(value);
    if (Array.isArray(value))
      value.forEach((member, index) => {
        visit(member, [...path, index]);
      });
    else
      for (const [key, member] of Object.entries(value)) {
        // Set on an object of JavaScript it would vanish, or change what the object is.
        if (key === '__proto__')
          throw notPlain(`\`${nameOf([...path, key])}\` is a name that JavaScript reserves`, locate(path));
        visit(member, [...path, key]);
      }
    around.delete(value);
  };
  visit(root, []);
}

function describe(value: unknown): string {
  if (typeof value === 'bigint') return `the BigInt ${value}`;
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}

function notPlain(what: string, place: string): InputError {
  return inputError`not-plain: ${place}: ${what}.
    Allowed: null, true, false, numbers, texts, and finite lists and objects of these
    Fix: Write the value itself.`;
}

/** Texts that a reader takes for a number: 1_000, 0,5, 5 %, 1/3, 10k, and lists of numbers; no dates. */
const LIKE_NUMBERS = /^[-+([]*\s*\.?\d[\d\s.,:;_^*/()[\]\u2212eE+-]*[%kKMG]?$/;
const DATE = /^\d{4}-\d\d-\d\d/;
/** In YAML 1.1 these were true and false. */
const YES_OR_NO = /^(?:yes|no|on|off)$/i;
/** What other languages call nothing, or no number. */
const NOTHING = /^(?:None|nil|NA|NaN|nan|[-+]?(?:inf|Inf|Infinity))$/;

/**
 * Whole sentences on one space. `isBare` says whether a text stands without quotes at a path: in quotes it is meant as text.
 */
function doubtsAbout(space: JsonValue, path: Path, isBare: (path: Path) => boolean): string[] {
  const doubts: string[] = [];
  walkConfigurations(space, path, ({ value, path: at }) => {
    const name = `\`${nameOf(at)}\``;
    if (typeof value === 'string' && isBare(at)) doubts.push(...doubtsAboutText(name, value));
    if (!Array.isArray(value)) return true;
    const quoted = value.filter(
      (member: JsonValue, index): member is string =>
        typeof member === 'string' && isLikeNumber(member) && !isBare([...at, index]),
    );
    if (quoted.length > 0 && value.some((member: JsonValue) => typeof member === 'number')) {
      doubts.push(
        `${name} has numbers beside ${quoted.map((text) => `'${text}'`).join(', ')} in quotes, which the trainer gets as text. Without quotes they are numbers.`,
      );
    }
    if (isListOfLists(value)) {
      const isRead =
        at.at(-1) === 'oneOf'
          ? 'has lists as alternatives, and the values of each are again alternatives'
          : 'is a list of lists, read as a sequence: each part is one of the values of its list';
      const whole = value.map((list) => `{ value: ${JSON.stringify(list)} }`).join(', ');
      doubts.push(`${name} ${isRead}. For whole lists as alternatives write { oneOf: [${whole}] }.`);
    }
    if (
      value.some(isLiteral) &&
      value.some((member: JsonValue) => member !== null && isPlain(member)) &&
      at.at(-1) !== 'oneOf'
    ) {
      doubts.push(
        `${name} has plain values beside { value: ... }, which makes it one list. For alternatives write { oneOf: [...] }.`,
      );
    }
    return true;
  });
  return doubts;
}

/** Settings that null leaves out in some candidates, where a trainer may expect to be told null. */
function leftOutIn(space: JsonValue, path: Path): string[] {
  const names: string[] = [];
  walkConfigurations(space, path, ({ value, path: at }) => {
    if (Array.isArray(value) && value.includes(null) && value.every(isPlain)) names.push(nameOf(at));
    return true;
  });
  return names;
}

function doubtsAboutText(name: string, text: string): string[] {
  const quotes = `Write '${text}' in quotes where text is meant.`;
  if (isLikeNumber(text)) return [`${name} is the text ${text}, which YAML does not read as a number. ${quotes}`];
  if (YES_OR_NO.test(text)) {
    const meant = /^(?:yes|on)$/i.test(text);
    return [`${name} is the text ${text} and not ${meant}, which YAML writes ${meant}. ${quotes}`];
  }
  if (NOTHING.test(text)) {
    return [`${name} is the text ${text}. null leaves the setting out, { value: null } is null. ${quotes}`];
  }
  return [];
}

function isLikeNumber(text: string): boolean {
  return LIKE_NUMBERS.test(text) && !DATE.test(text);
}

/** Lists of plain values alone, one of them with a choice. */
function isListOfLists(list: readonly JsonValue[]): list is readonly (readonly JsonValue[])[] {
  const arePlain = list.every((member) => Array.isArray(member) && member.every(isPlain));
  return arePlain && list.some((member) => (member as readonly JsonValue[]).length > 1);
}

function isPlain(value: JsonValue): boolean {
  return value === null || typeof value !== 'object';
}

/** What is known of it before candidates are drawn. */
export type SearchDraft = Pick<ExperimentDraft, 'spaces' | 'search' | 'draw' | 'seed' | 'written'>;

/** `source` names it in messages. @throws InputError for everything wrong with them. */
export function checkSearch(
  value: { readonly space: unknown; readonly search?: unknown; readonly seed?: unknown },
  source: string,
): SearchDraft {
  const around = { name: 'race', trainer: { command: ['-'] } };
  return checkExperiment({ ...around, ...value }, { source, dataSchema: z.never() });
}
