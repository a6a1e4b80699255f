/** @file Commands that follow from a study's own command: the same experiment and run folder, another question. */

/** A word as a shell takes it. */
const WORD = String.raw`(?:'[^']*'|\\.|[^\s'\\])+`;

/** `surefoot select e.yaml --out runs/x` from `surefoot measure e.yaml --trials 9 --out runs/x`; null where nobody typed one. */
export function anotherQuestion(
  command: string | null,
  question: string,
  keptOptions: readonly string[],
): string | null {
  const experiment = new RegExp(`^surefoot \\S+ (?!-)(${WORD})`).exec(command ?? '')?.[1];
  if (command === null || experiment === undefined) return null;
  const options = ['--out', '-o', ...keptOptions].join('|');
  const kept = [...command.matchAll(new RegExp(` (?:${options})[= ]${WORD}`, 'g'))].map(([option]) => option);
  return `surefoot ${question} ${experiment}${kept.join('')}`;
}
