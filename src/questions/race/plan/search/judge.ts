/** @file Where candidates stand at a look of a searching race: who leads, and who may be better by what trials and settings say together. */
import {
  type AuxiliarySource,
  chancesAhead,
  contestedBy,
  defierChanceOf,
  type OwnTrials,
  type SettingPlaces,
  type Standings,
  standingsOf,
} from '../../../../stats/index.js';
import type { LossEvidence } from '../adaptive/evidence.js';
import { evidenceOn, type LossScale } from '../adaptive/loss-scale.js';
import { fewValuesOf } from '../adaptive/two-values.js';
import { type FailureRecord, neverWorked } from '../never-worked.js';
import { AUDIT_LEVEL, auditChances, byOwnTrials } from './audit.js';
import { ownTrialsOf } from './evidence.js';
import { predictAll } from './predict.js';
import { judgedOnScale, sourceOn } from './scale.js';
import type { SearchCriterion, SearchSettings } from './settings.js';
import type { SearchRules, SearchStanding } from './standing.js';
import { NONE_AT_LOOK, toleranceBelow, toleranceOf } from './tolerance.js';

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
  kept: LossScale | undefined,
  cheap: readonly AuxiliarySource[] = [],
): SearchStanding {
  return judgedOnScale(rules, evidence, inPanel, kept, (scale) =>
    judgeOn(scale, rules, places, evidence, failures, inPanel, cheap),
  );
}

function judgeOn(
  scale: LossScale,
  rules: SearchRules,
  places: SettingPlaces,
  raw: LossEvidence,
  failures: FailureRecord,
  inPanel: Uint8Array,
  cheap: readonly AuxiliarySource[],
): SearchStanding {
  const { search, criterion, delta, maxReplicates, seed } = rules;
  const evidence = evidenceOn(scale, raw);
  const { candidates, outcomes } = evidence;
  const own = ownTrialsOf(evidence);
  const known = [...cheap, ...(search.sources ?? [])].map((source) => sourceOn(scale, source));
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
  const values = fewValuesOf(raw);
  const allAreEqual = values !== undefined && values.step === undefined;
  const isBlind = leader < 0 || (allAreEqual && rules.tolerance.kind === 'retraining');
  const at = { scale, standings, own };
  const tolerance = isBlind
    ? NONE_AT_LOOK
    : toleranceBelow(toleranceOf(rules, at, evidence, inPanel, leader), at, delta, leader);
  return contest(
    { outcomes, scale, own, standings, standingsAt, allAreEqual, excluded, leader, reference, tolerance, sources },
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
  const tolerance = toleranceBelow(standing.tolerance, standing, rules.delta, pick);
  return contest({ ...standing, leader: pick, reference: pick, tolerance }, rules);
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
  const { chances, audited } = chancesBeyond({ ...found, audit: search.audit }, tolerance.onScale);
  const [byAll, byAudit] = [contestedBy(chances, CHANCE_SHARE * delta), contestedBy(audited, AUDIT_LEVEL)];
  const contested = byAll.map((flag, i) => (flag === 1 || byAudit[i] === 1 ? 1 : 0));
  return { ...found, chances, audited, contested };
}

/** Chances of everybody to be better than the reference by more than `by` on the scale. */
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
