/**
 * @file A learning curve of robustness as a plan: some trials at every sample size, then more wherever it is not yet settled
 * whether the model is stable there, and at the largest size, which all others are compared with.
 */
import { type Finished, type Outcome, type Round, randomFrom, replicateStreams, type Trial } from '../../core/index.js';
import { applyToStudy, figureOf, INITIAL_STATE, type Study, type StudyState } from '../study.js';
import { type CurveRequest, type CurveSettings, completeCurve } from './curve-settings.js';
import { judgeStability } from './stability.js';

export type CurveStudy = Study<CurveSettings>;

/** A size is settled when it is stable in more than this share of resampled curves, or in less than the rest. */
const SETTLED = 0.95;
const RESAMPLES = 400;
const LEVEL = 0.95;

/** Throws an InputError for settings that give no curve. */
export function createCurve(request: CurveRequest): CurveStudy {
  const settings = completeCurve(request);
  const { sizes, trials, first, step, adaptive, criterion, spread, tolerance, figure } = settings;
  const planNext = (state: StudyState): Round | Finished => {
    const more = settings.candidates.flatMap((candidate) => trialsToAdd(settings, candidate, state));
    if (more.length === 0) return { kind: 'finished', reason: 'exhausted' };
    more.sort((a, b) => a.streams.init - b.streams.init);
    const phase = state.rounds === 0 ? 'curve' : 'unsettled';
    return { kind: 'round', number: state.rounds + 1, phase, trials: more, divisible: true };
  };
  const fixed = { kind: 'curve' };
  return {
    settings,
    description: {
      ...fixed,
      figure,
      sizes,
      trials,
      adaptive,
      first,
      step,
      criterion,
      spread,
      tolerance: { ...tolerance },
    },
    fixed,
    initialState: INITIAL_STATE,
    planNext,
    applyOutcomes: applyToStudy,
  };
}

/** Replicate r of every size uses index r in all streams. */
export function curveTrial(candidate: string, sampleSize: number, replicate: number): Trial {
  return { candidate, streams: replicateStreams(replicate), fidelity: { sampleSize, epochs: 0 }, repeat: 0 };
}

/** Figures of a candidate by size, failed trials left out. */
export function lossesBySize(settings: CurveSettings, candidate: string, outcomes: readonly Outcome[]): number[][] {
  return outcomesBySize(settings, candidate, outcomes).map((own) =>
    own.map((outcome) => figureOf(outcome, settings.figure)).filter((loss) => loss !== undefined),
  );
}

/** In order of replicates. */
export function outcomesBySize({ sizes }: CurveSettings, candidate: string, outcomes: readonly Outcome[]): Outcome[][] {
  const own = outcomes
    .filter(({ trial }) => trial.candidate === candidate)
    .sort((a, b) => a.trial.streams.init - b.trial.streams.init);
  return sizes.map((size) => own.filter(({ trial }) => trial.fidelity.sampleSize === size));
}

function trialsToAdd(settings: CurveSettings, candidate: string, state: StudyState): Trial[] {
  const { sizes, trials, first, step } = settings;
  const trained = outcomesBySize(settings, candidate, state.outcomes).map(({ length }) => length);
  const unsettled = state.rounds === 0 ? sizes.map(() => true) : unsettledSizes(settings, candidate, state);
  return sizes.flatMap((size, index) => {
    const done = trained[index] as number;
    const wanted = state.rounds === 0 ? first : Math.min(trials, done + step);
    if (!unsettled[index] || done >= wanted) return [];
    return Array.from({ length: wanted - done }, (_, more) => curveTrial(candidate, size, done + more));
  });
}

/** By size; the largest is unsettled as long as any other is. */
function unsettledSizes(settings: CurveSettings, candidate: string, { rounds, outcomes }: StudyState): boolean[] {
  const losses = lossesBySize(settings, candidate, outcomes);
  if (losses.some(({ length }) => length < 2)) return losses.map(() => true);
  const random = randomFrom('study', settings.seed, candidate, 'curve', rounds);
  const { probabilities } = judgeStability(losses, settings.rule, LEVEL, RESAMPLES, random);
  const open = probabilities.map((share) => share < SETTLED && share > 1 - SETTLED);
  const anyOpen = open.some(Boolean);
  return open.map((isOpen, index) => isOpen || (anyOpen && index === open.length - 1));
}
