/** @file Texts as parts of a sentence: how one begins, and how names are joined. */

/** `a`, `a and b`, `a, b and c`. */
export function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

export function begun(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
