/** @file Numbers as programs write them into tables. */

/**
 * Decimal numbers, with an exponent or without, and infinity as programs write it (`inf`, `Infinity`); NaN for anything
 * else, numbers in other notations (`0x10`, `0b11`) among it.
 */
export function readDecimal(text: string): number {
  const trimmed = text.trim();
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  const infinity = /^([-+]?)(inf|infinity)$/i.exec(trimmed);
  if (infinity === null) return Number.NaN;
  return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
