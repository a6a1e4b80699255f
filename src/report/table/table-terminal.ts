/** @file Tables in a terminal, of any width: intervals go first where there is no room, then what can be spared; a name then has a line of its own. */
import pc from 'picocolors';
import { formatCount } from '../number-text.js';
import {
  columnsOf,
  fitText,
  INDENT,
  padText,
  printable,
  type TerminalOptions,
  tableWidthOf,
  wrapText,
} from '../terminal/terminal-text.js';
import { fitApart } from '../view/candidate-names.js';
import { columnsShown, type ShownColumn, type Table, tableNote } from './table.js';

const GAP = 2;
/** Columns that a name has at most beside its figures; it has so many before figures that can be spared. */
const WIDEST_NAME = 32;
const LEAST_NAME = 20;
/** More rows are in files. */
const MOST_ROWS = 45;

interface Laid {
  readonly heading: string;
  readonly align: 'left' | 'right';
  readonly spare: number;
  readonly isName: boolean;
  readonly cells: readonly string[];
}

/** Lines of at most the width of tables: heads, rows, how many more there are, and the note. Nothing without rows. */
export function tableLines<Row>(table: Table<Row>, options: TerminalOptions): readonly string[] {
  if (table.rows.length === 0) return [];
  const width = tableWidthOf(options);
  const { dim, green, bold } = pc.createColors(options.colors);
  const most = width === Number.POSITIVE_INFINITY ? width : MOST_ROWS;
  const left = table.rows.length - most;
  const shown = { ...table, rows: table.rows.slice(0, most) };
  const columns = columnsShown(shown, 'text');
  const { names, figures, withEnds, isAbove } = layOut(columns, width);
  const line = (cells: readonly string[]): string => fitText(cells.join(' '.repeat(GAP)).trimEnd(), width);
  const beside = isAbove ? figures : [...names, ...figures];
  const widths = beside.map(({ heading, cells }) => Math.max(...[heading, ...cells].map(columnsOf)));
  const rowOf = (textOf: (column: Laid) => string): string => {
    const row = line(beside.map((column, place) => padText(textOf(column), widths[place] as number, column.align)));
    return isAbove ? fitText(`${INDENT}${row}`, width) : row;
  };
  const note = withEnds ? tableNote(shown, 'text') : (table.note ?? null);
  return [
    ...(isAbove ? [dim(line(names.map(({ heading }) => heading)))] : []),
    dim(rowOf(({ heading }) => heading)),
    ...shown.rows.flatMap((row, place) => {
      const lines = [
        ...(isAbove ? [line(names.map(({ cells }) => cells[place] as string))] : []),
        rowOf(({ cells }) => cells[place] as string),
      ];
      const role = table.role?.(row);
      if (role === 'faint') return lines.map(dim);
      return role === 'best' ? lines.map((text) => green(bold(text))) : lines;
    }),
    ...(left > 0 ? [dim(`... and ${formatCount(left)} more ${table.all ?? 'with --table csv'}`)] : []),
    ...(note === null ? [] : wrapText(printable(note), options.width).split('\n').map(dim)),
  ];
}

/** Names are the columns of text that come first. */
function layOut(columns: readonly ShownColumn[], width: number) {
  const isName = columns.map((_, place) => columns.slice(0, place + 1).every(({ align }) => align === 'left'));
  const names = columns.filter((_, place) => isName[place]).map((column) => laid(column, false));
  const whole = columns.filter((_, place) => !isName[place]).map((column) => laid(column, true));
  if (totalOf([...names, ...whole]) <= width) return { names, figures: whole, withEnds: true, isAbove: false };
  const bare = columns.filter((_, place) => !isName[place]).map((column) => laid(column, false));
  const needed = names.reduce((sum, name) => sum + Math.min(LEAST_NAME, widthOf(name)) + GAP, 0);
  const figures = leaveOut(bare, width - needed);
  if (totalOf(figures) + needed <= width) {
    const room = figures.length === 0 ? width : width - totalOf(figures) - GAP;
    const most = figures.length === 0 ? room : WIDEST_NAME;
    return { names: fitted(names, room, most), figures, withEnds: false, isAbove: false };
  }
  const isAbove = bare.length > 0;
  const beside = leaveOut(bare, width - INDENT.length);
  return { names: fitted(names, width, width), figures: beside, withEnds: false, isAbove };
}

function laid({ heading, align, spare, isName, cells }: ShownColumn, withEnds: boolean): Laid {
  const texts = cells.map(({ text, ends }) => printable(withEnds && ends !== '' ? `${text} ${ends}` : text));
  return { heading: printable(heading), align, spare, isName, cells: texts };
}

/** Without what can be spared, until the rest fits. */
function leaveOut(columns: readonly Laid[], width: number): readonly Laid[] {
  const most = Math.max(0, ...columns.map(({ spare }) => spare));
  if (totalOf(columns) <= width || most === 0) return columns;
  return leaveOut(
    columns.filter(({ spare }) => spare < most),
    width,
  );
}

function totalOf(columns: readonly Laid[]): number {
  return columns.reduce((sum, column) => sum + widthOf(column) + GAP, -GAP);
}

function widthOf({ heading, cells }: Laid): number {
  return Math.max(...[heading, ...cells].map(columnsOf));
}

/** Names in so much room: what is short leaves the rest to the others. */
function fitted(names: readonly Laid[], width: number, most: number): readonly Laid[] {
  let [left, count] = [width - GAP * (names.length - 1), names.length];
  const rooms = new Map<Laid, number>();
  for (const name of names.toSorted((a, b) => widthOf(a) - widthOf(b))) {
    const room = Math.min(most, widthOf(name), Math.floor(left / count));
    rooms.set(name, room);
    left -= room;
    count -= 1;
  }
  const ruler = { widthOf: columnsOf, cut: fitText };
  const headings = fitApart(
    names.map(({ heading }) => heading),
    (place) => rooms.get(names[place] as Laid) as number,
    ruler,
  );
  return names.map((name, place) => {
    const room = rooms.get(name) as number;
    const cells = name.isName ? fitApart(name.cells, () => room, ruler) : name.cells.map((cell) => fitText(cell, room));
    return { ...name, heading: headings[place] as string, cells };
  });
}
