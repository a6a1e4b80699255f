/** @file Which trials are fresh: on replicates that no race reads. */
import type { Trial } from '../../../core/index.js';

/** The first replicate that is for fresh trials; no race has so many. */
export const FRESH_FROM = 1_000_000;

export function isFresh({ streams }: Pick<Trial, 'streams'>): boolean {
  return streams.init >= FRESH_FROM;
}
