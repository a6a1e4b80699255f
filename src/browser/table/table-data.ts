/** @file The table of candidates as the script holds it: columns of cells, what somebody wants to see of them, and rows to take away. */
import {
  type Cell,
  cellFormat,
  csvLine,
  type ForestAxis,
  type TableColumn,
  type TablePayload,
  unpackColumns,
} from '../../report/in-page.js';

export interface TableData {
  readonly columns: readonly TableColumn[];
  readonly rows: number;
  /** Row of the winner. */
  readonly winner: number | null;
  /** Of the drawings of differences; null where there are none. */
  readonly forest: ForestAxis | null;
}

export function readTable({ columns, rows, winner, forest, ...packed }: TablePayload): TableData {
  const cells = unpackColumns(packed);
  return { columns: columns.map((column, place) => ({ ...column, cells: cells[place] ?? [] })), rows, winner, forest };
}

export function isNumeric({ kind }: TableColumn): boolean {
  return kind !== 'text';
}

/** What is asked of the table; outlives the parts of a page that are replaced. */
export interface TableWish {
  /** Whether all rows are there, with what searches and filters them, or the first ones alone. */
  isOpen: boolean;
  /** Ids of columns that are shown. */
  shown: ReadonlySet<string>;
  sort: Sort | null;
  /** Words that must stand in a row. */
  search: string;
  /** By id of the column. */
  filters: ReadonlyMap<string, string>;
}

interface Sort {
  readonly column: string;
  readonly isDescending: boolean;
}

export function firstWish({ columns }: TableData): TableWish {
  return {
    isOpen: false,
    shown: new Set(columns.filter(({ isShown }) => isShown).map(({ id }) => id)),
    sort: null,
    search: '',
    filters: new Map(),
  };
}

export function shownColumns({ columns }: TableData, { shown }: TableWish): TableColumn[] {
  return columns.filter(({ id }) => shown.has(id));
}

export function cellAt({ cells }: TableColumn, row: number): Cell {
  return cells[row] ?? null;
}

const formats = new WeakMap<TableColumn, (cell: Cell) => string>();

/** The cell as text; the format of a column is made once. */
export function textOfCell(cell: Cell, column: TableColumn): string {
  const format = formats.get(column) ?? cellFormat(column);
  formats.set(column, format);
  return format(cell);
}

/** A header row, then the rows; infinite numbers as `Infinity`, absent cells empty. */
export function rowsCsv(columns: readonly TableColumn[], rows: Iterable<number>): string {
  const lines = Array.from(rows, (row) => csvLine(columns.map((column) => plainText(cellAt(column, row)))));
  return [csvLine(columns.map(({ heading }) => heading)), ...lines].join('');
}

export function rowsMarkdown(columns: readonly TableColumn[], rows: Iterable<number>): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const lines = Array.from(rows, (row) => {
    return line(columns.map((column) => escapeMarkdown(textOfCell(cellAt(column, row), column))));
  });
  const rule = line(columns.map((column) => (isNumeric(column) ? '---:' : '---')));
  return [line(columns.map(({ heading }) => escapeMarkdown(heading))), rule, ...lines].join('');
}

function plainText(cell: Cell): string {
  return cell === null ? '' : String(cell);
}

/** What would end a cell, or be read as markup. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\|*_`<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
}
