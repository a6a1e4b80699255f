/**
 * @file Labels: what sets each candidate apart, in as few words as keep them distinct. Candidates of other kinds of layers are told by one
 * word, and what follows from such a family is not repeated.
 */
import { canonicalJson, groupBy, type JsonObject, settingNumbers } from '../core/index.js';
import { collectSettings, type Setting, varies } from './setting-values.js';

/** Usual short forms of long setting names; labels are for people and never parsed. */
const SHORT_NAMES: Readonly<Record<string, string>> = { learningRate: 'lr', batchSize: 'batch', weightDecay: 'decay' };

/**
 * One label for each configuration, distinct where the configurations are: `filters=8 units=16 tanh lr=0.003`. Settings
 * equal in all are left out; names get their position in a list where they are not unique (`units[3]=16`); words
 * stand without their name where no other setting takes the same word; a part that others have and one lacks is told (`layers=none`),
 * of many settings of one name that change together the first stands for all, and drawn numbers have as many digits as keep them apart.
 * Where that is long, families are told by a kind of layer: `attention filters=16 lr=0.003`.
 */
export function labelConfigurations(configurations: readonly JsonObject[]): string[] {
  const count = configurations.length;
  const varying = varyingSettings(configurations);
  if (varying.every(({ values }) => !values.includes(undefined))) return labelsOf(varying, count);
  const order = readingOrder(configurations);
  const ordered = labelsOf(varyingSettings(order.map((index) => configurations[index] as JsonObject)), count);
  const labels = new Array<string>(count);
  for (const [position, index] of order.entries()) labels[index] = ordered[position] as string;
  return labels;
}

function varyingSettings(configurations: readonly JsonObject[]): Setting[] {
  return collectSettings(configurations, { named: true }).filter(varies).map(legibly);
}

function labelsOf(varying: readonly Setting[], count: number): string[] {
  const telling = dropImplied(varying, count);
  const plain = writeLabels(telling, count);
  if (plain.every(({ length }) => length <= LONGEST_PLAIN)) return plain;
  return writeLabels(thinByFamily(telling, varying, count), count);
}

/** Where a label has more characters, families are told by a word, and what follows from others is left out. */
const LONGEST_PLAIN = 64;

/**
 * Where some settings are not in all configurations, their order depends on which configuration is read first. The longest is, as it
 * has most settings in their places: so labels do not depend on the order of the candidates.
 */
function readingOrder(configurations: readonly JsonObject[]): number[] {
  const texts = configurations.map((configuration) => canonicalJson(configuration));
  return [...texts.keys()].sort((a, b) => {
    const [one, other] = [texts[a] as string, texts[b] as string];
    return other.length - one.length || (one < other ? -1 : 1);
  });
}

function writeLabels(all: readonly Setting[], count: number): string[] {
  const names = new Map<string, number>();
  for (const { name } of all) names.set(name, (names.get(name) ?? 0) + 1);
  const settings = dropEchoes(all);
  const words = new Map<string, number>();
  for (const { values } of settings) {
    for (const value of new Set(values)) if (value !== undefined) words.set(value, (words.get(value) ?? 0) + 1);
  }
  const prefixes = settings.map((setting) => {
    const unique = names.get(setting.name) === 1;
    const bare =
      unique && setting.strings && setting.values.every((value) => value === undefined || words.get(value) === 1);
    const position = unique || setting.positions === '' ? '' : `[${setting.positions}]`;
    return bare ? '' : `${SHORT_NAMES[setting.name] ?? setting.name}${position}=`;
  });
  return Array.from({ length: count }, (_, index) =>
    settings
      .flatMap(({ values }, position) => (values[index] === undefined ? [] : [`${prefixes[position]}${values[index]}`]))
      .join(' '),
  );
}

/** What an empty part is called: whatever stands in it elsewhere says nothing of a candidate that lacks it. */
const NOTHING = 'none';
const EMPTY: ReadonlySet<string | undefined> = new Set(['[]', '{}']);

function legibly(setting: Setting): Setting {
  const { values } = setting;
  if (setting.strings) return setting;
  const numbers = new Map(
    values.flatMap((text): [string, number][] =>
      text !== undefined && NUMBER.test(text) ? [[text, Number(text)]] : [],
    ),
  );
  const textOf = settingNumbers([...numbers.values()]);
  const told = (text: string | undefined): string | undefined => {
    if (EMPTY.has(text)) return NOTHING;
    const number = text === undefined ? undefined : numbers.get(text);
    return number === undefined ? text : textOf(number);
  };
  return { ...setting, values: values.map(told) };
}

/** A number as JSON writes it: a text that looks like one stands in quotes. */
const NUMBER = /^-?\d[\d.eE+-]*$/;

/**
 * Drops settings that have one value wherever they are, when the others tell the configurations apart without them; not what
 * says that a part is empty. The last go first: what matters most about a thing is usually written first.
 */
function dropImplied(settings: readonly Setting[], count: number): readonly Setting[] {
  const implied = settings.filter(({ values }) => {
    const own = new Set(values.filter((value) => value !== undefined));
    return own.size === 1 && !own.has(NOTHING);
  });
  if (implied.length === 0) return settings;
  const all = countDistinct(settings, count);
  let kept = settings;
  for (const setting of implied.toReversed()) {
    const without = kept.filter((other) => other !== setting);
    if (countDistinct(without, count) === all) kept = without;
  }
  return kept;
}

/** Up to this many settings of one name are written out, though they change together. */
const WRITTEN_TOGETHER = 3;

/** Of more settings of one name that change together, such as the widths of all layers of a deep network, the first alone. */
function dropEchoes(settings: readonly Setting[]): readonly Setting[] {
  const groups: Setting[][] = [];
  for (const setting of settings) {
    const group = groups.find(([first]) => first?.name === setting.name && changeTogether(first, setting));
    if (group === undefined) groups.push([setting]);
    else group.push(setting);
  }
  const dropped = new Set(groups.flatMap((group) => (group.length > WRITTEN_TOGETHER ? group.slice(1) : [])));
  return settings.filter((setting) => !dropped.has(setting));
}

function changeTogether({ values: ours }: Setting, { values: theirs }: Setting): boolean {
  const partners = new Map<string | undefined, string | undefined>();
  for (const [index, value] of ours.entries()) {
    if (!partners.has(value)) partners.set(value, theirs[index]);
    else if (partners.get(value) !== theirs[index]) return false;
  }
  return new Set(partners.values()).size === partners.size;
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

/** Kinds of layers that people call networks after: a family is told by the first that it has and others lack. */
const TELLING_KINDS = ['attention', 'add', 'depthwiseConv', 'conv', 'tokenEmbedding', 'dense'];

/**
 * `settings` with the family before them, and without those of layers that say nothing more within a family: those of one value, and
 * those that another determines. `varying` are all settings that vary, also those that `settings` lacks. Configurations that
 * `settings` tells apart stay apart.
 */
function thinByFamily(settings: readonly Setting[], varying: readonly Setting[], count: number): Setting[] {
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

/** The places of each value, in the order in which values come first. */
export function placesByValue<Value>(values: readonly Value[]): Map<Value, number[]> {
  return groupBy(values.keys(), (place) => values[place] as Value);
}
