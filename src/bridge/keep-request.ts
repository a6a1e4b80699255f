/** @file Keep or discard for another language: what two versions gave so far, and what to train next or what it comes to. Nothing is remembered. */
import {
  checkOptions,
  type Direction,
  type Expectation,
  Fold,
  failedOutcome,
  type Outcome,
  scoreOf,
  seedsOf,
  type Trial,
} from '../core/index.js';
import { analyseKeep, createKeep } from '../questions/keep/plan/index.js';
import { keepSentence } from '../report/told.js';
import type { Request, Requests } from './requests.js';

/** What a training gave; null where it failed or diverged. */
type Told = number | null;

interface Asked {
  /** In the order of seeds. */
  readonly candidate: readonly Told[];
  readonly baseline: readonly Told[];
  readonly criterion: string;
  readonly direction: Direction;
  readonly error: number;
  readonly trials: number;
  readonly seed: number;
  readonly smallest?: number;
}

const isTold = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => one === null || Number.isFinite(one));
const TOLD: Expectation = { allowed: 'a list of numbers, null where training failed', fits: isTold, isRequired: true };
const wholeFrom = (least: number): Expectation => ({
  ...{ allowed: `a whole number, at least ${least}`, isRequired: true },
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= least,
});
const KNOWN: Readonly<Record<string, Expectation>> = {
  id: { allowed: 'anything', fits: () => true },
  op: { allowed: 'a name', fits: () => true },
  ...{ candidate: TOLD, baseline: TOLD, trials: wholeFrom(1), seed: wholeFrom(0) },
  criterion: { allowed: 'the name of a criterion', fits: (value) => typeof value === 'string', isRequired: true },
  direction: {
    ...{ allowed: 'minimize or maximize', isRequired: true },
    fits: (value) => value === 'minimize' || value === 'maximize',
  },
  error: { allowed: 'a number', fits: (value) => typeof value === 'number', isRequired: true },
  smallest: { allowed: 'a number, at least 0', fits: (value) => typeof value === 'number' && value >= 0 },
};

export const keepRequests: Requests = {
  keep: (request: Request) => {
    checkOptions('keep', request, KNOWN, '{ candidate: [0.3], baseline: [0.4] }');
    return nextOf(request as unknown as Asked);
  },
};

const VERSIONS = ['candidate', 'baseline'] as const;

/** `asked`: trainings whose value is not told, in the order in which they are to be told. Without any it has its answer. */
function nextOf({ candidate, baseline, direction, criterion, error, trials, seed, smallest }: Asked) {
  const told = { candidate, baseline };
  const figure = direction === 'maximize' ? 'score' : 'loss';
  const { cost } = scoreOf(figure, direction);
  const study = createKeep({
    ...{ candidates: VERSIONS, figure, direction, criterion, error, trials, seed, smallest },
    ...{ careful: false, known: baseline.length, sampleSize: 0 },
  });
  const fold = new Fold(study);
  const taken = { candidate: 0, baseline: 0 };
  while (fold.end === undefined) {
    const { slots } = fold.advance();
    const asked = [];
    for (const { number, ask } of slots) {
      const version = ask.candidate as keyof typeof told;
      const value = told[version][taken[version]++];
      if (value === undefined) asked.push({ version, seeds: seedsOf(ask, seed) });
      else fold.settle(number, outcomeOf(ask, value, cost));
    }
    if (asked.length > 0) return { asked };
  }
  const analysis = analyseKeep(study, fold.state.outcomes);
  const { verdict, sure, because, gain, interval, trainings, old, new: fresh } = analysis;
  return {
    ...{ asked: [], verdict, sure, because, gain, trainings },
    interval: 'low' in interval ? [interval.low, interval.high] : null,
    values: { candidate: fresh.value, baseline: old.value },
    text: keepSentence(analysis, figure),
  };
}

function outcomeOf(trial: Trial, value: Told, cost: (value: number) => number): Outcome {
  if (value === null) return failedOutcome(trial, { kind: 'exception', message: 'It failed.' }, 0);
  const metrics = { score: value };
  return { trial, status: 'completed', loss: cost(value), metrics, lossPerEpoch: [], seconds: 0 };
}
