/** @file Marks that keep text of another direction apart from what stands beside it (Unicode UAX 9). */

/** True where every isolate (U+2068) that is opened is closed (U+2069), and none is inside of another. */
export function areIsolatesBalanced(text: string): boolean {
  return /^(?:[^\u2066-\u2069]|\u2068[^\u2066-\u2069]*\u2069)*$/.test(text);
}
