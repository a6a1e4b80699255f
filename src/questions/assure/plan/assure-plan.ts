/**
 * @file The bar, and trainings of one candidate against it as a plan: the question is looked at after each of them, and ends at the first
 * look that decides it.
 */
import {
  betterOf,
  figureGiven,
  type InputError,
  inputError,
  type Outcome,
  rangeOf,
  replicateTrial,
  scoreOf,
} from '../../../core/index.js';
import { decideShare, leastTrialsAbove, type ShareBar, type ShareDecision } from '../../../stats/index.js';
import { type CommonSettings, requireWhole, type Study } from '../../common/plan/index.js';

export interface AssureRequest extends CommonSettings {
  /** Of trainings that have to pass, in (0, 1). */
  readonly share: number;
  readonly bar: Bar;
  /** Most trainings; undefined for `MOST_TIMES` as many as decide where all pass. */
  readonly trials?: number | undefined;
  readonly sampleSize: number;
}

interface AssureSettings extends AssureRequest {
  readonly candidate: string;
  readonly trials: number;
  /** The fewest trainings that can show it: all of them pass. */
  readonly least: number;
}

export type AssureStudy = Study<AssureSettings>;

/** Chance of "holds" where it does not, and of "does not hold" where it does, over all looks together. */
export const ASSURE_ERROR = 0.05;

/**
 * The first replicate of these trainings. Races, and the fresh trials after them, have chosen by lower ones: trainings that
 * helped to choose a candidate say too much good of it.
 */
const ASSURED_FROM = 2_000_000;

/** Within so many times the fewest trainings 0.92 of candidates with twice the failures that the bar allows are found out. */
const MOST_TIMES = 6;

/** Throws an InputError for settings that ask nothing. */
export function createAssurance(request: AssureRequest): AssureStudy {
  const settings = completeAssurance(request);
  const { candidate, bar, share, trials, sampleSize, figure } = settings;
  const fixed = { kind: 'assure', sampleSize, share, bar: { side: bar.side, value: bar.value } };
  const trialAt = (replicate: number) => replicateTrial(candidate, ASSURED_FROM + replicate, sampleSize);
  return {
    settings,
    description: { ...fixed, figure, trials, error: ASSURE_ERROR },
    fixed,
    window: (asked) => asked,
    begin: () => ({ outcomes: [] }),
    next: ({ outcomes }, pending) => {
      if (decisionOf(settings, outcomes) !== 'open') return { kind: 'finished' };
      const asked = outcomes.length + pending.length;
      const wanted = trialsIfAllPass(settings, outcomes);
      if (asked < wanted) {
        const asks = Array.from({ length: wanted - asked }, (_, more) => trialAt(asked + more));
        return { kind: 'asked', asks, stage: { number: 1, phase: 'assure' }, divisible: true };
      }
      return pending.length === 0 ? { kind: 'finished' } : { kind: 'wait', outcomes: 1 };
    },
    apply: (state, outcomes) => {
      state.outcomes.push(...outcomes);
      return { state, decisions: [] };
    },
  };
}

/** What the trainings so far say of the share that passes. */
export function decisionOf(
  { share, bar }: Pick<AssureSettings, 'share' | 'bar'>,
  outcomes: readonly Outcome[],
): ShareDecision {
  return decideShare(outcomes.length, failuresAt(bar, outcomes), shareBarAt(share));
}

export function failuresAt(bar: Bar, outcomes: readonly Outcome[]): number {
  return outcomes.filter((outcome) => !passes(bar, outcome)).length;
}

/** Never more at once than would decide if all missing ones passed. */
function trialsIfAllPass({ share, bar, trials }: AssureSettings, outcomes: readonly Outcome[]): number {
  const failures = failuresAt(bar, outcomes);
  let [open, enough] = [outcomes.length, trials];
  while (enough - open > 1) {
    const middle = (open + enough) >> 1;
    if (decideShare(middle, failures, shareBarAt(share)) === 'above') enough = middle;
    else open = middle;
  }
  return enough;
}

function shareBarAt(share: number): ShareBar {
  return { share, alphaAbove: ASSURE_ERROR, alphaBelow: ASSURE_ERROR };
}

function completeAssurance(request: AssureRequest): AssureSettings {
  const { share, trials, candidates } = request;
  if (!(share >= LOWEST && share <= HIGHEST)) throw shareOutside(share);
  const least = leastTrialsAbove(share, ASSURE_ERROR);
  if (trials !== undefined) {
    requireWhole(
      'trials',
      trials,
      least,
      `even if all pass, it takes ${least} to show that ${share} of all trainings do`,
    );
  }
  return { ...request, candidate: candidates[0] as string, least, trials: trials ?? MOST_TIMES * least };
}

/** More than 0.999 takes 3,600 trainings and more; less than 0.05 is no promise. */
const LOWEST = 0.05;
const HIGHEST = 0.999;

function shareOutside(share: number): InputError {
  const isAll = share >= 1;
  return inputError`assure-share: The share of trainings that must pass is ${share}.
    Allowed: a number from ${LOWEST} to ${HIGHEST}${isAll ? '; no number of trainings can show that all of them pass' : ''}
    Fix: Correct it, for example \`--share 0.95\`.`;
}

export interface Bar {
  /** `loss`, or a metric. */
  readonly figure: string;
  /** A training passes strictly on this side of the value. */
  readonly side: 'below' | 'above';
  readonly value: number;
}

/** How it is told: one of them. */
export interface BarAsked {
  readonly below?: number | undefined;
  readonly above?: number | undefined;
}

/** @throws InputError unless there is exactly one bar, on the side where the figure is better, within its range. */
export function barOf(figure: string, { below, above }: BarAsked): Bar {
  const value = below ?? above;
  if (value === undefined || (below !== undefined && above !== undefined)) throw notOneBar(figure, value === undefined);
  const bar: Bar = { figure, side: above === undefined ? 'below' : 'above', value };
  const better = figure === 'loss' ? 'low' : betterOf(figure);
  if (better !== undefined && (better === 'high') !== (bar.side === 'above')) throw wrongSide(bar);
  const [low, high] = rangeOf(figure) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const isBetween = bar.side === 'below' ? value > low && value <= high : value >= low && value < high;
  if (!isBetween || !Number.isFinite(value)) throw outsideRange(bar, [low, high]);
  return bar;
}

export function valuePasses({ figure, side, value }: Bar, found: number): boolean {
  const compared = scoreOf(figure).compared(found);
  return side === 'below' ? compared < value : compared > value;
}

/** A training that failed, diverged or lacks the figure does not pass: people get no model of it that does. */
export function passes(bar: Bar, outcome: Outcome): boolean {
  if (outcome.status !== 'completed') return false;
  const found = figureGiven(outcome, bar.figure);
  return found !== undefined && Number.isFinite(found) && valuePasses(bar, found);
}

function notOneBar(figure: string, isNone: boolean): InputError {
  const [of, one] = figure === 'loss' ? ['the loss', '`--loss-below 0.4`'] : [`"${figure}"`, '`--above 0.88`'];
  return inputError`assure-bar: ${isNone ? `There is no bar for ${of}.` : `There are two bars for ${of}, one below and one above.`}
    Allowed: one bar: \`--loss-below 0.4\`, or a metric with \`--above 0.88\` or \`--below 2.5\`
    Fix: Give one, for example ${one}.`;
}

function wrongSide({ figure, side, value }: Bar): InputError {
  const other = side === 'below' ? 'above' : 'below';
  return inputError`assure-side: The bar is "${figure} ${side} ${value}", but a ${side === 'below' ? 'higher' : 'lower'} ${figure} is better.
    Allowed: ${figure === 'loss' ? '--loss-below' : `--${other} with \`--metric ${figure}\``}
    Fix: ${figure === 'loss' ? 'Use --loss-below.' : `Use --${other}.`}`;
}

function outsideRange({ figure, side, value }: Bar, [low, high]: readonly [number, number]): InputError {
  const ends = `${Number.isFinite(low) ? `from ${low}` : ''}${Number.isFinite(high) ? ` to ${high}` : ''}`.trim();
  return inputError`assure-value: The bar is "${figure} ${side} ${value}", which ${Number.isFinite(value) ? 'no training or every training has' : 'is not a number'}.
    Allowed: ${ends === '' ? 'a finite number' : `a value with ${figure} on both sides of it; it goes ${ends}`}
    Fix: Correct the bar.`;
}
