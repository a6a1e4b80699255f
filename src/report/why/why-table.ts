/** @file What a race decided about one candidate, a row a decision. */
import type { CandidateStep } from '../../questions/race/plan/index.js';
import { showCriterion, showInterval } from '../direction.js';
import { halfWidth, typicalSpread } from '../number-text.js';
import type { ResultInterval } from '../result/figure-schema.js';
import type { Column, Table } from '../table/table.js';
import type { ReportView } from '../view/report-view.js';

/** A decision about it, in the user's direction. */
export interface WhyRow {
  readonly what: CandidateStep['kind'];
  readonly decision: number;
  readonly trainings: number;
  readonly own: number;
  readonly estimate: number | null;
  readonly against: string;
  readonly theirs: number;
  readonly difference: number | null;
  readonly interval: ResultInterval | null;
  /** Of being better by more than the tolerance; null under a rule that has none. */
  readonly chance: number | null;
  readonly p: number | null;
  readonly reason: string | null;
}

export function whyRows({ input }: ReportView, steps: readonly CandidateStep[]): readonly WhyRow[] {
  const shown = showCriterion(input.criterion, input.direction);
  return steps.map(({ kind, decision, trainings, own, estimate, evidence, rival }): WhyRow => {
    const { round, incumbent, incumbentValue, idle } = decision;
    const p = evidence?.pValue ?? null;
    return {
      ...{ what: kind, decision: round, trainings, own, against: incumbent },
      estimate: estimate === null ? null : shown.show(estimate),
      theirs: shown.show(incumbentValue),
      difference: estimate === null ? null : shown.show(estimate - incumbentValue),
      interval: rival === undefined ? null : showInterval(rival.interval, shown),
      ...(idle === undefined ? { chance: null, p } : { chance: p, p: null }),
      reason: evidence?.reason ?? null,
    };
  });
}

/** Columns that no row has anything for are left out. */
export function whyTable({ result, telling }: ReportView, rows: readonly WhyRow[]): Table<WhyRow> {
  const { name } = result.criterion;
  const known = typicalSpread(rows.map(({ interval }) => halfWidth(interval)));
  const value = (key: string, label: string, of: (row: WhyRow) => number | null, spare: number): Column<WhyRow> => {
    return { ...{ key, label, unit: 'value', of, spare }, spread: () => known };
  };
  const columns: readonly Column<WhyRow>[] = [
    { key: 'what', label: 'it was', of: ({ what }) => what },
    { key: 'against', label: 'compared with', of: ({ against }) => telling.nameOf(against), shownIn: ['page', 'text'] },
    { key: 'against id', of: ({ against }) => against, shownIn: ['file'] },
    { key: 'decision', unit: 'count', of: ({ decision }) => decision },
    { key: 'trainings', unit: 'count', of: ({ trainings }) => trainings, spare: 2 },
    { key: 'own', label: 'its own', unit: 'count', of: ({ own }) => own },
    value('estimate', `its ${name}`, ({ estimate }) => estimate, 3),
    value('theirs', "the other's", ({ theirs }) => theirs, 4),
    { ...value('difference', 'difference', ({ difference }) => difference, 1), interval: ({ interval }) => interval },
    { key: 'chance', unit: 'p', of: ({ chance }) => chance, spare: 1 },
    { key: 'p', unit: 'p', of: ({ p }) => p, spare: 1 },
    { key: 'reason', unit: 'sentence', of: ({ reason }) => reason, spare: 5 },
  ];
  return {
    id: 'why',
    caption: 'What was decided about it, by trainings so far',
    columns: columns.filter(({ of }) => rows.some((row) => of(row) !== null)),
    rows,
  };
}
