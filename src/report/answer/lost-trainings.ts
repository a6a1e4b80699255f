/** @file Trainings that gave no figure: what became of them in one word, and what to correct where all of them diverged. */
import { flatSettings, type JsonObject } from '../../core/index.js';
import type { ResultFigures } from '../result/answer-schema.js';

/** Diverged where nothing else is known. */
export function lostWord({ diverged, failed }: Pick<ResultFigures, 'diverged' | 'failed'>): string {
  if (failed === 0) return 'diverged';
  return diverged === 0 ? 'failed' : 'diverged or failed';
}

const LEARNING_RATE = /(?:^|[.\s])(?:learning[-_ ]?rate|lr)$/i;

/** `configurations`: of all that diverged, as they were trained. No full stop at its end. */
export function divergedAdvice(configurations: readonly JsonObject[]): string {
  const rates = configurations.flatMap((configuration) =>
    flatSettings(configuration).filter(([name, text]) => LEARNING_RATE.test(name) && Number(text) > 0),
  );
  const [least] = rates.sort(([, a], [, b]) => Number(a) - Number(b));
  const lower =
    least === undefined ? 'Lower the learning rate' : `Lower \`${least[0]}\` (the smallest here: ${least[1]})`;
  return `No loss was a finite number. ${lower}, or look for infinite or missing values in the data; then run the same command again`;
}
