/** @file Where candidates stand at a look of a searching race: which leads, and which may be better by what trials and settings say together. */
import {
  chancesAhead,
  defierChanceOf,
  type OwnTrials,
  type SettingPlaces,
  type Standings,
  standingsOf,
} from '../../../../stats/index.js';
import { contestedBy } from '../adaptive/contested.js';
import type { LossEvidence } from '../adaptive/evidence.js';
import { evidenceOn, type LossScale } from '../adaptive/loss-scale.js';
import { fewValuesOf } from '../adaptive/two-values.js';
import { type FailureRecord, neverWorked } from '../never-worked.js';
import { leastWay, lessAfter } from '../stays-from.js';
import { AUDIT_LEVEL, auditChances, byOwnTrials } from './audit.js';
import { ownTrialsOf, withCollapses } from './evidence.js';
import type { Feasibility } from './feasibility.js';
import { paceOf } from './pace.js';
import { type LearntKernels, predictAll, untriedOf } from './predict.js';
import { byPromise, isSeeking, mayLead } from './promise.js';
import { judgedOnScale, NONE_AT_LOOK, sourceOn, toleranceBelow, toleranceOf } from './scale.js';
import type { SearchCriterion, SearchSettings } from './settings.js';
import type { SearchRules, SearchStanding } from './standing.js';

/** Share of delta that the chances of those left out may sum to. */
const CHANCE_SHARE = 0.6;

export function leadFrom({ maxReplicates, search }: Pick<SearchRules, 'maxReplicates' | 'search'>): number {
  return Math.min(paceOf(search).leadFrom, maxReplicates);
}

/** What a look judges by its rules: the fold's state, and what comes of it. */
interface SearchTrials {
  readonly places: SettingPlaces;
  readonly evidence: LossEvidence;
  readonly failures: FailureRecord;
  readonly inPanel: Uint8Array;
  /** What losses are compared on already. */
  readonly scale: LossScale | undefined;
  readonly feasible: Feasibility | undefined;
  /** What the last look's surrogate learnt. */
  readonly before: LearntKernels | undefined;
}

export function judgeSearch(rules: SearchRules, trials: SearchTrials): SearchStanding {
  const { evidence, inPanel, scale: kept } = trials;
  return judgedOnScale(rules, evidence, inPanel, kept, (scale) => judgeOn(scale, rules, trials));
}

function judgeOn(
  scale: LossScale,
  rules: SearchRules,
  { places, evidence: raw, failures, inPanel, feasible, before }: SearchTrials,
): SearchStanding {
  const { search, criterion, delta, seed } = rules;
  const told = evidenceOn(scale, raw);
  // In a mean the size of a collapse counts.
  const evidence = criterion.bearsNone ? told : withCollapses(told);
  const { candidates, outcomes } = evidence;
  const own = ownTrialsOf(evidence);
  const known = (search.sources ?? []).map((source) => sourceOn(scale, source));
  const names = ['search', seed, outcomes];
  const { prediction, sources, learnt, predict } = predictAll(places, evidence, own, inPanel, known, names, before);
  const defierChance = search.prior === 'guarded' ? defierChanceOf(candidates) : 0;
  const standings = standingsOf(prediction, own, criterion, defierChance);
  const standingsAt =
    predict && ((more: SettingPlaces) => standingsOf(predict(more), untriedOf(more.rows), criterion, defierChance));
  const broken = excludedBy(criterion, own, standings, failures);
  const { excluded, refused } = refusedBeside(broken, feasible);
  const field = { standings, excluded, own, feasible };
  const leader = foremost(field, leadFrom(rules));
  const reference = leader >= 0 ? leader : foremost(field, 1);
  const values = fewValuesOf(raw);
  const allAreEqual = values !== undefined && values.step === undefined;
  const isBlind = leader < 0 || (allAreEqual && rules.tolerance.kind === 'retraining');
  const at = { scale, standings, own };
  const tolerance = isBlind
    ? NONE_AT_LOOK
    : toleranceBelow(toleranceOf(rules, at, evidence, inPanel, leader), at, delta, leader);
  const found = {
    ...field,
    outcomes,
    scale,
    standingsAt,
    allAreEqual,
    refused,
    leader,
    reference,
    tolerance,
    sources,
    learnt,
  };
  return contest(found, rules);
}

function refusedBeside(
  broken: Uint8Array,
  feasible: Feasibility | undefined,
): Pick<SearchStanding, 'excluded' | 'refused'> {
  if (feasible === undefined) return { excluded: broken, refused: undefined };
  const excluded = Uint8Array.from(broken);
  feasible.exclude(excluded);
  return { excluded, refused: excluded.map((flag, i) => flag - (broken[i] as number)) };
}

/** The same with another candidate in the leader's place. */
export function judgedFrom(
  standing: SearchStanding,
  rules: Pick<SearchRules, 'search' | 'delta'>,
  pick: number,
): SearchStanding {
  const tolerance = toleranceBelow(standing.tolerance, standing, rules.delta, pick);
  return contest({ ...standing, leader: pick, reference: pick, tolerance }, rules);
}

/** The loss with which a candidate that is not contested would be, all others being what they are; undefined where nobody can tell. */
export function stayingFrom(
  now: SearchStanding,
  rules: Pick<SearchRules, 'search' | 'delta'>,
  candidate: number,
): number | undefined {
  const { standings, reference, contested, excluded, scale } = now;
  if (reference < 0 || candidate === reference || contested[candidate] === 1 || excluded[candidate] === 1)
    return undefined;
  const { centers, ownCenters } = standings;
  const ends = { own: centers[candidate] as number, best: centers[reference] as number };
  const way = leastWay((share) => {
    const lowered = (of: Float64Array) => of.with(candidate, (of[candidate] as number) - lessAfter(ends, share));
    const moved = { ...standings, centers: lowered(centers), ownCenters: lowered(ownCenters) };
    return contest({ ...now, standings: moved }, rules).contested[candidate] === 1;
  });
  return way === undefined ? undefined : scale.from(ends.own - lessAfter(ends, way));
}

function contest(
  found: Omit<SearchStanding, 'chances' | 'audited' | 'contested'>,
  { search, delta }: Pick<SearchRules, 'search' | 'delta'>,
): SearchStanding {
  const { reference, tolerance, excluded } = found;
  const candidates = excluded.length;
  if (reference < 0) {
    const audited = new Float64Array(candidates);
    if (found.feasible === undefined)
      return { ...found, chances: audited, audited, contested: new Uint8Array(candidates) };
    return { ...found, ...seeking(found, found.feasible, audited), audited };
  }
  const { chances, audited } = chancesBeyond({ ...found, audit: search.audit }, tolerance.onScale);
  if (found.feasible !== undefined && isSeeking(found)) {
    return { ...found, ...seeking(found, found.feasible, chances), audited };
  }
  const [byAll, byAudit] = [contestedBy(chances, CHANCE_SHARE * delta), contestedBy(audited, AUDIT_LEVEL)];
  const contested = byAll.map((flag, i) => (flag === 1 || byAudit[i] === 1 ? 1 : 0));
  return { ...found, chances, audited, contested };
}

/**
 * While the leader is not shown to keep what is required, every candidate that does is better: the race goes on as long as one may.
 * `chances`: of being better than the reference, and keeping it.
 */
function seeking(
  { excluded, reference }: Pick<SearchStanding, 'excluded' | 'reference'>,
  feasible: Feasibility,
  chances: Float64Array,
): Pick<SearchStanding, 'chances' | 'contested'> {
  const keeps = reference < 0 ? 0 : (feasible.chances[reference] as number);
  const mayBe = (i: number): boolean => excluded[i] === 0 && i !== reference;
  const worth = chances.map((chance, i) =>
    mayBe(i) ? (1 - keeps) * (feasible.shown[i] as number) + keeps * chance : 0,
  );
  return { chances: worth, contested: Uint8Array.from(worth, (_, i) => (mayBe(i) ? 1 : 0)) };
}

/** Chances of all candidates to be better than the reference by more than `by` on the scale, and to keep what is required. */
export function chancesBeyond(
  {
    standings,
    allAreEqual,
    excluded,
    feasible,
    reference,
    audit,
  }: Pick<SearchStanding, 'standings' | 'allAreEqual' | 'excluded' | 'feasible' | 'reference'> &
    Pick<SearchSettings, 'audit'>,
  by: number,
): Pick<SearchStanding, 'chances' | 'audited'> {
  const allowed = (chance: number, i: number): number => (excluded[i] === 1 ? 0 : chance);
  const better = byOwnTrials(standings, reference, by, allAreEqual);
  const alone = keeping(better, feasible?.alone);
  const audited = auditChances(standings, audit, alone).map(allowed);
  const ahead = keeping(allAreEqual ? better : chancesAhead(standings, reference, by), feasible?.chances);
  const chances = ahead.map((chance, i) => allowed(Math.max(chance, audited[i] as number), i));
  return { chances, audited };
}

/** Chances to be better and to keep what is required. */
export function keeping(better: Float64Array, kept: Float64Array | undefined): Float64Array {
  return kept === undefined ? better : better.map((chance, i) => chance * (kept[i] as number));
}

/** The candidates that failed twice and never worked, those whose criterion is infinite, and those that collapsed where that makes it so. */
function excludedBy(
  { bearsNone }: SearchCriterion,
  { collapses }: OwnTrials,
  { centers }: Standings,
  failures: FailureRecord,
): Uint8Array {
  return Uint8Array.from(centers, (center, i) => {
    const isBroken = neverWorked(failures, i) && (failures.failed[i] as number) > 1;
    return isBroken || !Number.isFinite(center) || (bearsNone && (collapses[i] as number) > 0) ? 1 : 0;
  });
}

/** The first among those with at least so many trials; -1 where there is none. */
function foremost(field: Pick<SearchStanding, 'standings' | 'excluded' | 'own' | 'feasible'>, least: number): number {
  const { excluded, own } = field;
  const compare = byPromise(field);
  let found = -1;
  for (let i = 0; i < excluded.length; i++) {
    if (excluded[i] === 1 || (own.n[i] as number) < least || !mayLead(field, i)) continue;
    if (found < 0 || compare(i, found) < 0) found = i;
  }
  return found;
}
