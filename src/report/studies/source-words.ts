/** @file Names sources of randomness in sentences. */

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
  const text = words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return interacting.length > 1 ? `the interaction of ${text}` : text;
}
