/** @file The columns of the table of the winner and its rivals: what they show, and which of them there is room for. */
import { boundText } from '../../core/index.js';
import { columnFormat, formatWithin, halfWidth, typicalSpread } from '../number-text.js';
import { isolate, legible } from '../view/candidate-names.js';
import type { MemberRow } from '../view/finalists-view.js';
import type { ReportView } from '../view/report-view.js';
import { requiredFigure, requiredValue, STANDING_WORDS } from '../view/required-view.js';
import { columnsOf, fitText, padText, printable } from './terminal-text.js';

export interface MemberColumn {
  readonly heading: string;
  readonly cell: (row: MemberRow) => string;
  /** Text stands to the left, figures to the right. */
  readonly align: 'left' | 'right';
  /** Columns of the terminal that it takes. */
  readonly width: number;
  /** Whether a row has anything for it. */
  readonly isThere: (row: MemberRow) => boolean;
}

interface Given extends Omit<MemberColumn, 'width'> {
  /** The higher, the earlier it is left out where the terminal is too narrow; 0 stays. */
  readonly spare: number;
}

/** What a row of the table is: with the candidate's name in it, or below a line that names it. */
interface RowLayout {
  readonly columns: readonly MemberColumn[];
  /** Where the name has no room beside its figures: the line above them. Undefined where it has. */
  readonly nameLine: ((row: MemberRow) => string) | undefined;
}

const GAP = '  ';
const WIDEST_NAME = 72;
const WIDEST_ID = 20;
/** From here on a column is worth less than having a row in one line. */
const MINOR = 4;

/** Columns that somebody fills and that fit into `width`. */
export function layoutRows(view: ReportView, rows: readonly MemberRow[], width: number): RowLayout {
  const isFilled = ({ isThere }: Given): boolean => rows.some(isThere);
  const withWidth = (column: Given) => ({ ...column, width: widest(column, rows) });
  const about = aboutColumns();
  const figures = figureColumns(view, rows).filter(isFilled).map(withWidth);
  const [name, ...others] = [about.name, about.id, ...figures, about.status].filter((column, index) => {
    return index === 0 || isFilled(column);
  });
  const inOneLine = leaveOut([name as Given, ...others].map(withWidth), width, MINOR);
  if (totalOf(inOneLine) <= width) return { columns: inOneLine, nameLine: undefined };
  const columns = leaveOut(figures, width - GAP.length, 1);
  return { columns, nameLine: (row) => nameLine(about, row, width) };
}

/** Without those that can be spared, at least so much, until the rest fits. */
function leaveOut<Column extends Given & MemberColumn>(
  columns: readonly Column[],
  width: number,
  least: number,
): readonly Column[] {
  const most = Math.max(...columns.map(({ spare }) => spare));
  if (totalOf(columns) <= width || most < least) return columns;
  return leaveOut(
    columns.filter(({ spare }) => spare < most),
    width,
    least,
  );
}

function totalOf(columns: readonly MemberColumn[]): number {
  return columns.reduce((sum, column) => sum + column.width + GAP.length, -GAP.length);
}

/** The id is what commands take, so it is never cut for the sake of the rest. */
function nameLine({ fullName, id, status }: AboutColumns, row: MemberRow, width: number): string {
  const ending = id.isThere(row) ? ` (${id.cell(row)})` : '';
  const says = `: ${status.cell(row)}`;
  const room = width - columnsOf(ending);
  const named = fitText(fullName(row), Math.max(room - columnsOf(says), Math.min(room, LEAST_NAME)));
  return fitText(`${named}${ending}${says}`, width);
}

const LEAST_NAME = 12;

/** A row's cells, or the headings, below those of other rows. */
export function rowLine(columns: readonly MemberColumn[], cellOf: (column: MemberColumn) => string): string {
  return columns
    .map((column) => padText(cellOf(column), column.width, column.align))
    .join(GAP)
    .trimEnd();
}

function widest({ heading, cell }: Given, rows: readonly MemberRow[]): number {
  return Math.max(heading.length, ...rows.map((row) => columnsOf(cell(row))));
}

interface AboutColumns {
  readonly name: Given;
  /** Unique by the id beside it. */
  readonly fullName: (row: MemberRow) => string;
  readonly id: Given;
  readonly status: Given;
}

function aboutColumns(): AboutColumns {
  const fullName = ({ id, label }: MemberRow): string => isolate(legible(label)) || printable(id);
  const nameOf = (row: MemberRow): string => fitText(fullName(row), WIDEST_NAME);
  const idOf = ({ id }: MemberRow): string => fitText(printable(id), WIDEST_ID);
  return {
    fullName,
    name: { ...column('candidate', nameOf), align: 'left' },
    id: { ...column('id', idOf, { isThere: (row) => nameOf(row) !== idOf(row) }), align: 'left' },
    status: { ...column('status', ({ status }) => status), align: 'left' },
  };
}

/** One for each bound on a metric, beside figures of the race: it rests on its trainings. */
function boundColumns({ result }: ReportView): Given[] {
  return (result.requirements?.metrics ?? []).map((required) => {
    const found = new Map(required.candidates.map((one) => [one.candidate, one]));
    const cell = ({ id }: MemberRow): string => {
      const own = found.get(id);
      return own === undefined ? '-' : `${requiredValue(own)} ${STANDING_WORDS[own.standing]}`;
    };
    const heading = `${requiredFigure(required)} ${boundText(required)}`;
    return { ...column(heading, cell, { spare: 3, isThere: ({ inRace }) => inRace === null }), align: 'left' };
  });
}

function figureColumns(view: ReportView, rows: readonly MemberRow[]): Given[] {
  const { finalists } = view;
  const { criterionName } = finalists;
  // All of them are losses, so all stand to the place that the intervals give, or what the losses vary.
  const spread =
    typicalSpread(rows.map(({ interval }) => halfWidth(interval))) ??
    typicalSpread(rows.map(({ iqr, trials }) => (iqr === null ? null : iqr / Math.sqrt(trials))));
  const figures = (of: (row: MemberRow) => number | null): ((row: MemberRow) => string) => {
    const known = rows.map(of).filter((value) => value !== null);
    const format = columnFormat(known, spread);
    return (row) => {
      const value = of(row);
      return value === null ? '-' : format(value);
    };
  };
  const interval = ({ interval: given }: MemberRow): string => {
    if (given === null || 'reason' in given) return '';
    const within = halfWidth(given);
    return `[${formatWithin(given.low, within)}, ${formatWithin(given.high, within)}]`;
  };
  return [
    column('trainings', ({ begun }) => String(begun), { spare: 2 }),
    column('failed', ({ failed }) => String(failed), { spare: 1, isThere: ({ failed }) => failed > 0 }),
    column('collapsed', ({ collapsed }) => String(collapsed), { spare: 1, isThere: ({ collapsed }) => collapsed > 0 }),
    column('counted', ({ trials }) => String(trials), { spare: 2, isThere: ({ begun, trials }) => begun !== trials }),
    column(
      criterionName,
      figures(({ criterion }) => criterion),
    ),
    column(
      "winner's",
      figures(({ winner }) => winner),
      { spare: 1, isThere: ({ winner }) => winner !== null },
    ),
    {
      ...column(`${criterionName} [interval]`, interval, { spare: 3, isThere: (row) => interval(row) !== '' }),
      align: 'left',
    },
    column(
      'median',
      figures(({ median }) => median),
      { spare: 5 },
    ),
    column(
      'iqr',
      figures(({ iqr }) => iqr),
      { spare: 4 },
    ),
    column(
      'worst',
      figures(({ worst }) => worst),
      { spare: 1 },
    ),
    column(
      `${criterionName} in race`,
      figures(({ inRace }) => inRace),
      { spare: 6, isThere: ({ inRace }) => inRace !== null },
    ),
    ...boundColumns(view),
  ];
}

function column(heading: string, cell: Given['cell'], given: Partial<Pick<Given, 'spare' | 'isThere'>> = {}): Given {
  return { heading, cell, align: 'right', spare: given.spare ?? 0, isThere: given.isThere ?? (() => true) };
}
