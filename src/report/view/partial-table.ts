/** @file Says of a replay what its table lacks, and what can be judged without that. */
import { formatCount, formatQuantity, formatShare } from '../number-text.js';
import type { Result } from '../result/result-schema.js';

/** Null for a table with a trial of every candidate on every replicate. */
export function partialText({ replay, candidates }: Pick<Result, 'replay' | 'candidates'>): string | null {
  if (replay === null || replay.complete === candidates.length) return null;
  const { trials, replicates, recorded, complete } = replay;
  const cells = candidates.length * replicates;
  const all = formatQuantity(candidates.length, 'candidate');
  const counts = `Partial table: ${formatCount(trials)} of ${formatCount(cells)} trainings are recorded (${formatShare(trials / cells)}); ${formatCount(complete)} of ${all} ${complete === 1 ? 'has' : 'have'} all ${formatCount(recorded)}`;
  return complete < 2
    ? `${counts}. It cannot say who is the best, what a rule misses, or what random orders give: that takes two such candidates.`
    : `${counts}. It cannot say who is the best of all: best, regret and random orders are about these ${formatCount(complete)}.`;
}

/** Whose trials a share is of, and among whom somebody is the best. */
export function judgedText({ replay, candidates }: Pick<Result, 'replay' | 'candidates'>): {
  readonly trials: string;
  readonly best: string;
} {
  if (replay === null || replay.complete === candidates.length) return { trials: 'all trainings', best: 'the best' };
  const complete = `the ${formatCount(replay.complete)} with all trainings`;
  return {
    trials: replay.simulation === null ? 'all recorded trainings' : `the trainings of ${complete}`,
    best: `the best of ${complete}`,
  };
}

/** Null where the rule asked for no trial that the table lacks. */
export function missingTrialsText({ replay }: Pick<Result, 'replay'>): string | null {
  if (replay === null || replay.missing === 0) return null;
  return `The rule asked for ${formatQuantity(replay.missing, 'training')} that ${replay.missing === 1 ? 'is' : 'are'} not recorded, and went on without: what it costs and picks with them cannot be told.`;
}
