/** @file A text as a sentence begins. */

export function begun(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
