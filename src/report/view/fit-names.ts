/** @file Names that stand together, each in its room: what does not fit loses what it shares with the others, and different ones stay different. */
import { isolate, keepApart } from './candidate-names.js';

const CHARACTERS = new Intl.Segmenter('en');
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
