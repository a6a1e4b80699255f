/** @file Reads how often a race looked at its field: looks have the numbers of the decisions. */
import { readNumber } from './numbers.js';
import type { RunFacts } from './result.js';
import type { Disagreements } from './say.js';

const LOOKS = /\b(?:in|after|last of) ([\d,]+) looks?\b/g;

export function readLooks(place: string, text: string, { result: { decisions } }: RunFacts, say: Disagreements): void {
  const last = decisions.at(-1);
  for (const [said, count = ''] of text.matchAll(LOOKS)) {
    say.unless(readNumber(count)?.value === last?.round, () => `${place}: "${said}", and the last is ${last?.round}`);
  }
}
