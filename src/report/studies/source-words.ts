/** @file Names sources of randomness in sentences. */
import { joined } from '../view/joined.js';

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
