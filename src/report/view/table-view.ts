/**
 * @file The table of all candidates as columns: where each stands, what its trials came to, its settings. Every figure is the
 * result's own, or comes from the function that makes the result's figures of members.
 */
import type { Outcome } from '../../core/index.js';
import type { RivalAnswer } from '../../questions/race/plan/index.js';
import type { ShownAnswer } from '../answer/answer.js';
import type { Cell } from '../csv-line.js';
import { showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import { halfWidth, typicalSpread } from '../number-text.js';
import { figuresOf } from '../result/members.js';
import type { Result, ResultCandidate } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';
import type { CandidateName } from './candidate-names.js';
import { type ForestAxis, forestAxis, type WorseBy } from './forest.js';
import { completeColumn, type MadeColumn, requiredColumns, settingColumns } from './table-columns.js';
import type { TableColumn, TableTrials } from './table-shape.js';
import { viewTableTrials } from './table-trials.js';

export interface TableView {
  readonly columns: readonly TableColumn[];
  /** Row of the winner; null where nobody is chosen. */
  readonly winner: number | null;
  readonly rows: number;
  /** Of the drawings of differences; null where there are none. */
  readonly forest: ForestAxis | null;
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
/** Rows that are there before somebody asks for more. */
export const FIRST_ROWS = 12;
/** Rivals whose differences settle the axis of the drawings. */
const NEAREST = FIRST_ROWS - 1;

/** Rivals whose differences settle to how many digits all of them are shown. */
const NEAREST_RIVALS = 12;
/** A difference is shown at most this many times finer than its interval. */
const FINER = 10;

/** To the second digit of the tolerance, or of what is typically known of the nearest ones: as `columnFormat` takes it. */
function differenceDigits(
  rivals: readonly Pick<RivalAnswer, 'difference' | 'interval'>[],
  tolerance: number,
): { readonly sample: readonly number[]; readonly spread: number | null } {
  const nearest = rivals.slice(0, NEAREST_RIVALS);
  const sizes = nearest.map(({ difference }) => Math.abs(difference)).filter(Number.isFinite);
  const known = typicalSpread(nearest.map(({ interval }) => halfWidth(interval)));
  // A tolerance far below what is known of differences asks for digits that say nothing.
  const spread = tolerance > 0 ? Math.max(tolerance, (known ?? 0) / FINER) : known;
  return { sample: [...sizes, tolerance], spread };
}

export function viewTable(
  input: ReportInput,
  standings: readonly ShownStanding[],
  result: Result,
  names: ReadonlyMap<string, CandidateName>,
  answer: ShownAnswer,
): TableView {
  const order = [...(answer.winner === null ? [] : [answer.winner.id]), ...answer.rivals.map(({ id }) => id)];
  const rows = order.slice(0, MOST_ROWS);
  const [candidates, shown] = [inOrder(result.candidates, rows), inOrder(standings, rows)];
  const known = { input, standings: shown, candidates, result, answer };
  const required = requiredColumns(result, candidates);
  const fixed = [...nameColumns(candidates, names), ...answerColumns(known), ...required, ...raceColumns(known)];
  const optional = [...metricColumns(shown), ...settingColumns(input.header.candidates, candidates)];
  const room = Math.max(8, Math.floor(MOST_OPTIONAL_CELLS / Math.max(1, candidates.length)));
  const kept = optional.slice(0, room);
  return {
    columns: [...fixed, ...kept.map((column) => ({ ...column, isShown: false }))],
    winner: answer.winner === null ? null : 0,
    rows: candidates.length,
    forest: forestAxis(
      answer.rivals.slice(0, NEAREST).flatMap(({ difference }) => difference ?? []),
      result.tolerance?.value ?? 0,
    ),
    omittedCandidates: result.candidates.length - candidates.length,
    omittedColumns: optional.slice(room).map(({ heading }) => heading),
    trials: viewTableTrials(input, shown, names),
  };
}

/** Rows whose differences keep all of their digits; 50,000 of these are half a megabyte of a page. */
const EXACT_ROWS = 1000;

/** What is drawn alone, or far from the winner, needs no more digits. */
function drawn(worse: number | null): number | null {
  return worse === null ? null : Number(worse.toPrecision(4));
}

function inOrder<One extends { readonly id: string }>(all: readonly One[], ids: readonly string[]): One[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  return ids.map((id) => byId.get(id)).filter((one) => one !== undefined);
}

function nameColumns(candidates: readonly ResultCandidate[], names: ReadonlyMap<string, CandidateName>): TableColumn[] {
  const ids = candidates.map(({ id }) => id);
  const shown = ids.map((id) => names.get(id)?.short ?? id);
  const full = ids.map((id) => names.get(id)?.full ?? id);
  const of = (id: string, heading: string, meaning: string, cells: readonly Cell[], isShown = false): MadeColumn => ({
    ...{ id, heading, meaning, kind: id === 'rank' ? 'count' : 'text', cells, isShown },
  });
  const ranks = candidates.map(({ rank }) => rank);
  const columns = [
    of('rank', '#', 'Place in the ranking of the race.', ranks),
    of('candidate', 'candidate', 'The settings that set it apart.', shown, true),
    of('settings', 'all settings', 'The settings that set it apart, in more than fits into a name.', full),
    of('id', 'id', 'Its name in result.json, trials.csv and commands.', ids),
  ];
  const saysMore = ({ id, cells }: MadeColumn): boolean => {
    return !['settings', 'id'].includes(id) || cells.some((cell, row) => cell !== shown[row]);
  };
  return columns.filter(saysMore).map(completeColumn);
}

/** What is asked of a table at first: how far from the winner, where it stands, what it cost. */
interface Known {
  readonly input: ReportInput;
  readonly standings: readonly ShownStanding[];
  readonly candidates: readonly ResultCandidate[];
  readonly result: Result;
  readonly answer: ShownAnswer;
}

function answerColumns({ input, candidates, result, answer }: Known): TableColumn[] {
  const { name } = showCriterion(input.criterion, input.direction);
  const rivals = new Map(answer.rivals.map((rival) => [rival.id, rival.difference]));
  const digits = differenceDigits(input.answer?.rivals ?? [], result.tolerance?.value ?? 0);
  const of = (pick: (id: string) => Cell): Cell[] => candidates.map(({ id }) => pick(id));
  const difference = (
    { id, heading, meaning, kind = 'worse' }: Pick<TableColumn, 'id' | 'heading' | 'meaning'> & Partial<TableColumn>,
    part: keyof WorseBy,
  ): TableColumn => ({
    ...{ id, heading, meaning, kind, isShown: id === 'difference', ...digits },
    cells: candidates.map(({ id: candidate }, row) => {
      const worse = rivals.get(candidate)?.[part] ?? null;
      return part === 'value' && row < EXACT_ROWS ? worse : drawn(worse);
    }),
  });
  const columns: TableColumn[] = [
    difference(
      {
        ...{ id: 'differenceLow', kind: 'at-best', heading: 'at best' },
        meaning: `The better end of the interval of the difference between its ${name} and the winner’s. All these intervals hold at once, at the level of the claim.`,
      },
      'low',
    ),
    difference(
      {
        id: 'difference',
        heading: `${name} beside the winner’s`,
        meaning: `How much worse or better its ${name} is, as the race estimates it from the trainings of all candidates together: its own trainings alone say it less surely, and may say otherwise.`,
      },
      'value',
    ),
    difference(
      { id: 'differenceHigh', heading: 'at worst', meaning: 'The worse end of the interval of that difference.' },
      'high',
    ),
    completeColumn({
      id: 'status',
      heading: 'status',
      meaning: 'Where it stands beside the winner.',
      kind: 'text',
      cells: of((id) => answer.statuses.get(id) ?? null),
    }),
    completeColumn({
      id: 'trainings',
      heading: 'trainings',
      meaning: 'All of its trainings: of the race and fresh ones.',
      kind: 'count',
      cells: of((id) => answer.costs.get(id)?.trainings ?? 0),
    }),
  ];
  return columns.filter(({ id, cells }) => !id.startsWith('difference') || cells.some((cell) => cell !== null));
}

/** What each looks like on its own trainings; none of it is shown before somebody asks. */
function raceColumns({ input, standings, candidates, result }: Known): TableColumn[] {
  const { name } = showCriterion(input.criterion, input.direction);
  const figures = standings.map((standing) => figuresOf(standing, null, input));
  const fresh = new Map(result.members.map((member) => [member.candidate, member.fresh]));
  const common = new Map(result.tieSet?.rivals.map((rival) => [rival.candidate, rival]));
  const made =
    (kind: TableColumn['kind']) =>
    (
      id: string,
      heading: string,
      meaning: string,
      pick: (candidate: ResultCandidate, row: number) => Cell,
    ): MadeColumn => ({
      ...{ id, heading, meaning, kind, cells: candidates.map(pick) },
    });
  const [count, value, share] = [made('count'), made('value'), made('share')];
  const own = 'over its own race trainings';
  const rivalOf = ({ id }: ResultCandidate) => common.get(id);
  const spread = typicalSpread([...fresh.values()].map((known) => halfWidth(known?.interval ?? null)));
  const columns: MadeColumn[] = [
    count('trials', 'race trainings', 'Trainings that chose.', ({ trials }) => trials),
    value(
      'criterion',
      `${name} in the race`,
      `The ${name} ${own}, which are more for some than for others.`,
      ({ criterion }) => criterion,
    ),
    count(
      'common',
      'in common',
      'Race trainings that it has in common with the winner.',
      (one) => rivalOf(one)?.n ?? null,
    ),
    count(
      'settle',
      'to settle',
      'Trainings of it, and as many of the winner, that it takes to tell them apart: an estimate.',
      (one) => rivalOf(one)?.trialsToSettle ?? null,
    ),
    value(
      'pValue',
      'p (Holm)',
      'One-sided test of being worse than the winner, adjusted over all that have enough trainings in common.',
      (one) => rivalOf(one)?.pValue ?? null,
    ),
    value('median', 'median', `The median ${own}.`, (_, row) => figures[row]?.median ?? null),
    value('iqr', 'iqr', `The interquartile range ${own}.`, (_, row) => figures[row]?.iqr ?? null),
    value('worst', 'worst', `The worst ${own}.`, (_, row) => figures[row]?.worst ?? null),
    count(
      'fresh',
      'fresh trainings',
      'Trainings after the race, which played no part in choosing.',
      ({ fresh: known }) => known,
    ),
    {
      ...value(
        'freshCriterion',
        `${name} of fresh trainings`,
        `The ${name} over its fresh trainings.`,
        ({ id }) => fresh.get(id)?.criterion ?? null,
      ),
      spread,
    },
    share('diverged', 'diverged', 'Share of all of its trainings that diverged.', ({ divergedRate }) => divergedRate),
    share(
      'failed',
      'failed',
      'Share of all of its trainings that failed or timed out.',
      ({ failedRate }) => failedRate,
    ),
    count('left', 'left after', 'Replicates after which it left the race.', ({ eliminatedAt }) => eliminatedAt),
  ];
  // A criterion that is the median, or the worst, needs no second column.
  return columns
    .filter((column) => hasAnything(column) && column.heading !== name)
    .map((column) => completeColumn({ ...column, isShown: false }));
}

/** What is nothing everywhere needs no column. */
const OFTEN_NOTHING = new Set(['common', 'settle', 'pValue', 'fresh', 'freshCriterion', 'diverged', 'failed', 'left']);

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
      meaning: `The mean ${name} over its completed race trainings.`,
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
