/** @file Labels: what sets each candidate apart, in as few words as keep them distinct. */
import { type JsonObject, type JsonValue, oncePerObject } from '../core/index.js';

/** Usual short forms of long setting names; labels are for people and never parsed. */
const SHORT_NAMES: Readonly<Record<string, string>> = { learningRate: 'lr', batchSize: 'batch', weightDecay: 'decay' };

interface Setting {
  /** Name of the setting, e.g. `filters`. */
  readonly name: string;
  /** Positions in the lists it stands in, e.g. `0` for `layers[0].conv.filters`. */
  readonly positions: string;
  /** For each configuration the value's text, or undefined where the setting is not there. */
  readonly values: (string | undefined)[];
  strings: boolean;
  /** Where it stands: positions in lists, and for keys the order in which they were first met. */
  readonly rank: readonly number[];
}

/**
 * One label for each configuration, distinct where the configurations are: `filters=8 units=16 tanh lr=0.003`. Settings
 * equal in all are left out; names get their position in a list where they are not unique (`units[3]=16`); words
 * stand without their name where no other setting takes the same word.
 */
export function labelConfigurations(configurations: readonly JsonObject[]): string[] {
  const settings = dropImplied(collectSettings(configurations).filter(varies), configurations.length);
  const names = new Map<string, number>();
  for (const { name } of settings) names.set(name, (names.get(name) ?? 0) + 1);
  const words = new Map<string, number>();
  for (const { values } of settings) {
    for (const value of new Set(values)) if (value !== undefined) words.set(value, (words.get(value) ?? 0) + 1);
  }
  const prefixes = settings.map((setting) => {
    const unique = names.get(setting.name) === 1;
    const bare =
      unique && setting.strings && setting.values.every((value) => value === undefined || words.get(value) === 1);
    return bare ? '' : `${SHORT_NAMES[setting.name] ?? setting.name}${unique ? '' : `[${setting.positions}]`}=`;
  });
  return configurations.map((_, index) =>
    settings
      .flatMap(({ values }, position) => (values[index] === undefined ? [] : [`${prefixes[position]}${values[index]}`]))
      .join(' '),
  );
}

/** Where a value stands. */
interface Place extends Pick<Setting, 'name' | 'positions' | 'rank'> {
  readonly path: string;
}

type Leaf = readonly [place: Place, value: JsonValue];

/** All settings of all configurations in the order of the file: list by list, key by key. */
function collectSettings(configurations: readonly JsonObject[]): Setting[] {
  const settings = new Map<string, Setting>();
  const texts = new Map<JsonValue, string>();
  const textOf = (value: JsonValue): string => {
    const text = texts.get(value) ?? (typeof value === 'string' ? value : JSON.stringify(value));
    texts.set(value, text);
    return text;
  };
  const leavesOf = createLeafFinder();
  configurations.forEach((configuration, index) => {
    leavesOf(configuration, ({ path, name, positions, rank }, value) => {
      let setting = settings.get(path);
      if (setting === undefined) {
        setting = { name, positions, values: new Array(configurations.length), strings: true, rank };
        settings.set(path, setting);
      }
      setting.values[index] = textOf(value);
      setting.strings &&= typeof value === 'string';
    });
  });
  return [...settings.values()].sort((a, b) => compareRanks(a.rank, b.rank));
}

/** Calls `tell` with the leaves of a configuration, in its own order. Parts that configurations share are walked once. */
function createLeafFinder(): (configuration: JsonObject, tell: (place: Place, value: JsonValue) => void) => void {
  const keyOrder = new Map<string, number>();
  const orderOf = (path: string): number => {
    const order = keyOrder.get(path) ?? keyOrder.size;
    keyOrder.set(path, order);
    return order;
  };
  const walk = (branch: JsonObject | readonly JsonValue[], place: Place): readonly Leaf[] =>
    (Array.isArray(branch) ? [...branch.entries()] : Object.entries(branch)).flatMap(
      ([key, value]: [string | number, JsonValue]) => {
        const inner = step(place, key);
        return isBranch(value) ? walk(value, inner) : [[inner, value] as const];
      },
    );
  const step = ({ path, name, positions, rank }: Place, key: string | number): Place => {
    if (typeof key === 'string') {
      const inner = `${path}.${key}`;
      return { path: inner, name: key, positions, rank: [...rank, orderOf(inner)] };
    }
    return {
      path: `${path}[${key}]`,
      name,
      positions: positions === '' ? `${key}` : `${positions}.${key}`,
      rank: [...rank, key],
    };
  };
  const members = new Map<string, (branch: JsonObject | readonly JsonValue[]) => readonly Leaf[]>();
  const places = new Map<string, Place>();
  return (configuration, tell) => {
    for (const key in configuration) {
      const value = configuration[key] as JsonValue;
      let place = places.get(key);
      if (place === undefined) {
        place = step({ path: '', name: '', positions: '', rank: [] }, key);
        places.set(key, place);
      }
      if (isBranch(value)) {
        const here = place;
        const leavesAt = members.get(key) ?? oncePerObject((branch) => walk(branch, here));
        members.set(key, leavesAt);
        for (const [inner, leaf] of leavesAt(value)) tell(inner, leaf);
      } else tell(place, value);
    }
  };
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((step, depth) => step !== b[depth]);
  return at < 0 ? a.length - b.length : (a[at] as number) - (b[at] ?? -1);
}

/** Objects, and lists that hold objects; a list of plain values, or an empty one, is a value. */
function isBranch(value: JsonValue): value is JsonObject | readonly JsonValue[] {
  if (value === null || typeof value !== 'object') return false;
  return Array.isArray(value)
    ? value.some((member) => member !== null && typeof member === 'object')
    : Object.keys(value).length > 0;
}

function varies({ values }: Setting): boolean {
  for (const value of values) if (value !== values[0]) return true;
  return false;
}

/**
 * Drops settings that have one value wherever they are, when the others tell the configurations apart without them. The last
 * go first: what matters most about a thing is usually written first.
 */
function dropImplied(settings: readonly Setting[], count: number): readonly Setting[] {
  const implied = settings.filter(({ values }) => new Set(values.filter((value) => value !== undefined)).size === 1);
  if (implied.length === 0) return settings;
  const all = countDistinct(settings, count);
  let kept = settings;
  for (const setting of implied.toReversed()) {
    const without = kept.filter((other) => other !== setting);
    if (countDistinct(without, count) === all) kept = without;
  }
  return kept;
}

/** How many configurations can be told apart by these settings: groups of equal ones, split setting by setting. */
function countDistinct(settings: readonly Setting[], count: number): number {
  const groups = new Int32Array(count);
  let size = 1;
  for (const { values } of settings) {
    const codes = new Map<string | undefined, number>();
    const split = new Map<number, number>();
    for (let index = 0; index < count; index++) {
      const value = values[index];
      const code = codes.get(value) ?? codes.size;
      codes.set(value, code);
      const key = code * size + (groups[index] as number);
      const group = split.get(key) ?? split.size;
      split.set(key, group);
      groups[index] = group;
    }
    size = split.size;
  }
  return size;
}
