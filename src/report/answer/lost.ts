/** @file What became of trainings that gave no figure, in one word for all of them. */
import type { ResultFigures } from '../result/answer-schema.js';

/** Diverged where nothing else is known. */
export function lostWord({ diverged, failed }: Pick<ResultFigures, 'diverged' | 'failed'>): string {
  if (failed === 0) return 'diverged';
  return diverged === 0 ? 'failed' : 'diverged or failed';
}
