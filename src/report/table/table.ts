/**
 * @file A table, declared once: columns with their units and intervals, rows with their roles. The page, the terminal, LaTeX, Markdown, CSV
 * and JSON are made of it, with equal texts for equal numbers.
 */
import { type Cell, csvLine } from '../csv-line.js';
import type { Markup } from '../html/markup.js';
import {
  columnFormat,
  type EstimateText,
  formatEstimate,
  formatNumber,
  halfWidth,
  type NumberUnit,
  typicalSpread,
} from '../number-text.js';
import { type BasedInterval, intervalWords, limitWords } from '../view/interval-words.js';

/**
 * How people read a column. `text`: names, which stay apart where they are cut; `sentence`: what may be cut anywhere. A number with an
 * interval has the digits that the interval leaves it; those of `value` without one all end at one place.
 */
type Unit = 'text' | 'sentence' | NumberUnit;

/** `text`: terminals, LaTeX and Markdown. `file`: CSV and JSON. */
type TablePlace = 'page' | 'text' | 'file';

export interface Column<Row> {
  /** In files and for programs; unique in its table. */
  readonly key: string;
  /** For people; the key where absent. */
  readonly label?: string;
  /** Text where absent. */
  readonly unit?: Unit;
  of(row: Row): Cell;
  /** Of its number; null where it has none and nothing to say about that. */
  interval?(row: Row): BasedInterval | null;
  /** Where there is no room for the ends of its interval, which gives its number the digits all the same. */
  readonly bareIn?: readonly TablePlace[];
  /** By how much its number is uncertain where no row has an interval: the place to which it is shown. */
  spread?(row: Row): number | null;
  /** How a number of that row is written where no interval says it: of rows that are about different quantities. */
  format?(row: Row): (value: number) => string;
  /** What a page draws before the text, and in the head: marks of the same numbers. */
  readonly drawing?: { readonly head: Markup | null; of(row: Row): Markup | null };
  /** Everywhere where absent. */
  readonly shownIn?: readonly TablePlace[];
  /** What its cells are, in captions for papers; where its heading does not say it. No full stop. */
  readonly meaning?: string;
  /** Where a terminal is too narrow the columns with the highest go first; absent: it stays. */
  readonly spare?: number;
}

/** What a row is beside the others: `best`, in the colour of the winner; `faint`: not told from nothing. */
type Role = 'best' | 'faint';

export interface Table<Row = unknown> {
  /** Unique among those of a question: lower-case letters, digits and hyphens. */
  readonly id: string;
  /** No full stop at its end. */
  readonly caption: string;
  /** Whole sentences: what the columns are. What intervals are, and on which condition they hold, is said by itself. */
  readonly note?: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** What has all rows where there is no room for them: `with --csv`; `with --table csv` where absent. */
  readonly all?: string;
  role?(row: Row): Role | null;
}

/** What a row is of: its id for programs, its name for people. */
export function namedColumns<Row>(
  key: string,
  idOf: (row: Row) => Cell,
  nameOf: (row: Row) => string | null,
): readonly Column<Row>[] {
  return [
    { key, of: idOf, shownIn: ['file'] },
    { key: `${key} name`, label: key, of: nameOf, shownIn: ['page', 'text'] },
  ];
}

/** A cell as it is shown. */
export interface ShownCell extends EstimateText {
  /** Why there is no interval; null where there is one, and where nobody says why. */
  readonly reason: string | null;
  /** Of a text whose number cannot be read back: `3 min 05 s`. */
  readonly value?: number;
}

export interface ShownColumn extends Pick<Column<unknown>, 'drawing'> {
  readonly heading: string;
  readonly align: 'left' | 'right';
  readonly spare: number;
  readonly isName: boolean;
  /** A cell a row. */
  readonly cells: readonly ShownCell[];
}

/** What has no value. */
const NOTHING = '–';

/** The columns as people are shown them. */
export function columnsShown<Row>(table: Table<Row>, on: 'page' | 'text'): readonly ShownColumn[] {
  return columnsOn(table, on).map((column) => shownColumn(column, table.rows, isBare(column, on)));
}

function columnsOn<Row>({ columns }: Table<Row>, place: TablePlace): readonly Column<Row>[] {
  return columns.filter(({ shownIn }) => shownIn === undefined || shownIn.includes(place));
}

function isBare<Row>({ bareIn = [] }: Column<Row>, place: TablePlace): boolean {
  return bareIn.includes(place);
}

function shownColumn<Row>(column: Column<Row>, rows: readonly Row[], isBare: boolean): ShownColumn {
  const { key, label = key, unit = 'text', spare = 0, drawing } = column;
  const cells = rows.map((row) => ({ value: column.of(row), interval: column.interval?.(row) ?? null }));
  const alone = aloneFormat(column, rows, cells);
  return {
    heading: label,
    align: unit === 'text' || unit === 'sentence' ? 'left' : 'right',
    spare,
    isName: unit === 'text',
    ...(drawing === undefined ? {} : { drawing }),
    cells: cells.map(({ value, interval }, place) => ({
      ...(typeof value === 'number'
        ? formatEstimate(value, interval, numberUnit(unit), column.format?.(rows[place] as Row) ?? alone)
        : { text: value ?? NOTHING, ends: '' }),
      ...(isBare ? { ends: '' } : {}),
      ...((unit === 'seconds' || unit === 'bytes') && typeof value === 'number' ? { value } : {}),
      reason: interval !== null && 'reason' in interval ? interval.reason : null,
    })),
  };
}

/** Of numbers among texts: as they are. */
function numberUnit(unit: Unit): NumberUnit {
  return unit === 'text' || unit === 'sentence' ? 'value' : unit;
}

/** How numbers without an interval are written. */
function aloneFormat<Row>(
  column: Column<Row>,
  rows: readonly Row[],
  cells: readonly { readonly value: Cell; readonly interval: BasedInterval | null }[],
): (value: number) => string {
  const { unit = 'text' } = column;
  if (unit === 'text' || unit === 'sentence') return String;
  if (unit !== 'value') return (value) => formatNumber(value, unit);
  return columnFormat(
    cells.flatMap(({ value }) => (typeof value === 'number' ? [value] : [])),
    typicalSpread(cells.map(({ interval }) => halfWidth(interval))) ??
      typicalSpread(rows.map((row) => column.spread?.(row) ?? null)),
  );
}

/** What stands below it: its note, what its intervals are and on which condition they hold; null where nothing is to be said. */
export function tableNote<Row>(table: Table<Row>, on: 'page' | 'text'): string | null {
  const { rows, note } = table;
  const intervals = columnsOn(table, on)
    .filter((column) => !isBare(column, on))
    .flatMap((column) => rows.flatMap((row) => column.interval?.(row) ?? []));
  const words = intervalWords(intervals);
  const texts = [...(note === undefined ? [] : [note]), ...(words === null ? [] : [`${words}.`])];
  return texts.length === 0 ? null : texts.join(' ');
}

/** What the columns are, in a sentence; null where their headings say it. */
export function columnMeanings<Row>(table: Table<Row>): string | null {
  const told = columnsOn(table, 'text').flatMap(({ key, label = key, meaning }) =>
    meaning === undefined ? [] : [`${label}: ${meaning}`],
  );
  return told.length === 0 ? null : `Columns: ${told.join('; ')}.`;
}

/** A table for programs: numbers as they are, infinite ones too. */
interface PlainTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** `median`, `median low`, `median high`, and `median note`, where there is one: on which condition the interval holds, or why there is none. */
export function tableData<Row>(table: Table<Row>): PlainTable {
  const { rows } = table;
  const parts = columnsOn(table, 'file').flatMap(
    (column): { readonly key: string; readonly cells: readonly Cell[] }[] => {
      const { key } = column;
      const own = { key, cells: rows.map((row) => column.of(row)) };
      if (column.interval === undefined) return [own];
      const intervals = rows.map((row) => column.interval?.(row) ?? null);
      const notes = intervals.map(noteOf);
      return [
        own,
        { key: `${key} low`, cells: intervals.map((one) => (one !== null && 'low' in one ? one.low : null)) },
        { key: `${key} high`, cells: intervals.map((one) => (one !== null && 'low' in one ? one.high : null)) },
        ...(notes.every((note) => note === null) ? [] : [{ key: `${key} note`, cells: notes }]),
      ];
    },
  );
  return {
    columns: parts.map(({ key }) => key),
    rows: rows.map((_, row) => parts.map(({ cells }) => cells[row] ?? null)),
  };
}

/** RFC 4180, with a header row; infinite values as `Infinity`, absent ones empty. */
export function tableCsv<Row>(table: Table<Row>): string {
  const { columns, rows } = tableData(table);
  return [columns, ...rows].map((row) => csvLine(row.map((cell) => (cell === null ? '' : String(cell))))).join('');
}

function noteOf(interval: BasedInterval | null): string | null {
  if (interval === null) return null;
  if ('reason' in interval) return interval.reason;
  return interval.holdsUnder === undefined ? null : limitWords([interval.holdsUnder]).join('');
}
