/** @file What trainings of one candidate say of a bar: whether it holds, how large the share is that passes, and why others did not. */
import { isFailure, type Outcome } from '../../../core/index.js';
import { shareBounds, shareEvidence } from '../../../stats/index.js';
import {
  type Distribution,
  describeDistribution,
  requireStudied,
  type StudyBaseline,
} from '../../common/plan/index.js';
import {
  ASSURE_ERROR,
  type AssureStudy,
  type Bar,
  decisionOf,
  failuresAt,
  passes,
  valuePasses,
} from './assure-plan.js';

const ASSURE_VERDICTS = ['holds', 'does not hold', 'undecided'] as const;
type AssureVerdict = (typeof ASSURE_VERDICTS)[number];

export interface AssureAnalysis {
  readonly kind: 'assure';
  readonly candidate: string;
  readonly bar: Bar;
  /** That has to pass. */
  readonly share: number;
  readonly verdict: AssureVerdict;
  /** Trainings that count: all of them, whatever came of them. */
  readonly trials: number;
  readonly passed: number;
  /** Among those that did not pass. */
  readonly diverged: number;
  readonly failed: number;
  /**
   * Of the share that passes. Each end alone holds at `level`, at whichever look; it lies on the side of the bar that the
   * verdict says.
   */
  readonly interval: { readonly low: number; readonly high: number; readonly level: number };
  /** E-values: what speaks for a share above the bar, and for one below; 20 decides. */
  readonly evidence: { readonly above: number; readonly below: number };
  /** The same after fewer trainings, in order: at most 200 looks, the last one among them. */
  readonly course: readonly {
    readonly trials: number;
    readonly passed: number;
    readonly low: number;
    readonly high: number;
  }[];
  /** The fewest trainings that could have shown it. */
  readonly least: number;
  /** Most trainings that were asked for. */
  readonly most: number;
  readonly distribution: Distribution;
  /** What no network is needed for, beside the same bar; empty where nothing is known of that. */
  readonly baselines: readonly (Pick<StudyBaseline, 'name' | 'kind' | 'value'> & { readonly passes: boolean })[];
}

export function analyseAssurance(
  { settings }: AssureStudy,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[] = [],
): AssureAnalysis {
  const { candidate, bar, share, least, trials: most, figure } = settings;
  requireStudied(outcomes, figure);
  const missed = failuresAt(bar, outcomes);
  const trials = outcomes.length;
  const [low, high] = shareBounds(trials, missed, ASSURE_ERROR, ASSURE_ERROR);
  return {
    kind: 'assure',
    candidate,
    bar,
    share,
    verdict: VERDICTS[decisionOf(settings, outcomes)],
    trials,
    passed: trials - missed,
    diverged: outcomes.filter(({ status }) => status === 'diverged').length,
    failed: outcomes.filter(isFailure).length,
    interval: { low, high, level: 1 - ASSURE_ERROR },
    evidence: shareEvidence(trials, missed, share),
    course: courseOf(bar, outcomes),
    least,
    most,
    distribution: describeDistribution(outcomes, settings, baselines),
    baselines: baselines.map(({ name, kind, value }) => ({ name, kind, value, passes: valuePasses(bar, value) })),
  };
}

const MOST_LOOKS = 200;

function courseOf(bar: Bar, outcomes: readonly Outcome[]): AssureAnalysis['course'] {
  const step = Math.max(1, Math.ceil(outcomes.length / MOST_LOOKS));
  let passed = 0;
  return outcomes.flatMap((outcome, place) => {
    passed += Number(passes(bar, outcome));
    const trials = place + 1;
    if (trials % step > 0 && trials < outcomes.length) return [];
    const [low, high] = shareBounds(trials, trials - passed, ASSURE_ERROR, ASSURE_ERROR);
    return { trials, passed, low, high };
  });
}

const VERDICTS = { above: 'holds', below: 'does not hold', open: 'undecided' } as const;
