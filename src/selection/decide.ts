/**
 * @file One decision: the candidates that are left are ordered by the criterion, those with an infinite one leave as
 * soon as the incumbent's is finite, and the rule says who of the others does.
 */
import { type Decision, type Evidence, InputError } from '../core/index.js';
import type { Criterion } from '../stats/index.js';
import type { Contest, Finding, Rule } from './rule.js';

/** What a decision is made from. */
export interface Field {
  readonly ids: readonly string[];
  /** By candidate index: its place among the ids in code-unit order, which settles ties. */
  readonly idRanks: Int32Array;
  readonly criterion: Criterion;
  readonly rule: Rule;
}

export interface DecisionInput {
  /** Replicates used so far. */
  readonly round: number;
  /** False in a round in which only divergence is looked at. */
  readonly tested: boolean;
  readonly columns: readonly Float64Array[];
  /** Candidate indices, ascending. */
  readonly entrants: Int32Array;
}

export interface DecisionResult {
  readonly decision: Decision;
  /** Candidate indices that stay, ascending. */
  readonly survivors: Int32Array;
  readonly incumbent: number;
}

export function decide(field: Field, input: DecisionInput): DecisionResult {
  const { order, values, rows } = rank(field, input);
  const finite = countFinite(values);
  const findings = finite === 0 ? [] : findingsOf(field, input, values, rows, finite);
  const survivors: number[] = [];
  const eliminated: number[] = [];
  const evidence: Evidence[] = [];
  order.forEach((index, place) => {
    const finding = findings[place] ?? { leaves: place >= finite && finite > 0, ...divergenceAt(place, finite) };
    (finding.leaves ? eliminated : survivors).push(index);
    const n = (rows[place] as Float64Array).length;
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

interface Ranking {
  /** Candidate indices, best first. */
  readonly order: Int32Array;
  /** Criterion by place. */
  readonly values: Float64Array;
  /** Losses by place. */
  readonly rows: readonly Float64Array[];
}

function rank({ criterion, rule, ids, idRanks }: Field, { columns, entrants }: DecisionInput): Ranking {
  const rows = gatherRows(columns, entrants);
  rows.forEach((row, entrant) => {
    const needed = rule.paired ? columns.length : Math.max(criterion.minimumTrials, rule.minimumTrials);
    if (row.length < needed)
      throw missingLosses(rule, ids[entrants[entrant] as number] as string, row.length, columns.length);
  });
  const values = Float64Array.from(rows, (row) => criterion.evaluate(row));
  const places = Int32Array.from(entrants, (_, place) => place).sort((left, right) => {
    const first = values[left] as number;
    const second = values[right] as number;
    if (first !== second) return first < second ? -1 : 1;
    return (idRanks[entrants[left] as number] as number) - (idRanks[entrants[right] as number] as number);
  });
  return {
    order: places.map((place) => entrants[place] as number),
    values: Float64Array.from(places, (place) => values[place] as number),
    rows: Array.from(places, (place) => rows[place] as Float64Array),
  };
}

/** Losses of each entrant in order of replicates, cells without a trial left out; views into one block of memory. */
function gatherRows(columns: readonly Float64Array[], entrants: Int32Array): Float64Array[] {
  const block = new Float64Array(entrants.length * columns.length);
  let end = 0;
  return Array.from(entrants, (index) => {
    const start = end;
    for (const column of columns) {
      const loss = column[index] as number;
      if (!Number.isNaN(loss)) block[end++] = loss;
    }
    return block.subarray(start, end);
  });
}

function missingLosses(rule: Rule, candidate: string, losses: number, replicates: number): InputError {
  return new InputError({
    code: 'missing-losses',
    what: `Candidate "${candidate}" has ${losses} losses in ${replicates} replicates`,
    allowed: rule.paired
      ? `a loss in every replicate, because rule "${rule.name}" compares replicate by replicate`
      : `at least ${rule.minimumTrials} for rule "${rule.name}"`,
    fix: 'Fill the gaps, leave the candidate out, or choose a rule for two samples.',
  });
}

function countFinite(ascending: Float64Array): number {
  let finite = ascending.length;
  while (finite > 0 && ascending[finite - 1] === Number.POSITIVE_INFINITY) finite--;
  return finite;
}

function findingsOf(
  { criterion, rule }: Field,
  input: DecisionInput,
  values: Float64Array,
  rows: readonly Float64Array[],
  finite: number,
): readonly Finding[] {
  if (!input.tested || finite < 2) return Array.from({ length: finite }, () => ({ leaves: false }));
  const contest: Contest = {
    criterion,
    values: values.subarray(0, finite),
    entrants: values.length,
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

function divergenceAt(place: number, finite: number): { readonly reason?: string } {
  return place >= finite ? { reason: 'divergence' } : {};
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
