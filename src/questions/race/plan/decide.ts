/**
 * @file One decision: the candidates that are left are ordered by the criterion, those with an infinite one leave as
 * soon as the incumbent's is finite, and the rule says which of the others do.
 */
import type { Decision, Evidence } from '../../../core/index.js';
import { type Field, lossesNeeded, type Ranking, rank } from './rounds-state.js';
import type { Contest, Finding } from './rule.js';

interface DecisionInput {
  /** Replicates used so far. */
  readonly round: number;
  /** False in a round in which only divergence is looked at. */
  readonly tested: boolean;
  readonly columns: readonly Float64Array[];
  /** Candidate indices, ascending. */
  readonly entrants: Int32Array;
}

interface DecisionResult {
  readonly decision: Decision;
  /** Candidate indices that stay, ascending. */
  readonly survivors: Int32Array;
  readonly incumbent: number;
}

export function decide(field: Field, input: DecisionInput): DecisionResult {
  const ranking = rank(field, input.columns, input.entrants);
  const { order, values, rows } = ranking;
  const finite = countFinite(values);
  const findings = finite === 0 ? [] : findingsOf(field, input, ranking, finite);
  const survivors: number[] = [];
  const eliminated: number[] = [];
  const evidence: Evidence[] = [];
  order.forEach((index, place) => {
    const n = (rows[place] as Float64Array).length;
    const finding = findings[place] ?? {
      leaves: finite > 0,
      reason: n < lossesNeeded(field.criterion, field.rule) ? 'too-few-losses' : 'divergence',
    };
    (finding.leaves ? eliminated : survivors).push(index);
    const entry = evidenceOf(field, finding, index, n);
    if (entry !== undefined) evidence.push(entry);
  });
  const incumbent = order[0] as number;
  return {
    decision: {
      round: input.round,
      rule: field.rule.name,
      survivors: survivors.map((index) => field.ids[index] as string),
      eliminated: eliminated.map((index) => field.ids[index] as string),
      incumbent: field.ids[incumbent] as string,
      incumbentValue: values[0] as number,
      evidence,
    },
    survivors: Int32Array.from(survivors).sort(),
    incumbent,
  };
}

function countFinite(ascending: Float64Array): number {
  let finite = ascending.length;
  while (finite > 0 && ascending[finite - 1] === Number.POSITIVE_INFINITY) finite--;
  return finite;
}

function findingsOf(
  { rule }: Field,
  { tested, entrants }: DecisionInput,
  { values, rows }: Ranking,
  finite: number,
): readonly Finding[] {
  if (!tested || finite < 2) return Array.from({ length: finite }, () => ({ leaves: false }));
  const contest: Contest = {
    values: values.subarray(0, finite),
    entrants: entrants.length,
    losses: (place) => rows[place] as Float64Array,
  };
  return keepMinimum(rule.judge(contest), rule.minimumSurvivors);
}

/** Where too many would leave, the best of them stay. */
function keepMinimum(findings: readonly Finding[], minimum: number): readonly Finding[] {
  let missing = minimum - findings.filter(({ leaves }) => !leaves).length;
  if (missing <= 0) return findings;
  return findings.map((finding) => (finding.leaves && missing-- > 0 ? { ...finding, leaves: false } : finding));
}

function evidenceOf(field: Field, finding: Finding, index: number, n: number): Evidence | undefined {
  const { statistic, pValue, reason } = finding;
  const correction = field.rule.significance?.correction;
  if (statistic === undefined && pValue === undefined && reason === undefined) return undefined;
  return {
    candidate: field.ids[index] as string,
    n,
    ...(statistic === undefined ? {} : { statistic }),
    ...(pValue === undefined ? {} : { pValue }),
    ...(pValue === undefined || correction === undefined ? {} : { correction }),
    ...(reason === undefined ? {} : { reason }),
  };
}
