/** @file Families in labels: candidates of other kinds of layers are told by one word, and what follows from a family is not repeated. */
import { placesByValue } from './alike.js';
import type { Setting } from './setting-values.js';

/** Kinds of layers that people call networks after: a family is told by the first that it has and others lack. */
const TELLING_KINDS = ['attention', 'add', 'depthwiseConv', 'conv', 'tokenEmbedding', 'dense'];

/**
 * `settings` with the family before them, and without those of layers that say nothing more within a family: those of one value, and
 * those that another determines. `varying` are all settings that vary, also those that `settings` lacks. Configurations that
 * `settings` tells apart stay apart.
 */
export function thinByFamily(settings: readonly Setting[], varying: readonly Setting[], count: number): Setting[] {
  const marks = markFamilies(varying, count);
  const told = settings.map((setting) => ({ ...setting, values: [...setting.values] }));
  const layered = told.filter(({ positions }) => positions !== '');
  for (const members of placesByValue(marks).values()) {
    for (const setting of dropFollowing(layered, members)) {
      for (const index of members) setting.values[index] = undefined;
    }
  }
  const family: Setting = { path: '', name: 'kind', positions: '', values: marks, strings: true, rank: [] };
  return [family, ...told].filter(({ values }) => values.some((value) => value !== undefined));
}

/** For each candidate the first telling kind that it has and not all have. */
function markFamilies(varying: readonly Setting[], count: number): (string | undefined)[] {
  const owners = new Map<string, Set<number>>();
  for (const { path, values } of varying) {
    const kinds = TELLING_KINDS.filter((kind) => path.includes(`].${kind}.`) || path.endsWith(`].${kind}`));
    for (const kind of kinds) {
      const having = owners.get(kind) ?? new Set();
      owners.set(kind, having);
      values.forEach((value, index) => {
        if (value !== undefined) having.add(index);
      });
    }
  }
  const telling = TELLING_KINDS.filter((kind) => (owners.get(kind)?.size ?? count) < count);
  return Array.from({ length: count }, (_, index) => telling.find((kind) => owners.get(kind)?.has(index)));
}

/** The settings that say nothing more of these candidates. The last go first: what matters most is usually written first. */
function dropFollowing(settings: readonly Setting[], members: readonly number[]): Setting[] {
  const kept = new Set(settings);
  for (const setting of settings.toReversed()) {
    kept.delete(setting);
    const follows = isConstant(setting, members) || [...kept].some((other) => determines(other, setting, members));
    if (!follows) kept.add(setting);
  }
  return settings.filter((setting) => !kept.has(setting));
}

function isConstant({ values }: Setting, members: readonly number[]): boolean {
  return members.every((index) => values[index] === values[members[0] as number]);
}

/**
 * Whether one setting has one value for each value of the other. Values that hardly repeat, as drawn numbers, determine everything by
 * chance, and count as determining nothing.
 */
function determines({ values: causes }: Setting, { values }: Setting, members: readonly number[]): boolean {
  const effects = new Map<string | undefined, string | undefined>();
  for (const index of members) {
    const cause = causes[index];
    if (!effects.has(cause)) effects.set(cause, values[index]);
    else if (effects.get(cause) !== values[index]) return false;
    if (2 * effects.size > members.length) return false;
  }
  return true;
}
