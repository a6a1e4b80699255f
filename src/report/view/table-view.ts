/**
 * @file The table of all candidates as columns: where each stands, what its trials came to, its settings. Every figure is the
 * result's own, or comes from the function that makes the result's figures of members.
 */
import type { Outcome } from '../../core/index.js';
import { showCriterion } from '../direction.js';
import type { Cell } from '../figures/figure-data.js';
import type { ReportInput } from '../input.js';
import { halfWidth, typicalSpread } from '../number-text.js';
import { figuresOf } from '../result/members.js';
import type { Result, ResultCandidate } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';
import type { CandidateName } from './candidate-names.js';
import { candidateStandings } from './group-words.js';
import { completeColumn, type MadeColumn } from './table-column.js';
import { settingColumns } from './table-settings.js';
import type { TableColumn, TableTrials } from './table-shape.js';
import { viewTableTrials } from './table-trials.js';

export interface TableView {
  readonly columns: readonly TableColumn[];
  /** Row of the choice; null where nobody is chosen. */
  readonly choice: number | null;
  readonly rows: number;
  /** Candidates after the last row, by rank, that the table has no room for. */
  readonly omittedCandidates: number;
  /** Settings and metrics that it has no room for. */
  readonly omittedColumns: readonly string[];
  readonly trials: TableTrials;
}

/** Rows that a page can carry with everything else below 6 MB. */
const MOST_ROWS = 60_000;
/** Cells of numbers that are all different take 11 bytes of a page each. */
const MOST_OPTIONAL_CELLS = 250_000;
const COLUMNS_SHOWN = 14;

export function viewTable(
  input: ReportInput,
  standings: readonly ShownStanding[],
  result: Result,
  names: ReadonlyMap<string, CandidateName>,
): TableView {
  const candidates = result.candidates.slice(0, MOST_ROWS);
  const shown = standings.slice(0, MOST_ROWS);
  const fixed = [...nameColumns(candidates, names), ...fixedColumns(input, shown, candidates, result)];
  const optional = [...metricColumns(shown), ...settingColumns(input.header.candidates, candidates)];
  const room = Math.max(8, Math.floor(MOST_OPTIONAL_CELLS / Math.max(1, candidates.length)));
  const kept = optional.slice(0, room);
  const free = COLUMNS_SHOWN - fixed.filter(({ isShown }) => isShown).length;
  const choice = candidates.findIndex(({ id }) => id === result.choice?.candidate);
  return {
    columns: [...fixed, ...kept.map((column, place) => ({ ...column, isShown: place < free }))],
    choice: choice < 0 ? null : choice,
    rows: candidates.length,
    omittedCandidates: result.candidates.length - candidates.length,
    omittedColumns: optional.slice(room).map(({ heading }) => heading),
    trials: viewTableTrials(input, shown, names),
  };
}

function nameColumns(candidates: readonly ResultCandidate[], names: ReadonlyMap<string, CandidateName>): TableColumn[] {
  const ids = candidates.map(({ id }) => id);
  const shown = ids.map((id) => names.get(id)?.short ?? id);
  const full = ids.map((id) => names.get(id)?.full ?? id);
  const columns: MadeColumn[] = [
    {
      id: 'rank',
      heading: '#',
      meaning: 'Place in the ranking of the race.',
      kind: 'count',
      cells: candidates.map(({ rank }) => rank),
    },
    {
      id: 'candidate',
      heading: 'candidate',
      meaning: 'The settings that set it apart.',
      kind: 'text',
      cells: shown,
    },
    {
      id: 'settings',
      heading: 'all settings',
      meaning: 'The settings that set it apart, in more than fits into a name.',
      kind: 'text',
      isShown: false,
      cells: full,
    },
    {
      id: 'id',
      heading: 'id',
      meaning: 'Its name in result.json, trials.csv and commands.',
      kind: 'text',
      isShown: false,
      cells: ids,
    },
  ];
  const saysMore = ({ id, cells }: MadeColumn): boolean => {
    return !['settings', 'id'].includes(id) || cells.some((cell, row) => cell !== shown[row]);
  };
  return columns.filter(saysMore).map(completeColumn);
}

/** Those that every race has, and those of which there is anything to show. */
function fixedColumns(
  input: ReportInput,
  standings: readonly ShownStanding[],
  candidates: readonly ResultCandidate[],
  result: Result,
): TableColumn[] {
  const { name } = showCriterion(input.criterion, input.direction);
  const figures = standings.map((standing) => figuresOf(standing, input));
  const rivals = new Map(result.tieSet?.rivals.map((rival) => [rival.candidate, rival]));
  const fresh = new Map(result.members.map((member) => [member.candidate, member.fresh]));
  const stands = candidateStandings(input, result);
  const of = (pick: (candidate: ResultCandidate, row: number) => Cell): Cell[] => candidates.map(pick);
  const own = 'over its own trials of the race';
  const columns: MadeColumn[] = [
    {
      id: 'standing',
      heading: 'standing',
      meaning: 'Where it stands against the choice.',
      kind: 'text',
      cells: of(({ id }) => stands.get(id) ?? null),
    },
    {
      id: 'trials',
      heading: 'trials',
      meaning: 'Trials of the race.',
      kind: 'count',
      cells: of(({ trials }) => trials),
    },
    {
      id: 'criterion',
      heading: `${name} in the race`,
      meaning: `The criterion ${own}.`,
      kind: 'value',
      cells: of(({ criterion }) => criterion),
    },
    {
      id: 'difference',
      heading: `${name} minus the choice’s`,
      meaning: 'On replicates in common with the choice; of the 1,000 nearest rivals.',
      kind: 'value',
      spread: typicalSpread([...rivals.values()].map(({ interval }) => halfWidth(interval))),
      cells: of(({ id }) => rivals.get(id)?.difference ?? null),
    },
    {
      id: 'common',
      heading: 'trials in common',
      meaning: 'Replicates that it has in common with the choice.',
      kind: 'count',
      isShown: false,
      cells: of(({ id }) => rivals.get(id)?.n ?? null),
    },
    {
      id: 'median',
      heading: 'median',
      meaning: `The median ${own}.`,
      kind: 'value',
      cells: of((_, row) => figures[row]?.median ?? null),
    },
    {
      id: 'iqr',
      heading: 'iqr',
      meaning: `The interquartile range ${own}.`,
      kind: 'value',
      cells: of((_, row) => figures[row]?.iqr ?? null),
    },
    {
      id: 'worst',
      heading: 'worst',
      meaning: `The worst ${own}.`,
      kind: 'value',
      cells: of((_, row) => figures[row]?.worst ?? null),
    },
    {
      id: 'fresh',
      heading: 'fresh trials',
      meaning: 'Trials after the race, which played no part in choosing.',
      kind: 'count',
      cells: of(({ fresh: count }) => count),
    },
    {
      id: 'freshCriterion',
      heading: `${name} of fresh trials`,
      meaning: 'The criterion over its fresh trials on replicates in common with the choice.',
      kind: 'value',
      spread: typicalSpread([...fresh.values()].map((figuresOfFresh) => halfWidth(figuresOfFresh?.interval ?? null))),
      cells: of(({ id }) => fresh.get(id)?.criterion ?? null),
    },
    {
      id: 'diverged',
      heading: 'diverged',
      meaning: 'Share of all of its trials that diverged.',
      kind: 'share',
      cells: of(({ divergedRate }) => divergedRate),
    },
    {
      id: 'failed',
      heading: 'failed',
      meaning: 'Share of all of its trials that failed or timed out.',
      kind: 'share',
      cells: of(({ failedRate }) => failedRate),
    },
    {
      id: 'left',
      heading: 'left after',
      meaning: 'Replicates after which it left the race.',
      kind: 'count',
      cells: of(({ eliminatedAt }) => eliminatedAt),
    },
  ];
  // A criterion that is the median, or the worst, needs no second column.
  return columns.filter((column) => hasAnything(column) && column.heading !== name).map(completeColumn);
}

/** What is nothing everywhere needs no column. */
const OFTEN_NOTHING = new Set([
  'standing',
  'difference',
  'common',
  'fresh',
  'freshCriterion',
  'diverged',
  'failed',
  'left',
]);

function hasAnything({ id, cells }: MadeColumn): boolean {
  return !OFTEN_NOTHING.has(id) || cells.some((cell) => cell !== null && cell !== 0);
}

/** A column a metric: its mean over the trials of the race that have it. */
function metricColumns(standings: readonly ShownStanding[]): TableColumn[] {
  const names = new Set<string>();
  for (const { outcomes } of standings) for (const { metrics } of outcomes) for (const name in metrics) names.add(name);
  return [...names].sort().map((name) =>
    completeColumn({
      id: `metric ${name}`,
      heading: `mean ${name}`,
      meaning: `The mean ${name} over its completed trials of the race.`,
      kind: 'value',
      cells: standings.map(({ outcomes }) => meanMetric(name, outcomes)),
    }),
  );
}

/** Null where no trial has it. */
function meanMetric(name: string, outcomes: readonly Outcome[]): number | null {
  const values = outcomes.flatMap(({ metrics }) => (Object.hasOwn(metrics, name) ? [metrics[name] as number] : []));
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
