/** @file Words of a sentence: names joined to a list, the capital letter at its beginning, and the set that figures are of. */

/** `a`, `a and b`, `a, b and c`. */
export function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The same with a capital letter: `the winner` becomes `The winner`. A name such as `table.csv`, `runs/old` or `rate=0.1` stays as it is. */
export function capitalised(text: string): string {
  return /^[^\s,;:]*[./\\_=\d][^\s.]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same as it goes on in a sentence: `The winner` becomes `the winner`. */
export function lowered(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** Where baselines are measured, and trainings whose loss is shown, unless it is on unseen examples. */
export const ON_SELECTION = 'on the selection set';
