/** @file Labels: what sets each candidate apart, in as few words as keep them distinct. */
import type { JsonObject, JsonValue } from '../core/index.js';

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

/** All settings of all configurations in the order of the file: list by list, key by key. */
function collectSettings(configurations: readonly JsonObject[]): Setting[] {
  const settings = new Map<string, Setting>();
  const keyOrder = new Map<string, number>();
  configurations.forEach((configuration, index) => {
    const visit = (value: JsonValue, path: string, name: string, positions: string, rank: readonly number[]) => {
      if (Array.isArray(value) && isBranch(value)) {
        value.forEach((member: JsonValue, place) => {
          visit(member, `${path}[${place}]`, name, positions === '' ? `${place}` : `${positions}.${place}`, [
            ...rank,
            place,
          ]);
        });
        return;
      }
      if (isBranch(value)) {
        for (const [key, child] of Object.entries(value)) {
          const childPath = `${path}.${key}`;
          const order = keyOrder.get(childPath) ?? keyOrder.size;
          keyOrder.set(childPath, order);
          visit(child, childPath, key, positions, [...rank, order]);
        }
        return;
      }
      let setting = settings.get(path);
      if (setting === undefined) {
        setting = { name, positions, values: new Array(configurations.length), strings: true, rank };
        settings.set(path, setting);
      }
      setting.values[index] = typeof value === 'string' ? value : JSON.stringify(value);
      setting.strings &&= typeof value === 'string';
    };
    visit(configuration, '', '', '', []);
  });
  return [...settings.values()].sort((a, b) => compareRanks(a.rank, b.rank));
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
  const distinct = (kept: readonly Setting[]) =>
    new Set(
      Array.from({ length: count }, (_, index) => JSON.stringify(kept.map(({ values }) => values[index] ?? null))),
    ).size;
  const all = distinct(settings);
  let kept = settings;
  for (const setting of settings.toReversed()) {
    if (new Set(setting.values.filter((value) => value !== undefined)).size > 1) continue;
    const without = kept.filter((other) => other !== setting);
    if (distinct(without) === all) kept = without;
  }
  return kept;
}
