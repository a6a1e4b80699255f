/** @file The table of a study's sets of trainings: how they ended, and every criterion with its interval. */
import type { Distribution } from '../../questions/common/plan/index.js';
import type { Column, Table } from '../table/table.js';
import { configCells } from '../trials-csv.js';
import { nameCandidates } from '../view/candidate-names.js';
import type { StudyInput } from './study-input.js';
import { candidateColumns, criterionOf, type NamedSet, toldCriterion } from './study-words.js';

/** What terminals and papers have of each, the last ones the first to be spared; pages have nearly all criteria, files have all. */
const FEW = ['median', 'std', 'q3', 'iqr'];
const IN_FILES = 'q3+iqr';

/** One row a set. */
export function setTable(
  { header, figure }: Pick<StudyInput, 'header' | 'figure'>,
  sets: readonly NamedSet[],
): Table<NamedSet> {
  const names = nameCandidates(header.candidates);
  const few = FEW.map((name) => toldCriterion(name, figure));
  const inFiles = toldCriterion(IN_FILES, figure);
  const criteria = [...new Set(sets.flatMap(({ distribution }) => distribution.criteria.map(({ name }) => name)))];
  const shown = new Set(sets.map(({ candidate }) => candidate));
  const config = configCells(header.candidates.filter(({ id }) => shown.has(id)));
  const configurations = new Map(header.candidates.map(({ id, configuration }) => [id, configuration]));
  return {
    id: 'sets',
    caption: `Sets of trainings by their ${figure}`,
    columns: [
      ...candidateColumns((id) => names.get(id)?.full ?? id).filter(
        ({ shownIn }) => shown.size > 1 || sets.length < 2 || shownIn?.includes('file'),
      ),
      { key: 'label', of: ({ label }) => label, shownIn: ['file'] },
      { key: 'set', of: ({ set }) => set, meaning: 'what differs between its trainings' },
      ...countColumns(sets),
      ...criteria.map(
        (name): Column<NamedSet> => ({
          key: name,
          unit: 'value',
          of: ({ distribution }) => criterionOf(distribution, name)?.value ?? null,
          interval: ({ distribution }) => criterionOf(distribution, name)?.interval ?? null,
          spread: ({ distribution }) => standardErrorOf(distribution),
          ...(few.includes(name)
            ? { spare: few.indexOf(name) }
            : { shownIn: name === inFiles ? (['file'] as const) : (['page', 'file'] as const) }),
        }),
      ),
      ...config.columns.map(
        (key, place): Column<NamedSet> => ({
          key,
          of: ({ candidate }) => config.cellsOf(configurations.get(candidate) ?? {})[place] ?? null,
          shownIn: ['file'],
        }),
      ),
    ],
    rows: sets,
  };
}

/** What was asked for stands right behind the name of its set. */
export function resultFirst(table: Table<NamedSet>, key: string): Table<NamedSet> {
  const behind = table.columns.findIndex((column) => column.key === 'set') + 1;
  const isResult = (column: Column<NamedSet>): boolean => column.key === key;
  const others = table.columns.filter((column) => !isResult(column));
  return {
    ...table,
    columns: [...others.slice(0, behind), ...table.columns.filter(isResult), ...others.slice(behind)],
  };
}

/** People are told of failures, collapses and what is left out only where there are any. */
function countColumns(sets: readonly NamedSet[]): readonly Column<NamedSet>[] {
  const column = (
    [key, label]: readonly [key: string, label: string],
    of: (distribution: Distribution) => number,
    isTold: (distribution: Distribution) => boolean = (distribution) => of(distribution) > 0,
  ): Column<NamedSet> => ({
    ...{ key, label },
    unit: 'count',
    of: ({ distribution }) => of(distribution),
    ...(sets.some(({ distribution }) => isTold(distribution)) ? {} : { shownIn: ['file'] as const }),
  });
  return [
    column(
      ['begun', 'trainings'],
      ({ begun }) => begun,
      () => true,
    ),
    column(['failed', 'failed'], ({ failed }) => failed),
    column(['collapsed', 'collapsed'], ({ collapsed }) => collapsed),
    column(
      ['diverged', 'diverged'],
      ({ diverged }) => diverged,
      () => false,
    ),
    column(
      ['trials', 'counted'],
      ({ losses }) => losses.length,
      ({ begun, losses }) => begun !== losses.length,
    ),
  ];
}

function standardErrorOf(distribution: Distribution): number | null {
  const std = criterionOf(distribution, 'std');
  return std === null ? null : std.value / Math.sqrt(distribution.losses.length);
}
