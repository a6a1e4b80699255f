/**
 * @file What a study of coupled effects measured: in each cell of settings and sample size a table of trainings, whose rows and columns are
 * two streams at the same indices everywhere. All that is found is found from this. And how factors cross.
 */
import {
  type Candidate,
  canonicalJson,
  type InputError,
  inputError,
  type JsonObject,
  type JsonValue,
  type StreamName,
} from '../../../core/index.js';
import {
  cellsOf,
  factorValue,
  findFactor,
  levelTexts,
  replaceFactor,
  requireKnown,
  settingNames,
  upTo,
  WHOLE_CANDIDATE,
  withoutFactor,
} from '../../common/plan/index.js';

/** A setting whose levels cross with those of all others. */
export interface CoupledFactor {
  /** The name that the user wrote, such as `layers.join`. */
  readonly name: string;
  /** For people; two or more, each once. */
  readonly levels: readonly string[];
}

/** A training that came out, as a cost (smaller is better, finite); one that collapsed; undefined where it is missing. */
export type CoupledValue = number | 'collapsed' | undefined;

/** One level of every setting, at one size. */
export interface CoupledCell {
  /** Index of its level in each factor, in the order of `factors`. */
  readonly levels: readonly number[];
  /** Training examples. */
  readonly size: number;
  /** By the index of the first stream, then of the second. */
  readonly values: readonly (readonly CoupledValue[])[];
  /** Fresh pairs beside the table: training r has both streams at an index of its own. Empty where there are none. */
  readonly diagonal: readonly CoupledValue[];
}

export interface CoupledTable {
  readonly factors: readonly CoupledFactor[];
  /** Ascending. */
  readonly sizes: readonly number[];
  /** The two crossed streams: rows, columns. */
  readonly streams: readonly [StreamName, StreamName];
  /** Every level of every factor at every size: levels in row-major order, sizes innermost. */
  readonly cells: readonly CoupledCell[];
  /** Examples that samples are drawn from; null if it cannot be told. */
  readonly pool: number | null;
  /** Whether smaller samples lie inside larger ones of the same index, so that effects of samples couple across sizes. */
  readonly nested: boolean;
  /** Location and spread are of logarithms (all values are above 0), else of the values. */
  readonly logarithmic: boolean;
  /** For resampling; the same at any number of workers. */
  readonly seed: number;
}

/** Of every figure that is printed with an interval: the interval, or why there is none. */
export type CoupledInterval = { readonly low: number; readonly high: number } | { readonly reason: string };

/** A factor as it was asked for; `levels` are those of the space where absent. */
interface AskedLevels {
  readonly name: string;
  readonly levels?: readonly JsonValue[];
}

export interface CrossedFactors {
  readonly factors: readonly CoupledFactor[];
  /** In row-major order of levels. */
  readonly combinations: readonly { readonly name: string; readonly configuration: JsonObject }[];
}

/** The level that takes a setting away. */
const NONE = 'none';

/** A level: what the setting becomes, undefined where it is taken away. Of whole candidates, which it is. */
type LevelValue = JsonValue | undefined;

/**
 * @throws InputError for settings that no candidate has, levels that are the same, and candidates that differ in settings which are no
 * factors, since it is not said then which of them is meant.
 */
export function crossFactors(asked: readonly AskedLevels[], candidates: readonly Candidate[]): CrossedFactors {
  const settings = asked.filter(({ name }) => name !== WHOLE_CANDIDATE);
  for (const { name } of settings) requireKnown(name, candidates);
  const names = settings.map(({ name }) => name);
  const isOfWhole = settings.length < asked.length;
  const bases = isOfWhole ? candidates : [baseAmong(candidates, names)];
  const values = asked.map(({ name, levels }): readonly LevelValue[] => {
    if (name === WHOLE_CANDIDATE) return candidates.map(({ id }) => id);
    return levels?.map((level) => (level === NONE ? undefined : level)) ?? valuesAmong(name, candidates);
  });
  const factors = asked.map(({ name }, place): CoupledFactor => {
    const own = values[place] as readonly LevelValue[];
    const texts = name === WHOLE_CANDIDATE ? candidates.map(({ label }) => label) : levelTexts(own);
    if (new Set(texts).size < texts.length) throw sameLevels(name, texts);
    return { name, levels: texts };
  });
  const combinations = cellsOf(factors.map(({ levels }) => upTo(levels.length))).map((levels) => {
    const own = values.map((list, place) => list[levels[place] as number]);
    const base = bases.find(({ id }) => !isOfWhole || own.includes(id)) as Candidate;
    // One of the space as it stands: its settings of one name need not be the same everywhere.
    const standing = candidates.find((candidate) =>
      asked.every(({ name }, place) => isSame(levelOf(candidate, name), own[place])),
    );
    const { configuration } = standing ?? base;
    return {
      name: factors.map(({ name, levels: texts }, place) => `${name}=${texts[levels[place] as number]}`).join(' '),
      configuration:
        standing === undefined
          ? asked.reduce((changed, { name }, place) => withLevel(changed, name, own[place]), configuration)
          : configuration,
    };
  });
  return { factors, combinations };
}

function levelOf({ id, configuration }: Candidate, name: string): LevelValue {
  return name === WHOLE_CANDIDATE ? id : factorValue(configuration, name);
}

function isSame(one: LevelValue, other: LevelValue): boolean {
  return (one === undefined) === (other === undefined) && canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

function withLevel(configuration: JsonObject, name: string, value: LevelValue): JsonObject {
  if (name === WHOLE_CANDIDATE) return configuration;
  if (value === undefined) return withoutFactor(configuration, name);
  if (findFactor(configuration, name).length === 0) requireKnown(name, [{ id: '', label: '', configuration }]);
  return replaceFactor(configuration, name, value);
}

/** In the order of the candidates; a candidate that lacks the setting has the level `none`. */
function valuesAmong(name: string, candidates: readonly Candidate[]): readonly LevelValue[] {
  const values = candidates.map(({ configuration }) => factorValue(configuration, name));
  const byText = new Map(values.map((value) => [value === undefined ? NONE : canonicalJson(value), value]));
  return [...byText.values()];
}

/** The candidate that is changed: one that has all of the settings, of candidates that differ in nothing else. */
function baseAmong(candidates: readonly Candidate[], names: readonly string[]): Candidate {
  const restOf = ({ configuration }: Candidate) => names.reduce(withoutFactor, configuration);
  const rests = new Map(candidates.map((candidate) => [canonicalJson(restOf(candidate)), candidate]));
  if (rests.size > 1) throw severalBases([...rests.values()].map(restOf), names);
  const has = ({ configuration }: Candidate) => names.every((name) => findFactor(configuration, name).length > 0);
  const base = candidates.find(has);
  if (base !== undefined) return base;
  throw inputError`no-base: No candidate has all of the settings ${names.join(', ')}.
    Allowed: a candidate of the space in which every factor stands
    Fix: Write the settings into one candidate of \`space\`; the level none takes a setting away.`;
}

function severalBases(rests: readonly JsonObject[], names: readonly string[]): InputError {
  const differing = settingNames(rests).filter((name) => {
    const values = rests.map((rest) => canonicalJson(factorValue(rest, name) ?? null));
    return new Set(values).size > 1;
  });
  const shown = differing.length === 0 ? 'other settings' : differing.join(', ');
  const cross = differing[0] === undefined ? '' : `, or let it cross: \`--factor ${differing[0]}\``;
  return inputError`several-bases: The candidates differ in ${shown}, besides ${names.join(', ')}: it is not said which of them the levels change.
    Allowed: candidates that differ in the factors alone
    Fix: Name one candidate with --candidate${cross}.`;
}

function sameLevels(name: string, texts: readonly string[]): InputError {
  return inputError`factor-levels: Two levels of the factor "${name}" are the same: ${texts.join(', ')}.
    Allowed: levels that differ
    Fix: Correct --factor.`;
}
