/** @file Compared runs as tables: what each came to, what differs, and the candidates that they have in common. */
import pc from 'picocolors';
import { lostOf } from '../../stats/index.js';
import { partsOfEffort, shareOfAll } from '../answer/cost.js';
import { CANDIDATE_STATUSES } from '../answer/statuses.js';
import type { Cell } from '../csv-line.js';
import { estimateText, formatCount, formatDuration } from '../number-text.js';
import type { Column, Table } from '../table/table.js';
import { tableLines } from '../table/table-terminal.js';
import { noticeLines, printable, type TerminalOptions, wrapText } from '../terminal/terminal-text.js';
import { countedText, endingsText } from '../view/ending-words.js';
import type { CompareView, RunInBrief } from './compare-view.js';

/** Lines of at most `width` columns, with a line end after the last. */
export function formatCompareTable(view: CompareView, options: TerminalOptions): string {
  const { bold } = pc.createColors(options.colors);
  const tables = compareTables(view);
  return [
    bold(wrapText(`${printable(view.headline)}.`, options.width)),
    ...noticeLines(view.warnings, options),
    ...(view.differences.length === 0 ? ['', 'Settings, data, seed, code and machine are the same.'] : []),
    ...tables.flatMap((table) => [
      '',
      wrapText(`${printable(table.caption)}:`, options.width),
      ...tableLines(table, options),
    ]),
    '',
  ].join('\n');
}

/** Without those that have no row. */
export function compareTables(view: CompareView): readonly Table[] {
  const tables: readonly Table[] = [answerTable(view), differenceTable(view), sharedTable(view), rankingTable(view)];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** A column a run, before them what the cells are of. */
function byRun<Row extends { readonly what: string }>(
  { runs }: CompareView,
  of: (row: Row, run: number) => Cell,
): readonly Column<Row>[] {
  return [
    { key: 'what', label: '', of: ({ what }) => what },
    ...runs.map(({ name }, run) => ({ key: name, unit: 'sentence' as const, of: (row: Row) => of(row, run) })),
  ];
}

interface AnswerFact {
  readonly what: string;
  readonly of: (run: RunInBrief) => string;
  /** Said only where a run has anything else than nothing. */
  readonly isRare?: true;
}

/** How many there are of each status; a winner is named. */
const STATUSES = CANDIDATE_STATUSES.filter((status) => status !== 'winner').map(
  (status): AnswerFact => ({ what: status, of: ({ statuses }) => formatCount(statuses[status]), isRare: true }),
);

const FACTS: readonly AnswerFact[] = [
  { what: 'winner', of: ({ winner }) => winner?.name ?? 'none' },
  { what: 'claim', of: ({ claim }) => claim },
  { what: 'of its trainings', of: endingsOf, isRare: true },
  { what: 'criterion', of: criterionText },
  { what: 'rests on', of: restsOn },
  { what: 'candidates', of: ({ candidates }) => formatCount(candidates) },
  ...STATUSES,
  { what: 'trainings', of: ({ cost }) => formatCount(cost.trials.begun) },
  { what: 'of these', of: ({ cost, status }) => partsOfEffort({ trials: cost.trials, status }) },
  { what: 'of all', of: ({ cost }) => shareOfAll(cost.trials) ?? '' },
  { what: 'time', of: ({ cost }) => formatDuration(cost.seconds) },
];

function answerTable(view: CompareView): Table<AnswerFact> {
  const { runs } = view;
  const isSaid = ({ of }: AnswerFact) => runs.some((run) => !['', '0'].includes(of(run)));
  return {
    id: 'answers',
    caption: 'What each run came to',
    columns: byRun(view, ({ of }, run) => of(runs[run] as RunInBrief)),
    rows: FACTS.filter((fact) => fact.isRare !== true || isSaid(fact)),
  };
}

function differenceTable(view: CompareView): Table<CompareView['differences'][number]> {
  return {
    id: 'differences',
    caption: 'What differs',
    columns: byRun(view, ({ values }, run) => values[run] ?? null),
    rows: view.differences,
  };
}

type Shared = CompareView['shared'][number];

type Figures = Shared['figures'][number];

interface SharedRow {
  readonly name: string;
  readonly own: Figures;
  /** Both null where losses of the runs do not measure the same. */
  readonly less: Figures | null;
  readonly difference: Shared['differences'][number] | null;
}

/** A row a difference; where there are none, a row a run. */
function sharedTable({ runs, shared, criterion, comparable }: CompareView): Table<SharedRow> {
  const nameOf = ({ run }: Figures): string => runs[run]?.name ?? '';
  const [name = ''] = criterion.split(' ');
  const differing: readonly Column<SharedRow>[] = [
    { key: 'less', of: ({ less }) => less && nameOf(less) },
    {
      key: `${name} there`,
      unit: 'value',
      of: ({ less }) => less?.value ?? null,
      interval: ({ less }) => less?.interval ?? null,
    },
    {
      key: 'difference',
      unit: 'value',
      of: ({ difference }) => (difference?.how === 'same trials' ? 'the same trainings' : (difference?.value ?? null)),
      interval: ({ difference }) =>
        difference === null || difference.how === 'same trials' ? null : difference.interval,
    },
  ];
  return {
    id: 'shared',
    caption: `Candidates in common, by the ${criterion}`,
    ...(comparable ? { note: 'Difference: below 0 it is lower than in the run after "less".' } : {}),
    columns: [
      { key: 'candidate', of: (one) => one.name },
      { key: 'run', of: ({ own }) => nameOf(own) },
      { key: 'trainings', unit: 'count', of: ({ own }) => own.trials, spare: 1 },
      { key: 'kind', unit: 'sentence', of: ({ own }) => own.from, spare: 2 },
      { key: name, unit: 'value', of: ({ own }) => own.value, interval: ({ own }) => own.interval },
      ...(comparable ? differing : []),
    ],
    rows: shared.flatMap((one): readonly SharedRow[] => {
      const of = (run: number) => one.figures.find((own) => own.run === run) as Figures;
      return comparable
        ? one.differences.map((own) => ({ name: one.name, own: of(own.run), less: of(own.from), difference: own }))
        : one.figures.map((own) => ({ name: one.name, own, less: null, difference: null }));
    }),
  };
}

function rankingTable({ rankings, runs }: CompareView): Table<CompareView['rankings'][number]> {
  return {
    id: 'rankings',
    caption: "How far rankings of the candidates in common agree (Kendall's tau-b: 1 the same order, −1 reversed)",
    columns: [
      ...([0, 1] as const).map((side) => ({
        key: side === 0 ? 'first' : 'second',
        of: (one: CompareView['rankings'][number]) => runs[one.runs[side]]?.name ?? '',
      })),
      { key: 'candidates', unit: 'count', of: ({ n }) => n },
      {
        key: 'tau',
        unit: 'hundredths',
        of: ({ tau }) => tau,
        interval: ({ interval, n, tau }) =>
          interval === null
            ? { reason: tau === null ? 'too few, or all alike' : `${formatCount(n)} candidates are too few` }
            : { low: interval[0], high: interval[1], level: 0.95, method: 'of candidates taken as a sample' },
      },
    ],
    rows: rankings,
  };
}

function criterionText({ criterion }: RunInBrief): string {
  if (criterion === null) return '';
  const { name, value, interval } = criterion;
  return `${name} ${estimateText(value, interval)}`;
}

function kindOf({ from }: NonNullable<RunInBrief['criterion']>): string {
  return from === 'fresh' ? 'fresh training' : 'race training';
}

function restsOn({ criterion, trials, endings }: RunInBrief): string {
  return criterion === null ? '' : countedText({ trials, begun: endings?.begun ?? trials }, kindOf(criterion));
}

function endingsOf({ criterion, endings }: RunInBrief): string {
  return criterion === null || endings === null || lostOf(endings) === 0 ? '' : endingsText(endings, kindOf(criterion));
}
