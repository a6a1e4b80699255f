/**
 * @file Names candidates for people: by the settings in which they differ, short enough for a figure, unique in a page, and
 * safe wherever they stand, whatever somebody has called them.
 */
import type { JsonObject } from '../../core/index.js';
import { type SettingColumn, type SettingValues, settingPattern, settingValues } from '../../stats/index.js';

/** What people read in the place of an id. Both are unique among the candidates that were named together. */
export interface CandidateName {
  /** At most 48 characters, for figures and sentences: `filters=8 relu lr=0.003`. */
  readonly short: string;
  /** At most 240 characters, for tables. */
  readonly full: string;
}

interface NamedCandidate {
  readonly id: string;
  /** The settings in which it differs, as the experiment says them; empty where there are none, as in a replay. */
  readonly label: string;
}

const SHORT = 48;
const FULL = 240;
/** Of a name before the id that it ends in. */
const LEAST_KEPT = 3;
/** What an id may take of a name that needs it to be unique. */
const LONGEST_ID = 20;

/** By id; all of a page's candidates in one call, so that each has one name in it. Who has no label is named by its id. */
export function nameCandidates(candidates: readonly NamedCandidate[]): ReadonlyMap<string, CandidateName> {
  const texts = candidates.map(({ id, label }) => legible(label) || legible(id) || '(no name)');
  const ids = candidates.map(({ id }) => cutName(legible(id), LONGEST_ID));
  const short = distinct(texts, ids, SHORT);
  const full = distinct(texts, ids, FULL);
  return new Map(
    candidates.map(({ id }, index) => {
      return [id, { short: isolate(short[index] as string), full: isolate(full[index] as string) }];
    }),
  );
}

/** The name of one of them, as a sentence or a figure has it; an id that nobody has named stands for itself. */
export function shortName(names: ReadonlyMap<string, CandidateName>, id: string): string {
  return names.get(id)?.short ?? isolate(cutName(legible(id), SHORT));
}

/** Control characters, line ends, and what turns the direction of the text that follows become `�`; emoji keep their joiners. */
export function legible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .slice(0, LONGEST_READ)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => (JOINERS.test(character) ? character : '�'))
    .replace(/\s+/g, ' ')
    .trim();
}

/** Nothing to mend, as nearly always. */
const PLAIN = /^[!-~]{1,240}( [!-~]{1,240})*$/;
const ASCII = /^[ -~]*$/;
/** More of a foreign text is not even looked at. */
const LONGEST_READ = 1000;
const JOINERS = /[\u200c\u200d]/;
/** Letters that run from right to left. */
const LEFTWARD = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Text that runs from right to left between marks of its own (Unicode UAX 9), so that its neighbours keep their places. */
export function isolate(text: string): string {
  return LEFTWARD.test(text) ? `\u2068${text}\u2069` : text;
}

const CHARACTERS = new Intl.Segmenter('en');

/** The text, or its beginning with `…`: cut where a setting ends if that keeps half of it, and never inside of a character. */
function cutName(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, ASCII.test(text) ? most - 2 : CHARACTERS.segment(text).containing(most - 2)?.index);
  const space = kept.lastIndexOf(' ');
  return space >= most / 2 ? `${kept.slice(0, space)} …` : `${kept}…`;
}

/**
 * Names in no more than `most` characters, as far as that leaves room for telling them apart: those that cutting would make
 * alike end in their ids, or in their places.
 */
export function cutApart(names: readonly string[], ids: readonly string[], most: number): readonly string[] {
  const short = ids.map((id) => cutName(legible(id), LONGEST_ID));
  return distinct(names.map(legible), short, most).map(isolate);
}

/**
 * Names as they are where they fit, else without what tells least: `filters=4 … lr=0.001`. What most of them have is left out first, of that
 * the last, so that what sets them apart stays; what is alike even then is made anew among its like. Some may still be equal, or too long.
 */
export function keepApart(texts: readonly string[], fits: (text: string, index: number) => boolean): string[] {
  if (texts.every(fits)) return [...texts];
  const shown = leaveOut(texts, [...texts.keys()], fits);
  const alike = new Map<string, number[]>();
  texts.forEach((text, index) => {
    if (shown[index] === text) return;
    const group = alike.get(shown[index] as string);
    if (group === undefined) alike.set(shown[index] as string, [index]);
    else group.push(index);
  });
  for (const group of alike.values()) {
    if (group.length < 2) continue;
    const apart = leaveOut(texts, group, fits);
    for (const index of group) shown[index] = apart[index] as string;
  }
  return shown;
}

/** Of those at these places, by what they have in common; the others are undefined or as they are. */
function leaveOut(
  texts: readonly string[],
  places: readonly number[],
  fits: (text: string, index: number) => boolean,
): string[] {
  const shown = [...texts];
  const words = new Map(places.map((index) => [index, (texts[index] as string).split(' ')]));
  const counts = new Map<string, number>();
  for (const own of words.values()) for (const word of new Set(own)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const commonness = (word: string | undefined): number => counts.get(word ?? '') ?? 0;
  for (const [index, own] of words) {
    if (own.length < 2 || fits(texts[index] as string, index)) continue;
    const order = [...own.keys()].sort((a, b) => commonness(own[b]) - commonness(own[a]) || b - a);
    const left = new Set<number>();
    for (const place of order.slice(0, -1)) {
      left.add(place);
      shown[index] = joinKept(own, left);
      if (fits(shown[index] as string, index)) break;
    }
  }
  return shown;
}

function joinKept(words: readonly string[], left: ReadonlySet<number>): string {
  const kept = words.map((word, place) => (left.has(place) ? '…' : word));
  return kept.filter((word, place) => word !== '…' || kept[place - 1] !== '…').join(' ');
}

/** Those that several would have get the id, and what is still not unique then gets its place. */
function distinct(texts: readonly string[], ids: readonly string[], most: number): string[] {
  const kept = keepApart(texts, (text) => text.length <= most);
  const cut = kept.map((text) => cutName(text, most));
  const withEnd = (index: number, end: string): string =>
    `${cutName(kept[index] as string, Math.max(LEAST_KEPT, most - end.length))}${end}`;
  const marked = changeShared(cut, (index) => withEnd(index, ` (${ids[index]})`));
  return changeShared(marked, (index) => withEnd(index, ` #${index + 1}`));
}

function changeShared(texts: readonly string[], change: (index: number) => string): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return texts.map((text, index) => (counts.get(text) === 1 ? text : change(index)));
}

/** Characters of a name of one word that stay before what differs. */
const KEPT = 3;
/** How often what is alike is told apart by what follows its common beginning. */
const TURNS = 3;

/** How wide a text is, and the text cut to a width. */
interface Ruler {
  widthOf(text: string): number;
  cut(text: string, width: number): string;
}

/**
 * Words that most of them have are left out first; what is alike even then is shown from where it differs; the last resort is a number.
 * `roomOf`: of the name at that place, in units of the ruler.
 *
 * @example fitApart(['aaaaaaaaaa-1', 'aaaaaaaaaa-2'], () => 6, ruler) // ['aaa…1', 'aaa…2']
 */
export function fitApart(names: readonly string[], roomOf: (index: number) => number, ruler: Ruler): string[] {
  const bare = names.map((name) => name.replaceAll(/[\u2068\u2069]/g, ''));
  const fits = (text: string, index: number): boolean => ruler.widthOf(text) <= roomOf(index);
  if (bare.every(fits)) return bare.map(isolate);
  const cut = keepApart(bare, fits).map((text, index) => ruler.cut(text, roomOf(index)));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const group of alikeIn(cut, bare)) {
      const begun = sharedBeginning(group.map((index) => bare[index] as string));
      for (const index of group) cut[index] = ruler.cut(fromDifference(bare[index] as string, begun), roomOf(index));
    }
  }
  const places = new Map([...new Set(bare)].map((name, place) => [name, place + 1]));
  const alike = new Set(alikeIn(cut, bare).flat());
  return cut.map((text, index) => {
    const end = ` #${places.get(bare[index] as string) ?? 0}`;
    return isolate(alike.has(index) ? ruler.cut(text, roomOf(index) - ruler.widthOf(end)) + end : text);
  });
}

/** The setting that differs and what follows it; of one word its first characters, too. */
function fromDifference(name: string, begun: number): string {
  const word = name.lastIndexOf(' ', begun - 1) + 1;
  if (word > 0) return `… ${name.slice(word)}`;
  const kept = [...CHARACTERS.segment(name.slice(0, begun))].slice(0, KEPT).map(({ segment }) => segment);
  return kept.join('').length < begun ? `${kept.join('')}…${name.slice(begun)}` : name;
}

/** Places of different names that are shown alike. */
function alikeIn(shown: readonly string[], names: readonly string[]): readonly (readonly number[])[] {
  const places = new Map<string, number[]>();
  for (const [index, text] of shown.entries()) {
    const group = places.get(text);
    if (group === undefined) places.set(text, [index]);
    else group.push(index);
  }
  return [...places.values()].filter((group) => new Set(group.map((index) => names[index])).size > 1);
}

/** How long the beginning is that all have, whole characters. */
function sharedBeginning([first = '', ...others]: readonly string[]): number {
  let shared = 0;
  for (const { segment, index } of CHARACTERS.segment(first)) {
    if (!others.every((other) => other.startsWith(segment, index))) break;
    shared = index + segment.length;
  }
  return shared;
}

export interface VaryingSetting extends SettingValues {
  /** Its keys from the outside in, places in lists among them. */
  readonly path: SettingColumn['path'];
  /** Others that change with this one, value by value: nothing tells them apart. */
  readonly together: readonly string[];
}

/** Those in which they differ. */
export function varyingSettings(configurations: readonly JsonObject[]): VaryingSetting[] {
  const varying = settingValues(configurations).filter(({ values }) => values.some((value) => value !== values[0]));
  const names = namesOfSettings(varying.map(({ path }) => path));
  const groups = new Map<string, Omit<VaryingSetting, 'together'> & { readonly together: string[] }>();
  varying.forEach(({ path, values }, index) => {
    const name = names[index] as string;
    const pattern = settingPattern(values);
    const group = groups.get(pattern);
    if (group === undefined) groups.set(pattern, { path, name, values, together: [] });
    else group.together.push(name);
  });
  return [...groups.values()];
}

/** The last words of each path that no other path ends with; `optimizer` for `optimizer.name`. */
export function namesOfSettings(paths: readonly SettingColumn['path'][]): string[] {
  const told = paths.map((path) => (path.length > 1 && path.at(-1) === 'name' ? path.slice(0, -1) : path));
  const endOf = (path: SettingColumn['path'], length: number): string => path.slice(-length).join('.');
  return told.map((path) => {
    const length = path.findIndex((_, index) => {
      const end = endOf(path, index + 1);
      return told.every((other) => other === path || endOf(other, index + 1) !== end);
    });
    return isolate(legible(endOf(path, length < 0 ? path.length : length + 1)).slice(0, LONGEST_NAME));
  });
}

const LONGEST_NAME = 40;
