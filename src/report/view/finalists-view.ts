/** @file The winner and its rivals as rows of tables: figures by what they rest on. */

import type { CandidateStatus } from '../answer/index.js';
import { showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import type { ResultCollapses, ResultFigures, ResultInterval } from '../result/figure-schema.js';
import type { Member } from '../result/members.js';
import type { Result } from '../result/result-schema.js';

/** One line of a table. */
export interface MemberRow extends ResultFigures {
  readonly id: string;
  readonly label: string;
  readonly isChoice: boolean;
  readonly status: CandidateStatus;
  /** Null where the trials of the race would give one. */
  readonly interval: ResultInterval | null;
  /** Beside figures of fresh trials: the criterion in the race. */
  readonly inRace: number | null;
  /** The bound on trials of this kind; null where it is one on the other. */
  readonly collapses: ResultCollapses | null;
  /** Beside a rival's figures of the race: the criterion of the winner on the same replicates. */
  readonly winner: number | null;
}

/** Rows that rest on trials of one kind. */
interface MemberGroup {
  /** `fresh`: on trials after the race. `choosing`: on those of the race. */
  readonly from: 'fresh' | 'choosing';
  readonly rows: readonly MemberRow[];
}

export interface FinalistsView {
  readonly groups: readonly MemberGroup[];
  /** `q3`, as it is shown. */
  readonly criterionName: string;
}

export function viewFinalists(
  { criterion, direction }: ReportInput,
  members: readonly Member[],
  statuses: ReadonlyMap<string, CandidateStatus>,
): FinalistsView {
  const isAnyFresh = members.some(({ fresh }) => fresh !== null);
  const fresh = members.flatMap((member) =>
    member.fresh === null ? [] : [freshRow(named(member, statuses), member, member.fresh)],
  );
  // Beside rivals without fresh trials the winner is shown on the trials of the race again.
  const raced = isAnyFresh ? members.filter((member) => member.fresh === null) : members;
  const winner = members.filter(({ standing }) => standing === 'winner');
  const choosing = [...new Set(raced.length === 0 ? [] : [...winner, ...raced])];
  const groups: MemberGroup[] = [
    { from: 'fresh', rows: fresh },
    {
      from: 'choosing',
      rows: choosing.flatMap((member) =>
        member.race === null ? [] : [raceRow(named(member, statuses), member, member.race)],
      ),
    },
  ];
  return {
    groups: groups.filter(({ rows }) => rows.length > 0),
    criterionName: showCriterion(criterion, direction).name,
  };
}

function freshRow(own: Named, member: Member, figures: NonNullable<Member['fresh']>): MemberRow {
  return {
    ...own,
    ...figures,
    collapses: collapsesFrom(member, 'fresh'),
    inRace: member.race?.criterion ?? null,
    winner: null,
  };
}

function raceRow(own: Named, member: Member, figures: NonNullable<Member['race']>): MemberRow {
  const winner = member.standing === 'winner' ? null : figures.winner;
  return {
    ...own,
    ...figures,
    interval: null,
    inRace: null,
    collapses: collapsesFrom(member, 'race'),
    winner,
  };
}

function collapsesFrom({ collapses }: Member, from: ResultCollapses['from']): ResultCollapses | null {
  return collapses?.from === from ? collapses : null;
}

type Named = Pick<MemberRow, 'id' | 'label' | 'isChoice' | 'status'>;

function named({ candidate, label, standing }: Member, statuses: ReadonlyMap<string, CandidateStatus>): Named {
  const status = statuses.get(candidate) ?? 'undecided';
  return { id: candidate, label, isChoice: standing === 'winner', status };
}

/** What the figures of a group rest on. */
export function groupText({ from, rows }: MemberGroup, { winner }: Pick<Result, 'winner'>): string {
  if (from === 'fresh') return 'On fresh trainings, which played no part in choosing';
  if (winner === null) return 'On race trainings';
  return rows.length === 1 ? 'On race trainings: those that chose it' : 'On race trainings';
}
