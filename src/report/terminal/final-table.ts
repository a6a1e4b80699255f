/** @file Formats what a run prints when it ends: the headline, what must not be overlooked, choice and rivals, the files. */
import pc from 'picocolors';
import { formatValue } from '../number-text.js';
import { intervalText } from '../view/choice-words.js';
import type { FigureRow } from '../view/finalists-view.js';
import { groupText, standingText } from '../view/group-words.js';
import { intervalNote } from '../view/interval-words.js';
import { undecidedText } from '../view/notices.js';
import type { ReportView } from '../view/report-view.js';
import type { TerminalOptions } from './progress-line.js';
import { fitText, printable, wrapText } from './terminal-text.js';

interface Column {
  readonly heading: string;
  readonly cell: (row: FigureRow) => string;
  /** Text stands to the left, figures to the right. */
  readonly align: 'left' | 'right';
  /** The higher, the earlier it is left out where the terminal is too narrow; 0 stays. */
  readonly spare: number;
}

const INDENT = '  ';
const WIDEST_ID = 20;

/** Lines of at most `width` columns (40 or more), with a line end after the last. */
export function formatFinalTable(view: ReportView, { width, colors }: TerminalOptions): string {
  const { bold, dim, yellow } = pc.createColors(colors);
  const notices = view.notices.map(({ text }) => yellow(wrapText(`! ${printable(text)}`, width, INDENT)));
  return [
    bold(wrapText(`${printable(view.headline)}.`, width)),
    ...view.statements.map((text) => wrapText(printable(text), width, INDENT)),
    ...notices,
    ...tableLines(view, { width, colors }),
    ...noteLines(view, width).map(dim),
    ...fileLines(view, width).map(dim),
    '',
  ].join('\n');
}

function tableLines({ finalists, result }: ReportView, { width, colors }: TerminalOptions): string[] {
  const { groups, criterionName } = finalists;
  const rows = groups.flatMap((group) => group.rows);
  if (rows.length === 0) return [];
  const { bold, dim, green } = pc.createColors(colors);
  const columns = fitColumns(columnsFor(rows, criterionName), rows, width);
  const line = (cells: readonly string[]): string => {
    const aligned = columns.map((column, index) => {
      const room = widthOf(column, rows);
      return column.align === 'left' ? (cells[index] ?? '').padEnd(room) : (cells[index] ?? '').padStart(room);
    });
    return fitText(aligned.join(INDENT).trimEnd(), width);
  };
  const rowLines = (row: FigureRow): string[] => {
    const text = line(columns.map(({ cell }) => cell(row)));
    const about = [standingText(row, result), printable(row.label)].filter((part) => part !== '').join(': ');
    return [row.isChoice ? green(bold(text)) : text, ...(about === '' ? [] : [dim(fitText(INDENT + about, width))])];
  };
  return groups.flatMap((group) => [
    '',
    wrapText(`${printable(groupText(group, result))}:`, width),
    dim(line(columns.map(({ heading }) => heading))),
    ...group.rows.flatMap(rowLines),
  ]);
}

function columnsFor(rows: readonly FigureRow[], criterionName: string): Column[] {
  const figure = (value: number | null, digits?: number): string => (value === null ? '-' : formatValue(value, digits));
  const right = (heading: string, spare: number, cell: Column['cell']): Column => {
    return { heading, cell, align: 'right', spare };
  };
  /** Columns that nobody has anything for are not there. */
  const where = (isThere: (row: FigureRow) => boolean, column: Column): Column[] =>
    rows.some(isThere) ? [column] : [];
  const intervalOf = ({ interval }: FigureRow): string => (interval === null ? '' : intervalText(interval).trim());
  return [
    { heading: 'candidate', align: 'left', spare: 0, cell: ({ id }) => fitText(printable(id), WIDEST_ID) },
    right('trials', 0, ({ trials }) => String(trials)),
    right(criterionName, 0, ({ criterion }) => figure(criterion)),
    ...where((row) => intervalOf(row) !== '', {
      heading: '[interval]',
      align: 'left',
      spare: 2,
      cell: intervalOf,
    }),
    right('median', 3, ({ median }) => figure(median)),
    right('iqr', 1, ({ iqr }) => figure(iqr, 3)),
    right('worst', 0, ({ worst }) => figure(worst)),
    ...where(
      ({ diverged }) => diverged > 0,
      right('diverged', 0, ({ diverged }) => String(diverged)),
    ),
    ...where(
      ({ failed }) => failed > 0,
      right('failed', 0, ({ failed }) => String(failed)),
    ),
    ...where(
      ({ inRace }) => inRace !== null,
      right('in race', 4, ({ inRace }) => (inRace === null ? '' : figure(inRace))),
    ),
  ];
}

function widthOf({ heading, cell }: Column, rows: readonly FigureRow[]): number {
  return Math.max(heading.length, ...rows.map((row) => cell(row).length));
}

/** Leaves out columns that can be spared until the rest fits. */
function fitColumns(columns: readonly Column[], rows: readonly FigureRow[], width: number): readonly Column[] {
  const total = columns.reduce((sum, column) => sum + widthOf(column, rows) + INDENT.length, -INDENT.length);
  const most = Math.max(...columns.map(({ spare }) => spare));
  if (total <= width || most === 0) return columns;
  return fitColumns(
    columns.filter(({ spare }) => spare < most),
    rows,
    width,
  );
}

/** What the brackets are, or why the choice has none. */
function noteLines(view: ReportView, width: number): string[] {
  const notes = [intervalNote(view.result), undecidedText(view.result)].filter((note) => note !== null);
  return view.result.choice ? notes.map((text) => wrapText(printable(text), width)) : [];
}

function fileLines({ files }: ReportView, width: number): string[] {
  if (files.length === 0) return [];
  const room = Math.max(...files.map(({ name }) => name.length));
  return ['', ...files.map(({ name, content }) => fitText(`${name.padEnd(room)}${INDENT}${content}`, width))];
}
