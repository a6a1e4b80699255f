/** @file Words of a sentence: names joined to a list, and the capital letter at its beginning. */

/** `a`, `a and b`, `a, b and c`. */
export function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The same with a capital letter: `the winner` becomes `The winner`. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
