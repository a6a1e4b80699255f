/**
 * @file What an adaptive race may claim: its verdict as the answer of a race, with every rival's place; which of the set are
 * steadier, and whether fresh trials bear out what the verdict rested on.
 */
import { defined, formatCount, formatQuantity } from '../../../../core/index.js';
import {
  type Criterion,
  criterionInterval,
  pooledKurtosis,
  SPREAD_RATIO_MINIMUM,
  type SpreadRatio,
  spreadRatio,
} from '../../../../stats/index.js';
import type { RaceAnswer, SetAside, Steadier, Unconfirmed } from '../answer-schema.js';
import { neverWorked, neverWorkedOf } from '../never-worked.js';
import type { FreshLosses, RaceFacts } from '../race.js';
import { lossesInCommon, NONE_CHOSEN, type Rivals, rivalsOf } from '../rivals.js';
import type { AdaptiveRace } from './adaptive-race.js';
import { ENOUGH_TRIALS } from './doubt.js';
import { adaptiveDefinition } from './rules.js';
import type { AdaptiveState } from './state.js';
import { type AdaptiveVerdict, type Assessment, LEADER_LEVEL } from './verdict.js';

/** Undefined before one has trials enough to lead; with `chosen` in the leader's place. */
export function answerAdaptive(
  facts: RaceFacts,
  race: AdaptiveRace,
  state: AdaptiveState,
  freshOf: FreshLosses,
  chosen?: string,
): RaceAnswer | undefined {
  const pick = chosen === undefined ? -1 : facts.candidates.indexOf(chosen);
  const assessment = assessedFrom(race.assess(state), pick, state);
  const { verdict } = assessment;
  if (verdict.leader < 0 && verdict.kind === 'stopped') return undefined;
  const { delta } = race.settings;
  const idOf = (index: number): string => facts.candidates[index] as string;
  const about = {
    set: verdict.set.map(idOf),
    untried: verdict.untried.map(idOf),
    neverWorked: neverWorkedOf(state.failures, facts.candidates),
    alpha: delta,
    test: assessment.by,
    divergence: facts.criterion.divergence,
  };
  if (verdict.kind === 'nobody') return { ...about, ...NONE_CHOSEN };
  const winner = idOf(verdict.leader);
  const unconfirmed = unconfirmedBy(freshOf(winner), facts.criterion, verdict);
  return {
    ...about,
    winner,
    verdict: unconfirmed === null ? verdict.kind : 'stopped',
    ...statementOf(race, state, assessment),
    // The distribution of their losses decides which of two varies less.
    steadier: assessment.by === 'simultaneous' ? steadierOf(facts, assessment, state, delta, freshOf) : null,
    unconfirmed,
    ...compareRivals(facts, assessment, state, delta),
  };
}

function statementOf(
  { settings: { delta, tolerance, rule, maxReplicates }, ruling: { spreadTimes } }: AdaptiveRace,
  { end, separating }: AdaptiveState,
  { verdict, scale, by }: Assessment,
): Pick<RaceAnswer, 'tolerance' | 'bound' | 'setAside'> {
  const isFree = by === 'confidence-sequences';
  const claims = adaptiveDefinition(rule).correctsForLooks;
  return {
    tolerance: {
      value: verdict.tolerance,
      kind: tolerance.kind,
      confidence: 1 - delta,
      level: !claims ? 'none' : end === undefined || separating || isFree ? 'any-look' : 'end',
      spansAll: verdict.toleranceSpansAll,
      refused: verdict.toleranceRefused,
      comparedOn: scale.name,
      ...(isFree ? { basis: 'distribution-free' as const } : {}),
    },
    bound: claims ? verdict.bound : null,
    ...(isFree || spreadTimes === 1 ? {} : { setAside: setAsideOn(verdict.setAsideOnFew, spreadTimes, maxReplicates) }),
  };
}

function compareRivals(
  { candidates: ids, criterion }: RaceFacts,
  { verdict, estimates, bounds, by }: Assessment,
  { evidence, failures }: AdaptiveState,
  delta: number,
): Rivals {
  const { leader, tolerance } = verdict;
  const set = verdict.set.map((i) => ids[i] as string);
  const tied = new Map(verdict.rivals.map((rival) => [rival.candidate, rival.trialsToSettle]));
  const why = estimates.leftOpen?.allAreEqual ? 'every training gave the same loss' : undefined;
  const about = { criterion, evidence, ids, winner: leader, ours: verdict.leaderValue, tolerance, set, by };
  return rivalsOf({ ...about, level: 1 - delta }, (i) => {
    if (neverWorked(failures, i)) return undefined;
    if (estimates.excluded[i] === 1) return { why: 'its trainings diverge' };
    if (Number.isNaN(estimates.centers[i] as number)) {
      const isUntried = evidence.applied[i] === 0;
      return { why: isUntried ? 'it was never trained' : 'too few of its losses are finite', standing: 'undecided' };
    }
    const settled = defined({ trialsToSettle: tied.get(i) });
    return { ...bounds.difference(leader, i), isOpen: tied.has(i), why, ...settled };
  });
}

/** By fresh losses where both have enough of them, else by those of the race. */
function steadierOf(
  { candidates }: RaceFacts,
  { verdict, bounds }: Assessment,
  state: AdaptiveState,
  delta: number,
  freshOf: FreshLosses,
): Steadier | null {
  const freshOfChoice = freshOf(candidates[verdict.leader] as string);
  const members = verdict.rivals.map(({ candidate: index }) => {
    const candidate = candidates[index] as string;
    const fresh = freshOf(candidate);
    const [own, winner] = lossesInCommon(state.evidence, index, verdict.leader);
    const n = Math.min(fresh.length, freshOfChoice.length);
    if (n < SPREAD_RATIO_MINIMUM) return { candidate, own, winner };
    return { candidate, own: fresh.slice(0, n), winner: freshOfChoice.slice(0, n) };
  });
  const found = findSteadier(members, delta);
  return found === undefined ? null : { ...found, bound: bounds.bound(candidates.indexOf(found.candidate)) };
}

/** Null where the fresh losses of the leader do not lie beyond what was known of it by more than the tolerance. */
export function unconfirmedBy(
  fresh: Float64Array,
  criterion: Criterion,
  { leaderValue, leaderHigh, tolerance }: Pick<AdaptiveVerdict, 'leaderValue' | 'leaderHigh' | 'tolerance'>,
): Unconfirmed | null {
  const low = lowEnd(fresh, criterion);
  if (!(low > leaderHigh + tolerance)) return null;
  return { expected: leaderValue, expectedWorst: leaderHigh, freshBest: low, level: LEADER_LEVEL, n: fresh.length };
}

/** Fresh losses that are all equal have no interval, and from so many on need none. */
const ENOUGH = 8;

/** Of the interval of the criterion; NaN where there is none. */
function lowEnd(losses: Float64Array, criterion: Criterion): number {
  if (losses.length < criterion.minimumTrials) return Number.NaN;
  const value = criterion.evaluate(losses);
  if (value === Number.POSITIVE_INFINITY) return value;
  const interval = criterionInterval(losses, criterion, LEADER_LEVEL);
  if (!('reason' in interval)) return interval.low;
  return losses.length >= ENOUGH && losses.every((loss) => loss === losses[0]) ? value : Number.NaN;
}

/** Losses of a member of the set. */
interface MemberLosses {
  readonly candidate: string;
  /** Of the winner and of the member: as many, all finite where anything shall be said of them. */
  readonly winner: Float64Array;
  readonly own: Float64Array;
}

interface SteadierMember extends SpreadRatio {
  readonly candidate: string;
  /** Of the interval, which is adjusted over the members compared. */
  readonly level: number;
  /** Losses of each. */
  readonly n: number;
}

/** The steadiest whose interval of the ratio lies below 1, at `1 - alpha` over all members that can be compared. */
function findSteadier(members: readonly MemberLosses[], alpha: number): SteadierMember | undefined {
  const compared = members.filter(
    ({ winner, own }) =>
      own.length >= SPREAD_RATIO_MINIMUM && winner.every(Number.isFinite) && own.every(Number.isFinite),
  );
  const kurtosis = pooledKurtosis(compared.flatMap(({ winner, own }) => [winner, own]));
  const level = 1 - alpha / compared.length;
  let steadiest: SteadierMember | undefined;
  for (const { candidate, winner, own } of compared) {
    const ratio = spreadRatio(own, winner, kurtosis, level);
    if (ratio === undefined || ratio.high >= 1 || ratio.high >= (steadiest?.high ?? 1)) continue;
    steadiest = { candidate, ...ratio, level, n: own.length };
  }
  return steadiest;
}

/**
 * By the strict bounds, which hold for every pair. What the race expected of the leader is not said of another: its fresh trials
 * contradict nothing.
 */
function assessedFrom(assessment: Assessment, pick: number, { evidence }: AdaptiveState): Assessment {
  const { verdict, estimates, bounds } = assessment;
  if (pick < 0 || pick === verdict.leader || verdict.leader < 0) return assessment;
  const { centers, excluded } = estimates;
  const mayBeBetter = (i: number): boolean => {
    if (Number.isNaN(centers[i] as number)) return verdict.set.includes(i);
    return bounds.difference(pick, i).low < -verdict.tolerance;
  };
  const contested = Array.from(centers.keys()).filter((i) => i !== pick && excluded[i] !== 1 && mayBeBetter(i));
  const inSet = verdict.set.filter((i) => i !== pick);
  const rivals = [...inSet, ...contested.filter((i) => !inSet.includes(i))]
    .filter((i) => contested.includes(i))
    .map((candidate) => ({
      candidate,
      n: evidence.applied[candidate] as number,
      difference: Number.isNaN(centers[candidate] as number) ? Number.NaN : bounds.difference(pick, candidate).value,
      chance: Number.NaN,
      trialsToSettle: Number.NaN,
    }));
  const seen: AdaptiveVerdict = {
    ...verdict,
    kind: verdict.kind === 'stopped' ? 'stopped' : rivals.length === 0 ? 'decided' : 'tied',
    leader: pick,
    leaderHigh: Number.POSITIVE_INFINITY,
    set: [pick, ...inSet, ...rivals.map(({ candidate }) => candidate).filter((i) => !inSet.includes(i))],
    bound: Math.max(bounds.bound(pick), rivals.length === 0 ? 0 : verdict.tolerance),
    rivals,
  };
  return { ...assessment, verdict: seen };
}

/** Of so many candidates, in a race that may train each at most `maxReplicates` times. */
function setAsideOn(candidates: number, spreadTimes: number, maxReplicates: number): SetAside {
  const counted = { candidates, fewerThan: ENOUGH_TRIALS, spreadTimes };
  if (candidates === 0) return counted;
  const [were, their] = candidates === 1 ? ['was', 'its'] : ['were', 'their'];
  const assumes =
    maxReplicates < ENOUGH_TRIALS
      ? `At most ${formatQuantity(maxReplicates, 'training')} of each are too few to tell how much it varies, so the claim is about candidates that vary up to ${spreadTimes} times as much as is assumed of all`
      : `${candidates === 1 ? 'It would not' : 'None of them would'} stay in if it varied ${spreadTimes} times as much as is assumed, or its own losses speak against that`;
  const meaning = `${formatQuantity(candidates, 'candidate')} ${were} ruled out on fewer than ${formatCount(ENOUGH_TRIALS)} trainings of ${their} own. ${assumes}; one that varies more may be missed (measured: docs/method.md, Set aside on few trainings).`;
  return { ...counted, meaning };
}
