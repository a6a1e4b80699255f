/** @file Which trials keep their predictions, as a number that executors and workers elsewhere can be told. */
import type { KeepSpec } from '../experiment/index.js';
import { FRESH_FROM } from '../questions/race/plan/index.js';

/** The first replicate whose trials keep them; undefined where none does, as in the logs of earlier versions. */
export function predictionsFrom(keep: KeepSpec | undefined): number | undefined {
  if (keep === undefined || keep.predictions === 'none') return undefined;
  return keep.predictions === 'all' ? 0 : FRESH_FROM;
}
