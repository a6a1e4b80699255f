/** @file Candidates of the transports' benchmark, the same for its coordinator and its workers. */
import type { Candidate } from '../src/core/index.js';

export function candidatesOf(): readonly Candidate[] {
  return Array.from({ length: 16 }, (_, index) => ({ id: `c${index}`, label: '', configuration: { index } }));
}
