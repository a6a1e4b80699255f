/** @file Where candidates stand at a look of a searching race: who leads, and who may be better by what trials and settings say together. */
import {
  type AuxiliaryFinding,
  type AuxiliarySource,
  chancesAhead,
  contestedBy,
  defierChanceOf,
  type OwnTrials,
  type SettingPlaces,
  type Standings,
  type SurrogatePrediction,
  standingsOf,
} from '../../../../stats/index.js';
import type { LossEvidence } from '../adaptive/evidence.js';
import type { Tolerance } from '../adaptive/rule.js';
import type { FixedTolerance } from '../adaptive/state.js';
import { NO_TOLERANCE } from '../adaptive/tolerance.js';
import { fewValuesOf } from '../adaptive/two-values.js';
import { type FailureRecord, neverWorked } from '../never-worked.js';
import { AUDIT_LEVEL, auditChances, byOwnTrials } from './audit.js';
import { ownTrialsOf } from './evidence.js';
import { predictAll } from './predict.js';
import type { SearchCriterion, SearchSettings } from './settings.js';

/** What a look goes by. */
export interface SearchRules {
  readonly search: SearchSettings;
  readonly criterion: SearchCriterion;
  readonly tolerance: Tolerance;
  readonly delta: number;
  readonly maxReplicates: number;
  readonly seed: string | number;
}

/** What it finds. */
export interface SearchStanding {
  /** Outcomes it rests on. */
  readonly outcomes: number;
  readonly own: OwnTrials;
  readonly standings: Standings;
  /** Of configurations that nobody has tried; undefined while too few were tried to tell. */
  readonly standingsAt: ((places: SettingPlaces) => Standings) | undefined;
  /** True where no loss differs from another: then neither trials nor settings tell anybody apart. */
  readonly allAreEqual: boolean;
  /** 1 where it can lead or be better no more. */
  readonly excluded: Uint8Array;
  /** -1 while nobody has trials enough. */
  readonly leader: number;
  /** Who all are compared with: the leader, or while there is none whoever looks best; -1 where nobody has an estimate. */
  readonly reference: number;
  readonly tolerance: FixedTolerance;
  /** Of being better than the reference by more than the tolerance: by trials and settings, and of those audited by their trials. */
  readonly chances: Float64Array;
  readonly audited: Float64Array;
  readonly contested: Uint8Array;
  /** What was found of the sources that the surrogate learns from beside the trials, in their order. */
  readonly sources: readonly AuxiliaryFinding[];
}

/** Trials before a candidate may lead. */
const LEAD_FROM = 8;
/** Share of delta that the chances of those left out may sum to. */
const CHANCE_SHARE = 0.6;

export function leadFrom(maxReplicates: number): number {
  return Math.min(LEAD_FROM, maxReplicates);
}

export function judgeSearch(
  rules: SearchRules,
  places: SettingPlaces,
  evidence: LossEvidence,
  failures: FailureRecord,
  inPanel: Uint8Array,
  fixed: FixedTolerance | undefined,
  cheap: readonly AuxiliarySource[] = [],
): SearchStanding {
  const { search, criterion, maxReplicates, seed } = rules;
  const { candidates, outcomes } = evidence;
  const own = ownTrialsOf(evidence);
  const known = [...cheap, ...(search.sources ?? [])];
  const { prediction, sources, predict } = predictAll(places, evidence, own, inPanel, known, [
    'search',
    seed,
    outcomes,
  ]);
  const defierChance = search.prior === 'guarded' ? defierChanceOf(candidates) : 0;
  const standings = standingsOf(prediction, own, criterion, defierChance);
  const standingsAt =
    predict && ((more: SettingPlaces) => standingsOf(predict(more), untriedOf(more.rows), criterion, defierChance));
  const excluded = excludedBy(criterion, own, standings, failures);
  const leader = lowest(standings, excluded, own, leadFrom(maxReplicates));
  const reference = leader >= 0 ? leader : lowest(standings, excluded, own, 1);
  const values = fewValuesOf(evidence);
  const allAreEqual = values !== undefined && values.step === undefined;
  const tolerance =
    leader < 0 ? NO_TOLERANCE : (fixed ?? toleranceOf(rules.tolerance, standings, prediction, leader, allAreEqual));
  return contest(
    { outcomes, own, standings, standingsAt, allAreEqual, excluded, leader, reference, tolerance, sources },
    rules,
  );
}

function untriedOf(rows: number): OwnTrials {
  const none = new Float64Array(rows);
  return { n: none, means: none, squares: none, collapses: none };
}

/** The same with another candidate in the leader's place. */
export function judgedFrom(
  standing: SearchStanding,
  rules: Pick<SearchRules, 'search' | 'delta'>,
  pick: number,
): SearchStanding {
  return contest({ ...standing, leader: pick, reference: pick }, rules);
}

function contest(
  found: Omit<SearchStanding, 'chances' | 'audited' | 'contested'>,
  { search, delta }: Pick<SearchRules, 'search' | 'delta'>,
): SearchStanding {
  const { reference, tolerance, excluded } = found;
  const candidates = excluded.length;
  if (reference < 0) {
    const none = { chances: new Float64Array(candidates), audited: new Float64Array(candidates) };
    return { ...found, ...none, contested: new Uint8Array(candidates) };
  }
  const { chances, audited } = chancesBeyond({ ...found, audit: search.audit }, tolerance.value);
  const [byAll, byAudit] = [contestedBy(chances, CHANCE_SHARE * delta), contestedBy(audited, AUDIT_LEVEL)];
  const contested = byAll.map((flag, i) => (flag === 1 || byAudit[i] === 1 ? 1 : 0));
  return { ...found, chances, audited, contested };
}

/** Chances of everybody to be better than the reference by more than `by`. */
export function chancesBeyond(
  {
    standings,
    allAreEqual,
    excluded,
    reference,
    audit,
  }: Pick<SearchStanding, 'standings' | 'allAreEqual' | 'excluded' | 'reference'> & Pick<SearchSettings, 'audit'>,
  by: number,
): Pick<SearchStanding, 'chances' | 'audited'> {
  const allowed = (chance: number, i: number): number => (excluded[i] === 1 ? 0 : chance);
  const alone = byOwnTrials(standings, reference, by, allAreEqual);
  const audited = auditChances(standings, audit, alone).map(allowed);
  const ahead = allAreEqual ? alone : chancesAhead(standings, reference, by);
  const chances = ahead.map((chance, i) => allowed(Math.max(chance, audited[i] as number), i));
  return { chances, audited };
}

/** Who never worked twice, whose criterion is infinite, and one that collapsed where that makes it so. */
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

/** The lowest center among those with so many trials. */
function lowest({ centers }: Standings, excluded: Uint8Array, { n }: OwnTrials, least: number): number {
  let found = -1;
  for (let i = 0; i < centers.length; i++) {
    if (excluded[i] === 1 || (n[i] as number) < least) continue;
    if (found < 0 || (centers[i] as number) < (centers[found] as number)) found = i;
  }
  return found;
}

/** Of one retraining's deviation, what candidates at the leader's level have together: its own would be mostly luck. */
function toleranceOf(
  tolerance: Tolerance,
  { centers }: Standings,
  { noises }: SurrogatePrediction,
  leader: number,
  allAreEqual: boolean,
): FixedTolerance {
  if (tolerance.kind === 'absolute') return { value: tolerance.value, refused: false };
  if (tolerance.kind === 'retraining') {
    if (allAreEqual) return NO_TOLERANCE;
    return { value: tolerance.share * Math.sqrt(noises[leader] as number), refused: false };
  }
  const center = centers[leader] as number;
  return center > 0 ? { value: tolerance.share * center, refused: false } : { value: 0, refused: true };
}
