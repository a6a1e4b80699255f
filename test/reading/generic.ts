/** @file What anybody sees to be wrong in a text without knowing what it is about: parts larger than their whole, ends exchanged. */
import { readNumber } from './numbers.js';
import type { Disagreements } from './say.js';

const NUMBER = String.raw`[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+−-]?\d+)?`;
const COUNT = String.raw`\d{1,3}(?:,\d{3})+|\d+`;
const PART_OF = new RegExp(
  `(?<![\\w.=−-])(${COUNT}) of (?:the |these |its |all |other |those )*(${COUNT})(?![\\w.%])`,
  'g',
);
const RANGE = new RegExp(`(?:(${NUMBER}) )?\\[(${NUMBER}), (${NUMBER})`, 'g');
const SIDES = new RegExp(`from (${NUMBER})(?: (better|worse))? to (${NUMBER})(?: (better|worse))?`, 'g');
const SHARE = /(\d[\d,]*(?:\.\d+)?) %/g;

/** `where` it stands; `text` as it is read. */
export function readGenerally(where: string, text: string, say: Disagreements): void {
  say.unless(
    !/\b(?:NaN|undefined|Infinity|null|\[object)/.test(text),
    () => `${where}: no word for people in "${text}"`,
  );
  for (const [said, part = '', whole = ''] of text.matchAll(PART_OF)) {
    say.unless(value(part) <= value(whole), () => `${where}: "${said}" in "${text}"`);
  }
  for (const [said, middle, low = '', high = ''] of text.matchAll(RANGE)) {
    const inside = middle === undefined || (value(middle) >= value(low) && value(middle) <= value(high));
    say.unless(value(low) <= value(high) && inside, () => `${where}: "${said}]" in "${text}"`);
  }
  for (const [said, low = '', lowSide, high = '', highSide] of text.matchAll(SIDES)) {
    if (lowSide === undefined && value(low) !== 0) continue;
    const signed = (size: string, side: string | undefined): number => (side === 'better' ? -1 : 1) * value(size);
    say.unless(signed(low, lowSide) <= signed(high, highSide), () => `${where}: "${said}" in "${text}"`);
  }
  for (const [said, share = ''] of text.matchAll(SHARE)) {
    const isOfCost = /of (?:training )?all|of the/.test(text);
    say.unless(isOfCost || value(share) <= 100, () => `${where}: "${said}" in "${text}"`);
  }
}

function value(text: string): number {
  return readNumber(text)?.value ?? Number.NaN;
}
