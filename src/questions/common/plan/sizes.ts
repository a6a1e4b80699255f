/** @file Sample sizes, as a user writes them. */
import { inputError } from '../../../core/index.js';

/** Sizes by name. `paper`: 41 sizes, evenly spaced in their logarithm, from 100 to 32,000. */
const SIZE_PRESETS: Readonly<Record<string, string>> = { paper: '100..32000/41' };

const LARGEST_COUNT = 500;

/**
 * `100,300,1000`, or `100..32000/41` for so many sizes evenly spaced in their logarithm (rounded, each once), or the name of
 * a preset. Ascending. Throws an InputError for anything else, and for fewer than `fewest`.
 */
export function parseSizes(text: string, fewest = 2): number[] {
  const written = SIZE_PRESETS[text.trim()] ?? text.trim();
  const range = /^(\d+)\.\.(\d+)\/(\d+)$/.exec(written);
  const sizes =
    range === null ? written.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part))) : spaced(range);
  const usable =
    sizes.length >= fewest &&
    sizes.length <= LARGEST_COUNT &&
    sizes.every((size) => Number.isSafeInteger(size) && size >= 1);
  const unique = [...new Set(sizes)].sort((a, b) => a - b);
  if (usable && unique.length >= fewest) return unique;
  throw inputError`curve-sizes: The sizes are "${text}".
    Allowed: two or more whole numbers such as 100,300,1000, a range such as 100..32000/41 (41 sizes, evenly spaced in their logarithm), or ${Object.keys(SIZE_PRESETS).join(', ')}
    Fix: Correct --sizes.`;
}

function spaced([, first, last, count]: RegExpExecArray): number[] {
  const steps = Number(count) - 1;
  if (!(steps >= 1 && steps < LARGEST_COUNT) || Number(first) < 1) return [];
  const ratio = Number(last) / Number(first);
  return Array.from({ length: steps + 1 }, (_, step) => Math.round(Number(first) * ratio ** (step / steps)));
}

/** Refuses sizes that the pool cannot give. */
export function requireSizesWithin(sizes: readonly number[], pool: number | null): void {
  const largest = sizes[sizes.length - 1] as number;
  if (pool === null || largest <= pool) return;
  throw inputError`sample-too-large: A sample of ${largest} examples is more than the pool's ${pool}.
    Allowed: at most ${pool}
    Fix: Leave out the larger sizes, or give the pool a larger part of the data (\`data.split.pool\`).`;
}
