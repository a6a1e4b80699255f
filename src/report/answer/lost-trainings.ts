/** @file Trainings that gave no figure: what became of them in one word, and what to correct where all of them diverged. */
import { flatSettings, isOfProgram, type JsonObject, type RunHeader } from '../../core/index.js';
import type { ResultFigures } from '../result/figure-schema.js';

/** Diverged where nothing else is known. */
export function lostWord({ diverged, failed }: Pick<ResultFigures, 'diverged' | 'failed'>): string {
  if (failed === 0) return 'diverged';
  return diverged === 0 ? 'failed' : 'diverged or failed';
}

const LEARNING_RATE = /(?:^|[.\s])(?:learning[-_ ]?rate|lr)$/i;

/** The trainer and the candidates of a run in which all diverged. */
type Diverged = Pick<RunHeader, 'candidates' | 'experiment' | 'identityParts'>;

/** By what the trainer is: a learning rate is lowered where there is one. No full stop at its end. */
export function divergedAdvice(header: Diverged): string {
  const rates = header.candidates.flatMap(({ configuration }) =>
    flatSettings(configuration).filter(([name, text]) => LEARNING_RATE.test(name) && Number(text) > 0),
  );
  const [least] = rates.sort(([, a], [, b]) => Number(a) - Number(b));
  const correct =
    least === undefined
      ? `See why ${trainerWords(header)} NaN or an infinite number every time`
      : `Lower \`${least[0]}\` (the smallest here: ${least[1]})`;
  return `No loss was a finite number. ${correct}, or look for infinite or missing values in the data; then run the same command again`;
}

function trainerWords(header: Diverged): string {
  if (isOfProgram(header)) return 'your function returned';
  const { command, module } = (header.experiment.trainer ?? {}) as JsonObject;
  if (command !== undefined) return 'your command answered';
  return module === undefined ? 'the trainer gave' : 'your module returned';
}
