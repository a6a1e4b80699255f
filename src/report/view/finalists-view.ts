/** @file The choice and its rivals as rows: figures by what they rest on, and losses to draw. */
import { turned } from '../../core/index.js';
import { quantile } from '../../stats/index.js';
import { showCriterion } from '../direction.js';
import type { Direction, ReportInput } from '../input.js';
import type { ResultCollapses, ResultFigures, ResultInterval, ResultMember } from '../result/answer-schema.js';
import type { Member } from '../result/members.js';
import { fitAxis, type ValueAxis } from './value-axis.js';

/** One candidate's losses as a chart draws them. */
export interface BoxRow {
  readonly id: string;
  readonly label: string;
  readonly isChoice: boolean;
  /** What its count is called: `20`, `20 fresh`. */
  readonly count: string;
  /** Shown losses in replicate order; infinite ones included. */
  readonly values: readonly number[];
  readonly box: Box | null;
}

/** Box plot after Tukey: quartiles, and whiskers to the furthest values within 1.5 interquartile ranges of the box. */
export interface Box {
  readonly whiskerLow: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly whiskerHigh: number;
}

/** One line of a table. */
export interface MemberRow extends ResultFigures {
  readonly id: string;
  readonly label: string;
  readonly isChoice: boolean;
  readonly standing: ResultMember['standing'];
  /** Null where the trials of the race would give one. */
  readonly interval: ResultInterval | null;
  /** Beside figures of fresh trials: the criterion in the race. */
  readonly inRace: number | null;
  /** On trials of this kind; null where they are counted on the other. */
  readonly collapses: ResultCollapses | null;
  /** Beside a rival's figures of the race: the criterion of the choice on the same replicates. */
  readonly choice: number | null;
}

/** Rows that rest on trials of one kind, all of them on replicates in common with the choice. */
export interface MemberGroup {
  /** `fresh`: on trials after the race. `choosing`: on those of the race. */
  readonly from: 'fresh' | 'choosing';
  readonly rows: readonly MemberRow[];
}

export interface FinalistsView {
  readonly boxes: readonly BoxRow[];
  /** One axis for all their values. */
  readonly axis: ValueAxis;
  readonly groups: readonly MemberGroup[];
  /** `q3`, as it is shown. */
  readonly criterionName: string;
}

export function viewFinalists({ criterion, direction }: ReportInput, members: readonly Member[]): FinalistsView {
  const isAnyFresh = members.some(({ fresh }) => fresh !== null);
  const fresh = members.flatMap((member) => (member.fresh === null ? [] : [freshRow(member, member.fresh)]));
  // Beside rivals without fresh trials the choice is shown on the trials of the race again.
  const raced = isAnyFresh ? members.filter((member) => member.fresh === null) : members;
  const choice = members.filter(({ standing }) => standing === 'choice');
  const choosing = [...new Set(raced.length === 0 ? [] : [...choice, ...raced])];
  const groups: MemberGroup[] = [
    { from: 'fresh', rows: fresh },
    {
      from: 'choosing',
      rows: choosing.flatMap((member) => (member.race === null ? [] : [raceRow(member, member.race)])),
    },
  ];
  return {
    boxes: members.map((member) => boxRow(member, direction)),
    axis: fitAxis(
      members.flatMap(({ values }) => values),
      direction,
    ),
    groups: groups.filter(({ rows }) => rows.length > 0),
    criterionName: showCriterion(criterion, direction).name,
  };
}

function freshRow(member: Member, figures: NonNullable<Member['fresh']>): MemberRow {
  return {
    ...named(member),
    ...figures,
    collapses: collapsesFrom(member, 'fresh'),
    inRace: member.race?.criterion ?? null,
    choice: null,
  };
}

function raceRow(member: Member, figures: NonNullable<Member['race']>): MemberRow {
  const choice = member.standing === 'choice' ? null : figures.choice;
  return {
    ...named(member),
    ...figures,
    interval: null,
    inRace: null,
    collapses: collapsesFrom(member, 'race'),
    choice,
  };
}

function collapsesFrom({ collapses }: Member, from: ResultCollapses['from']): ResultCollapses | null {
  return collapses?.from === from ? collapses : null;
}

function named({ candidate, label, standing }: Member): Pick<MemberRow, 'id' | 'label' | 'isChoice' | 'standing'> {
  return { id: candidate, label, isChoice: standing === 'choice', standing };
}

function boxRow({ candidate, label, standing, fresh, values }: Member, direction: Direction): BoxRow {
  return {
    id: candidate,
    label,
    isChoice: standing === 'choice',
    count: `${values.length}${fresh === null ? '' : ' fresh'}`,
    values,
    box: boxOf(values, direction),
  };
}

/** Of values as they are shown. Null for fewer than five: a box would say more than they do. */
export function boxOf(values: readonly number[], direction: Direction): Box | null {
  if (values.length < 5) return null;
  const shown = (loss: number): number => turned(loss, direction);
  const losses = values.map(shown);
  const at = (share: number): number => quantile(losses, share);
  const [q1, q3] = [at(0.25), at(0.75)];
  const reach = Number.isFinite(q3) ? 1.5 * (q3 - q1) : Number.POSITIVE_INFINITY;
  const inside = losses.filter((loss) => loss >= q1 - reach && loss <= q3 + reach);
  const [least, low, high, most] = [shown(Math.min(...inside)), shown(q1), shown(q3), shown(Math.max(...inside))];
  const median = shown(at(0.5));
  return direction === 'minimize'
    ? { whiskerLow: least, q1: low, median, q3: high, whiskerHigh: most }
    : { whiskerLow: most, q1: high, median, q3: low, whiskerHigh: least };
}
