/** @file Reads how often a race looked at its field, and since when somebody leads: looks have the numbers of the decisions. */
import { readNumber } from './numbers.js';
import type { RunFacts } from './result.js';
import type { Disagreements } from './say.js';

const LOOKS = /\b(?:in|after|last of) ([\d,]+) looks?\b/g;
const SINCE = /\bhas it since look ([\d,]+)/g;

export function readLooks(place: string, text: string, { result: { decisions } }: RunFacts, say: Disagreements): void {
  const last = decisions.at(-1);
  for (const [said, count = ''] of text.matchAll(LOOKS)) {
    say.unless(readNumber(count)?.value === last?.round, () => `${place}: "${said}", and the last is ${last?.round}`);
  }
  const before = decisions.findLastIndex(({ incumbent }) => incumbent !== last?.incumbent);
  const since = decisions[before + 1]?.round;
  for (const [said, count = ''] of text.matchAll(SINCE)) {
    say.unless(readNumber(count)?.value === since, () => `${place}: "${said}", and it leads since ${since}`);
  }
}
