/** @file Which trials keep their predictions, as a number that executors and workers elsewhere can be told. */
import type { KeepSpec, RaceSpec } from '../experiment/index.js';
import { FRESH_FROM } from '../questions/race/plan/index.js';
import { racedFigure } from './raced-figure.js';

/**
 * The first replicate whose trials keep them; undefined where none does, as in the logs of earlier versions. A race that compares predictions
 * needs those of all.
 */
export function predictionsFrom(
  keep: KeepSpec | undefined,
  race: Pick<RaceSpec, 'metric' | 'direction'>,
): number | undefined {
  if (racedFigure(race)?.joint !== undefined) return 0;
  if (keep === undefined || keep.predictions === 'none') return undefined;
  return keep.predictions === 'all' ? 0 : FRESH_FROM;
}
