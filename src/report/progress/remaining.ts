/** @file How long a run will still take: what its plan says, what its rule leaves open, what its budget allows, and in words. */
import type { RoundProgress } from '../../core/index.js';
import { mostFreshTrials, type RaceFacts, type RoundRule } from '../../questions/race/plan/index.js';
import { formatAbout } from '../number-text.js';
import type { PlannedWork, Remaining, Span } from './run-progress.js';

/** Where a run stands. */
interface RunStanding {
  /** The round in hand; undefined before the first. */
  readonly round: RoundProgress | undefined;
  /** Trials asked for and answered. */
  readonly done: number;
  /** Replicates that the last decision of a race in rounds had seen; 0 before the first. */
  readonly raced: number;
  readonly decisions: number;
  /** The number of candidates that may still be chosen, the winner among them. */
  readonly left: number;
  /** Trials that they are short of all their replicates. */
  readonly open: number;
}

type TrialsLeft = Omit<Remaining, 'seconds'>;

/**
 * What is left, no more than `limit` trials in all.
 *
 * - A study, and fresh trials: the plan's own number; a curve may stop before its own, so its number is a bound.
 * - A rule that keeps a share (halving, fraction): what the rule leaves of the field, round by round (`exact`; a candidate
 *   that diverges makes it less).
 * - A rule that tests: between everybody leaving at the next decision and nobody leaving at all (`at-most`).
 * - An adaptive rule: before it has a leader, or where it separates ties, no more than all replicates of all candidates
 *   (`at-most`). From then on a `range`: what those who may still be the best are short of all their replicates says most
 *   about what is left. See {@link OPEN}.
 */
export function remainingTrials(
  work: PlannedWork,
  standing: RunStanding,
  limit = Number.POSITIVE_INFINITY,
): TrialsLeft {
  const { kind, trials } = planned(work, standing);
  const room = Math.max(0, Math.floor(limit - standing.done + 1e-9));
  const capped = { least: Math.min(trials.least, room), most: Math.min(trials.most, room) };
  return { kind: capped.least === capped.most ? 'exact' : kind, trials: capped };
}

function planned(work: PlannedWork, standing: RunStanding): TrialsLeft {
  const { round, done } = standing;
  if (work.kind === 'study') {
    const most = Math.max(0, work.trials - done);
    return work.isExact ? exactly(most) : { kind: 'at-most', trials: { least: inHand(round), most } };
  }
  if (round?.phase === 'final') return exactly(inHand(round));
  if (round?.phase === 'probation') {
    return { kind: 'at-most', trials: { least: inHand(round), most: mostFreshTrials(work.facts) } };
  }
  const { rule } = work.facts;
  if (rule.kind === 'rounds') return ofRounds(work.facts, rule, standing);
  const { candidates, maxReplicates, finalTrials } = work.facts;
  const most = Math.max(0, candidates.length * (work.separate ?? maxReplicates) - done);
  const fresh = mostFreshTrials(work.facts, standing.left);
  if (standing.decisions === 0 || work.separate !== undefined) {
    // Everybody who begins is tried.
    const untried = Math.max(0, (work.facts.starters ?? candidates.length) - done);
    return { kind: 'at-most', trials: { least: untried + finalTrials, most: most + fresh } };
  }
  const { open } = standing;
  const least = Math.round(OPEN.least * open);
  const likely = Math.round(OPEN.most * open + OPEN.woken * maxReplicates);
  return { kind: 'range', trials: { least: least + finalTrials, most: Math.min(most, likely) + fresh } };
}

/**
 * Shares of the trials that the contested are short of, and how many of the idle may wake and take all their replicates. Found
 * by simulation: 700 races of 4 to 300 candidates, all three rules, 10 to 40 replicates, by mean, median and q3, with
 * normal, exponential and heavy-tailed losses and fields from much narrower to much wider than the noise. Of their looks
 * 98 % ended in this range; counted race by race 95 %, and 94 % at least for each rule. Above it ended 2 %.
 */
const OPEN = { least: 0.05, most: 1.1, woken: 1.5 };

/** Round by round, with as many as stay at most and at least. */
function ofRounds(facts: RaceFacts, rule: RoundRule, { round, raced, decisions, left }: RunStanding): TrialsLeft {
  const now = round === undefined ? facts.warmup * left : inHand(round);
  const isDecisionDue = (round?.number ?? 1) > decisions;
  const seen = !isDecisionDue ? raced : raced === 0 ? facts.warmup : raced + 1;
  const stays = rule.keeps?.bind(rule);
  const atMost = laterTrials(facts, rule, { seen, left, isDecisionDue }, stays ?? ((entrants) => entrants));
  if (stays !== undefined) return exactly(now + atMost);
  const least = laterTrials(facts, rule, { seen, left, isDecisionDue }, () => 1);
  return { kind: 'at-most', trials: { least: now + least, most: now + atMost } };
}

interface Course {
  readonly seen: number;
  readonly left: number;
  readonly isDecisionDue: boolean;
}

function laterTrials(
  facts: RaceFacts,
  { testEvery, minimumSurvivors }: RoundRule,
  { seen, left, isDecisionDue }: Course,
  stays: (entrants: number) => number,
): number {
  const { warmup, maxReplicates } = facts;
  let field = left;
  let trials = 0;
  const decideAfter = (replicates: number): void => {
    if ((replicates - warmup) % testEvery === 0) field = Math.min(field, Math.max(minimumSurvivors, stays(field)));
  };
  if (isDecisionDue) decideAfter(seen);
  for (let replicates = seen + 1; replicates <= maxReplicates && field > 1; replicates++) {
    trials += field;
    decideAfter(replicates);
  }
  return trials + mostFreshTrials(facts, field);
}

function inHand(round: RoundProgress | undefined): number {
  return round === undefined ? 0 : Math.max(0, round.total - round.done);
}

function exactly(trials: number): TrialsLeft {
  return { kind: 'exact', trials: { least: trials, most: trials } };
}

/** Seconds for so many trials at so many a second, within what a budget of time leaves. */
export function secondsFor({ least, most }: Span, throughput: number, secondsLeft: number): Span {
  return { least: Math.min(least / throughput, secondsLeft), most: Math.min(most / throughput, secondsLeft) };
}

/** A certain end below this share of the other is not worth a word. */
const LEAST_SAID = 0.01;

/** `12 min left`, `3-8 min left`, `at most 12 min left`; undefined before there is a pace. */
export function remainingText({ kind, seconds }: Remaining): string | undefined {
  if (seconds === null) return undefined;
  const [least, most] = [formatAbout(seconds.least), formatAbout(seconds.most)];
  if (kind === 'at-most' && seconds.least < LEAST_SAID * seconds.most) return `at most ${most} left`;
  if (kind === 'exact' || least === most) return `${most} left`;
  const [, figure, unit] = /^([\d.]+)( .+)$/.exec(least) ?? [];
  const isOneUnit = unit !== undefined && most.endsWith(unit);
  return `${isOneUnit ? figure : least}${isOneUnit ? '-' : ' to '}${most} left`;
}
