/**
 * @file The adaptive race: after each look it orders the trials that tell most about which is the best, and it ends when
 * no other may still be better than the leader by more than the tolerance, or when all replicates of those that may are
 * used up. Candidates go by their index, trials by candidate and replicate; its driver brings the losses in the
 * order of the asks.
 */
import { type Guess, permutation, randomFrom } from '../../../../core/index.js';
import { createFailureRecord } from '../never-worked.js';
import { asksAhead, extendAsks, type NextAsks, nextAsks } from './allocate.js';
import { contestedBy, fillChances, withinThreshold } from './contested.js';
import { doubted, mayCollapseUnseen } from './doubt.js';
import { createEstimator, type Estimator } from './estimator.js';
import { type AskedLoss, createEvidence, pushAsk, widen } from './evidence.js';
import { createFit } from './fit.js';
import { findLeader } from './judge.js';
import { type Look, lookOf } from './look.js';
import { LOSSES } from './loss-scale.js';
import { applyOutcome, reEstimate } from './re-estimate.js';
import { adaptiveDefinition } from './rules.js';
import {
  type AdaptiveSettings,
  type CompleteAdaptiveSettings,
  completeAdaptiveSettings,
  DEFAULT_WINDOW,
} from './settings.js';
import { shapeOfCriterion } from './shape.js';
import type { AdaptiveState } from './state.js';
import { createFreeStatement, type FreeStatement, restate, sequencesOf } from './statement/free-statement.js';
import { staysFrom } from './stays-from.js';
import { createThresholds, type Thresholds } from './thresholds.js';
import { fixTolerance, NO_TOLERANCE, type ToleranceAtLook, toleranceAt } from './tolerance.js';
import {
  ANY_LOOK,
  chanceLevelAt,
  effectiveLooks,
  OF_PANEL,
  type Ruling,
  rulingOf,
  type Tuning,
  tuningOf,
} from './tuning.js';
import { type AdaptiveVerdict, type Assessment, assess, type Judgement } from './verdict.js';

export interface AdaptiveRace {
  readonly settings: CompleteAdaptiveSettings;
  readonly ruling: Ruling;
  /** How far asks may run ahead: ask number n (from 0) rests on the first n - window(n) outcomes. */
  window(asked: number): number;
  /** A fresh state; another seed than the settings' draws another order of first trials and another panel. */
  begin(seed?: string | number): AdaptiveState;
  /**
   * The next asks when `asked` trials were asked for in all, at most `most`. Depends on the outcomes applied alone and changes
   * nothing. `wait`: nothing until so many more outcomes are applied.
   */
  next(state: AdaptiveState, asked: number, most?: number): NextAsks;
  /** Asks number `from` to `until` (exclusive), as the race would make them if it had to now; it may make others. Changes nothing. */
  ahead(state: AdaptiveState, from: number, until: number): Guess<AskedLoss>;
  /**
   * Applies losses (finite, Infinity = diverged, NaN = no loss) of the next asks in order, one by one or in slices alike;
   * `failures`: by place, the kind of failure where a training failed, with what it counts as for its loss. `rows`: by place, what
   * all trials of its candidate count as from there on, where they rest on one another.
   * Outcomes after the end change nothing. Returns the looks that were due.
   */
  apply(
    state: AdaptiveState,
    losses: ArrayLike<number>,
    failures?: readonly (string | undefined)[],
    rows?: readonly Float64Array[],
  ): readonly Look[];
  /** Of a candidate that is not contested at the look just taken; see the port of the race. */
  staysFrom(state: AdaptiveState, candidate: number): number | undefined;
  /** What the evidence supports: after the race's own end, or where it was cut anywhere. */
  verdict(state: AdaptiveState): AdaptiveVerdict;
  /** The same with what it rests on. Computed once for as many outcomes as are applied. */
  assess(state: AdaptiveState): Assessment;
}

/** Throws an InputError for settings that cannot be raced. About 10 ms of tables, so make one and begin it often. */
export function createAdaptiveRace(given: AdaptiveSettings): AdaptiveRace {
  const settings = completeAdaptiveSettings(given);
  const { candidates, maxReplicates, delta } = settings;
  const form = shapeOfCriterion(settings.criterion);
  const tuning = tuningOf(settings, form);
  const looks = effectiveLooks(maxReplicates);
  const thresholds = createThresholds(candidates, delta, looks);
  const atAnyLook = lazily(() => createThresholds(candidates, delta, ANY_LOOK));
  const estimator = createEstimator(settings, form, (0.2 * delta) / looks);
  // A wider one is full at as many asks as the usual one.
  const share = Math.min(1, tuning.windowShare * Math.max(1, settings.window / DEFAULT_WINDOW));
  const window = (asked: number) => Math.min(settings.window, Math.floor(asked * share));
  const free = settings.statement && createFreeStatement(sequencesOf(settings.criterion, settings.statement, settings));
  const race: Machine = { settings, tuning, thresholds, atAnyLook, estimator, free, window };
  const judgementOf = ({ end, separating }: AdaptiveState): Judgement => {
    const claims = adaptiveDefinition(settings.rule).correctsForLooks;
    const shared = { leadFrom: tuning.leadFrom, spreadTimes: tuning.spreadTimes, claims };
    if (end === undefined || separating) {
      return { ...shared, judgeBy: 'threshold', thresholds: atAnyLook(), strict: atAnyLook() };
    }
    const strict = claims ? thresholds : atAnyLook();
    return { ...shared, judgeBy: tuning.judgeBy, thresholds, strict };
  };
  const known = new WeakMap<AdaptiveState, Assessment>();
  const assessed = (state: AdaptiveState): Assessment => {
    const before = known.get(state);
    if (before?.verdict.outcomes === state.evidence.outcomes) return before;
    const byRule = assess(state, settings, estimator, judgementOf(state));
    const made = free === undefined ? byRule : restate(byRule, free, state, settings.criterion);
    known.set(state, made);
    return made;
  };
  return {
    settings,
    ruling: rulingOf(settings, tuning),
    window,
    begin: (seed = settings.seed) => begin(race, seed),
    next: (state, asked, most = Number.POSITIVE_INFINITY) => nextAsks(state, window, asked, most),
    ahead: (state, from, until) => asksAhead(state, thresholdsIn(race, state), tuning, settings.costs, from, until),
    apply: (state, losses, failures = [], rows = []) => apply(race, state, losses, failures, rows),
    // What is stated without assumptions goes by sequences of the losses as they were.
    staysFrom: (state, candidate) =>
      free === undefined ? staysFrom(state, candidate, estimator, (now) => judgeWithDoubts(race, now)) : undefined,
    assess: assessed,
    verdict: (state) => assessed(state).verdict,
  };
}

function lazily<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

interface Machine {
  readonly settings: CompleteAdaptiveSettings;
  readonly tuning: Tuning;
  readonly thresholds: Thresholds;
  atAnyLook(): Thresholds;
  readonly estimator: Estimator;
  /** Of a race whose statement is made without assumptions. */
  readonly free: FreeStatement | undefined;
  window(asked: number): number;
}

function begin({ settings, tuning, estimator, window }: Machine, seed: string | number): AdaptiveState {
  const { candidates, maxReplicates } = settings;
  const evidence = createEvidence(candidates, maxReplicates);
  const inPanel = new Uint8Array(candidates);
  const random = randomFrom('selection/adaptive/panel', seed);
  const panel = permutation(candidates, random).subarray(0, tuning.panel);
  for (const candidate of panel) inPanel[candidate] = 1;
  // A budget that ends before all candidates had a turn covers a random sample of them.
  const order = permutation(candidates, randomFrom('selection/adaptive/start', seed));
  for (let trial = 0; trial < tuning.start; trial++) {
    for (const candidate of order) pushAsk(evidence, candidate);
  }
  for (let trial = tuning.start; trial < Math.min(OF_PANEL, maxReplicates); trial++) {
    for (const candidate of panel) pushAsk(evidence, candidate);
  }
  return {
    evidence,
    failures: createFailureRecord(candidates),
    admitted: settings.admission?.begin(),
    heldLosses: new Map(),
    unit: 1,
    scale: LOSSES,
    inPanel,
    fit: createFit(settings.separate ?? maxReplicates),
    estimates: estimator.create(),
    contested: new Uint8Array(candidates).fill(1),
    chances: new Float64Array(candidates),
    leader: -1,
    fixed: undefined,
    looks: 0,
    separating: false,
    nextLook: Math.max(1, evidence.length - window(evidence.length)),
    end: undefined,
  };
}

function apply(
  race: Machine,
  state: AdaptiveState,
  losses: ArrayLike<number>,
  failures: readonly (string | undefined)[],
  rows: readonly Float64Array[],
): readonly Look[] {
  const found: Look[] = [];
  for (let index = 0; index < losses.length && state.end === undefined; index++) {
    applyOutcome(state, losses[index] as number, failures[index], rows[index], race.window);
    if (state.evidence.outcomes >= state.nextLook) found.push(look(race, state));
  }
  return found;
}

/** Judges all candidates anew and orders what comes next. */
function look(race: Machine, state: AdaptiveState): Look {
  const { tuning, estimator } = race;
  const { fit } = state;
  const before = Uint8Array.from(state.contested);
  reEstimate(state, estimator);
  state.looks++;
  conclude(race, state, judge(race, state, fit.known ? tuning.leadFrom : undefined));
  return lookOf(state, before);
}

/** Whether a look that finds so many contested ends the race, unless some are doubted. */
function isOver(race: Machine, state: AdaptiveState, open: number): boolean {
  return state.leader >= 0 && (open === 0 || isExhausted(race, state));
}

/** Flags who is contested at a look, those included that are trained once more. */
function judgeWithDoubts(race: Machine, state: AdaptiveState): void {
  if (!isOver(race, state, judge(race, state, race.tuning.leadFrom))) return;
  const doubts = doubtedIn(race, state, state.contested);
  for (const [i, flag] of doubts.entries()) if (flag === 1) state.contested[i] = 1;
}

/** Ends the race, or orders what comes next, where so many are contested. */
function conclude(race: Machine, state: AdaptiveState, open: number): void {
  if (!isOver(race, state, open)) planAhead(race, state);
  else if (!trainDoubted(race, state)) {
    if (open === 0) state.end = 'decided';
    else exhaust(race, state);
  }
}

/**
 * Orders one training of each that is set aside with a doubt, the cheapest first, up to the next look; else the leader's, where it may
 * collapse unseen. False where there is none.
 */
function trainDoubted(race: Machine, state: AdaptiveState): boolean {
  const { evidence, contested } = state;
  // What is stated without assumptions rests on no spread.
  if (race.free !== undefined) return false;
  const flags = doubtedIn(race, state, contested);
  const found = Array.from(flags.keys()).filter((i) => flags[i] === 1);
  const limit = evidence.outcomes + untilNextLook(race, state);
  if (found.length === 0) {
    const { leader } = state;
    const { maxReplicates, without } = race.settings;
    const mayCollapse = !without.has('unseen-collapse') && mayCollapseUnseen(state, race.estimator.form);
    if ((evidence.applied[leader] as number) >= maxReplicates || !mayCollapse) return false;
    while (evidence.length < limit && (evidence.asked[leader] as number) < maxReplicates) pushAsk(evidence, leader);
    state.nextLook = Math.min(limit, evidence.length);
    return true;
  }
  const { costs } = race.settings;
  const cost = (i: number) => costs?.[i] ?? 1;
  for (const i of found.sort((a, b) => cost(a) - cost(b) || a - b)) {
    contested[i] = 1;
    const isAsked = (evidence.asked[i] as number) > (evidence.applied[i] as number);
    if (!isAsked && evidence.length < limit) pushAsk(evidence, i);
  }
  state.nextLook = Math.min(limit, evidence.length);
  return true;
}

function doubtedIn(race: Machine, state: AdaptiveState, contested: Uint8Array): Uint8Array {
  const { tuning, estimator } = race;
  const thresholds = thresholdsIn(race, state);
  const { onScale } = toleranceAt(state.fixed?.tolerance ?? NO_TOLERANCE, state, thresholds, state.leader);
  const byThreshold = tuning.judgeBy === 'threshold' || state.separating;
  return doubted(state, contested, {
    ...{ spreadTimes: tuning.spreadTimes, thresholds, tolerance: onScale, form: estimator.form },
    chanceLevel: byThreshold ? undefined : chanceLevelAt(tuning, state.fit),
  });
}

/** Outcomes until then. */
function untilNextLook({ tuning }: Machine, { evidence }: AdaptiveState): number {
  return Math.max(1, Math.ceil(tuning.growth * evidence.outcomes));
}

/** Finds the leader and the candidates contested against it; returns how many these are. */
function judge(race: Machine, state: AdaptiveState, leadFrom: number | undefined): number {
  const { tuning } = race;
  const { fit, estimates, contested, chances, separating } = state;
  const thresholds = thresholdsIn(race, state);
  const leader = leadFrom === undefined ? -1 : findLeader(estimates, thresholds, leadFrom);
  state.leader = leader;
  if (leader >= 0) fix(race, state, leader);
  const toleranceNow = toleranceAt(state.fixed?.tolerance ?? NO_TOLERANCE, state, thresholds, leader);
  const { onScale: tolerance } = toleranceNow;
  fillChances(chances, estimates, leader, tolerance);
  contested.set(
    tuning.judgeBy === 'threshold' || separating
      ? withinThreshold(estimates, thresholds, leader, tolerance)
      : contestedBy(chances, chanceLevelAt(tuning, fit)),
  );
  const marked = contested.reduce((sum, flag) => sum + flag, 0);
  if (leader < 0) return marked;
  const pursued = state.admitted?.pursued(leader, estimates) ?? -1;
  if (pursued >= 0) {
    if (pursued !== leader) contested[pursued] = 1;
    return marked + 1;
  }
  return race.free === undefined ? marked : settle(race, race.free, state, marked, toleranceNow);
}

/**
 * A race without assumptions ends by its own statement. The rule says where trials go until it has come to its end; from there on they
 * go where the statement is open. Returns how many are contested then.
 */
function settle(
  race: Machine,
  free: FreeStatement,
  state: AdaptiveState,
  marked: number,
  tolerance: ToleranceAtLook,
): number {
  const { estimates, contested, chances } = state;
  const { leader, open } = free.standing(state, state.leader, tolerance.value);
  if (open.length > 0 && marked > 0 && !isExhausted(race, state)) return marked;
  state.leader = leader;
  contested.fill(0);
  for (const rival of open) contested[rival] = 1;
  fillChances(chances, estimates, leader, tolerance.onScale);
  return open.length;
}

/** From the first look that has a leader on, tolerance and scale stay what they are. */
function fix({ settings }: Machine, state: AdaptiveState, leader: number): void {
  if (state.fixed !== undefined) return;
  const tolerance = fixTolerance(settings.tolerance, state, leader);
  if (tolerance !== undefined) state.fixed = { tolerance, scale: state.scale };
}

/** A race that goes on where it saw a tie has looked in vain before: all its looks count from then on. */
function thresholdsIn({ thresholds, atAnyLook }: Machine, { separating }: AdaptiveState): Thresholds {
  return separating ? atAnyLook() : thresholds;
}

/** Ends with several left, or goes on with more replicates where they shall be separated. */
function exhaust(race: Machine, state: AdaptiveState): void {
  if (race.settings.separate === undefined || state.separating) {
    state.end = 'exhausted';
    return;
  }
  state.separating = true;
  conclude(race, state, judge(race, state, race.tuning.leadFrom));
}

/** Orders the asks that may not see the next look, and sets when that is. */
function planAhead(race: Machine, state: AdaptiveState): void {
  const { settings, tuning, window } = race;
  const { evidence } = state;
  if (state.separating) makeRoom(race, state);
  const due = evidence.outcomes + untilNextLook(race, state);
  let limit = Math.max(due, evidence.length);
  while (limit - window(limit) < due) limit++;
  extendAsks(state, thresholdsIn(race, state), tuning, settings.costs, limit);
  state.nextLook = Math.min(due, evidence.length);
  if (evidence.length > evidence.outcomes) return;
  // Nothing is left to ask for: then few trials are better than no leader.
  if (state.leader < 0) judge(race, state, 1);
  if (state.leader >= 0) exhaust(race, state);
  else state.end = 'nobody';
}

/** Rows have room for twice what any candidate was asked for: rows that are wide from the start would cost memory for all. */
function makeRoom({ settings }: Machine, { evidence }: AdaptiveState): void {
  const most = evidence.asked.reduce((so, asked) => Math.max(so, asked), 0);
  if (1.5 * most > evidence.replicates) widen(evidence, Math.min(2 * most, settings.separate ?? 0));
}

/** The leader and all contested candidates have all their replicates. */
function isExhausted({ settings }: Machine, { evidence, contested, leader, separating }: AdaptiveState): boolean {
  const { maxReplicates, separate = maxReplicates } = settings;
  const all = separating ? separate : maxReplicates;
  if ((evidence.applied[leader] as number) < all) return false;
  return contested.every((flag, i) => flag === 0 || (evidence.applied[i] as number) >= all);
}
