/** @file The settings of many configurations with their values: which vary, and which are the same in all. */
import { type JsonObject, type JsonValue, oncePerObject } from '../core/index.js';

export interface Setting {
  /** `.layers[0].conv.filters` */
  readonly path: string;
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

/** A setting that all configurations have, with one value. */
interface CommonSetting {
  /** `layers[0].conv.kernel` */
  readonly path: string;
  /** The value as labels write it: a text that looks like a number or the like stands in quotes. */
  readonly text: string;
}

/** What no label says: in the order of the file. */
export function commonSettings(configurations: readonly JsonObject[]): CommonSetting[] {
  return collectSettings(configurations)
    .filter((setting) => !varies(setting))
    .map(({ path, values: [text = ''] }) => ({ path: path.slice(1), text }));
}

/** Where a value stands. */
type Place = Pick<Setting, 'path' | 'name' | 'positions' | 'rank'>;

type Leaf = readonly [place: Place, value: JsonValue];

/**
 * All settings of all configurations in the order of the file: list by list, key by key. `named`: a `name` inside a setting is what that
 * setting is, as where it stands there alone.
 */
export function collectSettings(configurations: readonly JsonObject[], { named = false } = {}): Setting[] {
  const settings = new Map<string, Setting>();
  const texts = new Map<JsonValue, string>();
  const textOf = (value: JsonValue): string => {
    const text = texts.get(value) ?? (isPlainText(value) ? value : JSON.stringify(value));
    texts.set(value, text);
    return text;
  };
  const leavesOf = createLeafFinder(named);
  configurations.forEach((configuration, index) => {
    leavesOf(configuration, ({ path, name, positions, rank }, value) => {
      let setting = settings.get(path);
      if (setting === undefined) {
        setting = { path, name, positions, values: new Array(configurations.length), strings: true, rank };
        settings.set(path, setting);
      }
      setting.values[index] = textOf(value);
      setting.strings &&= typeof value === 'string';
    });
  });
  return [...settings.values()].sort((a, b) => compareRanks(a.rank, b.rank));
}

/** Text that nobody takes for a number or the like; other text stands in quotes. */
function isPlainText(value: JsonValue): value is string {
  return typeof value === 'string' && !/^(?:true|false|null|[-+]?[\d.][\d.eE+-]*)$/.test(value);
}

/** Calls `tell` with the leaves of a configuration, in its own order. Parts that configurations share are walked once. */
function createLeafFinder(
  named: boolean,
): (configuration: JsonObject, tell: (place: Place, value: JsonValue) => void) => void {
  const keyOrder = new Map<string, number>();
  const orderOf = (path: string): number => {
    const order = keyOrder.get(path) ?? keyOrder.size;
    keyOrder.set(path, order);
    return order;
  };
  const walk = (branch: JsonObject | readonly JsonValue[], place: Place): readonly Leaf[] =>
    (Array.isArray(branch) ? [...branch.entries()] : Object.entries(branch)).flatMap(
      ([key, value]: [string | number, JsonValue]) => {
        const inner = named && key === 'name' && typeof value === 'string' ? place : step(place, key);
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

export function varies({ values }: Setting): boolean {
  for (const value of values) if (value !== values[0]) return true;
  return false;
}
