/**
 * @file How far a log goes, as one short value: the number of its outcomes and a hash over their checksums in order. What is said of a
 * log elsewhere carries it, so that a log that has lost outcomes since, or holds others, is noticed.
 */
/** Before the first outcome. */
export const EMPTY_CHAIN = 0;

/** Of the 52 bits of a chain, those that the second lane gives. */
const LOW = 2 ** 20;

/**
 * The chain after an outcome with this checksum: a hash of 52 bits that fits an SQLite integer and a JavaScript number. Two multiplying
 * lanes (constants of MurmurHash3's finaliser). It finds accidents, not forgery.
 */
export function link(chain: number, checksum: number): number {
  let high = Math.imul(Math.floor(chain / LOW) ^ checksum, 0x85ebca6b);
  let low = Math.imul((chain % LOW) + checksum + high, 0xc2b2ae35);
  high ^= high >>> 13;
  low ^= low >>> 16;
  return (high >>> 0) * LOW + ((low >>> 0) % LOW);
}

/** As files say it. */
export function chainText(chain: number): string {
  return chain.toString(16).padStart(13, '0');
}
