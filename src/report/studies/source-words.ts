/** @file Names sources of randomness in sentences and in heads of columns, and how many trainings each has. */
import { formatCount, formatQuantity } from '../number-text.js';
import { joined } from '../view/phrases.js';

const SOURCE_WORDS: Readonly<Record<string, string>> = {
  init: 'initial weights',
  sample: 'the training sample',
  order: 'the order of examples',
  noise: 'noise in training',
  split: 'the split of the data',
  repeats: 'what no seed controls',
};

/** `init+sample` as `initial weights and the training sample`, `init x sample` as their interaction. */
export function sourceText(source: string): string {
  const interacting = source.split(' x ');
  const words = interacting.flatMap((part) => part.split('+').map((name) => SOURCE_WORDS[name] ?? name));
  return interacting.length > 1 ? `the interaction of ${joined(words)}` : joined(words);
}

const SHORT_SOURCES: Readonly<Record<string, string>> = { init: 'weights', repeats: 'no seed' };

/** For the head of a column. */
export function shortSource(source: string): string {
  const parts = source.split(/ x |\+/).map((name) => SHORT_SOURCES[name] ?? name);
  return parts.join(source.includes(' x ') ? ' × ' : ' + ');
}

/** `20 trainings`, `12 to 20 trainings`. */
export function trainingsText(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${least === most ? '' : `${formatCount(least)} to `}${formatQuantity(most, 'training')}`;
}
