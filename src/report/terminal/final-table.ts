/** @file Formats what a run prints when it ends: the headline, what must not be overlooked, choice and rivals, the files. */
import pc from 'picocolors';
import { formatValue } from '../number-text.js';
import { intervalText } from '../view/choice-words.js';
import { finalText } from '../view/final-view.js';
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
  /** Whether a row has anything for it. */
  readonly isThere: (row: FigureRow) => boolean;
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
    ...finalLines(view, width),
    ...noteLines(view, width).map(dim),
    ...fileLines(view, width).map(dim),
    '',
  ].join('\n');
}

function tableLines({ finalists, result }: ReportView, options: TerminalOptions): string[] {
  const { groups, criterionName } = finalists;
  const all = groups.flatMap(({ rows }) => rows);
  const fitted = fitColumns(columnsFor(criterionName), all, options.width);
  return groups.flatMap((group, index) => {
    // What nobody in a group has stands at its end, so that groups stay aligned without it.
    const columns = fitted.filter(({ isThere }) => group.rows.some(isThere));
    const line = (cellOf: (column: Column) => string): string => {
      const cells = columns.map((column) => {
        const room = widthOf(column, all);
        return column.align === 'left' ? cellOf(column).padEnd(room) : cellOf(column).padStart(room);
      });
      return fitText(cells.join(INDENT).trimEnd(), options.width);
    };
    const rowLines = (row: FigureRow): string[] => {
      const { bold, dim, green } = pc.createColors(options.colors);
      const text = line(({ cell }) => cell(row));
      // The choice has said its label in the first group.
      const about = row.isChoice && index > 0 ? '' : aboutText(row, result);
      return [
        row.isChoice ? green(bold(text)) : text,
        ...(about === '' ? [] : [dim(fitText(INDENT + about, options.width))]),
      ];
    };
    return [
      '',
      wrapText(`${printable(groupText(group, result))}:`, options.width),
      pc.createColors(options.colors).dim(line(({ heading }) => heading)),
      ...group.rows.flatMap(rowLines),
    ];
  });
}

function aboutText(row: FigureRow, result: ReportView['result']): string {
  return [standingText(row, result), printable(row.label)].filter((part) => part !== '').join(': ');
}

function columnsFor(criterionName: string): Column[] {
  const figure = (value: number | null, digits?: number): string => (value === null ? '-' : formatValue(value, digits));
  const column = (
    heading: string,
    spare: number,
    cell: Column['cell'],
    isThere: Column['isThere'] = always,
  ): Column => {
    return { heading, cell, align: 'right', spare, isThere };
  };
  const interval = ({ interval: given }: FigureRow): string => (given === null ? '' : intervalText(given).trim());
  const id = ({ id: name }: FigureRow): string => fitText(printable(name), WIDEST_ID);
  return [
    { ...column('candidate', 0, id), align: 'left' },
    column('trials', 0, ({ trials }) => String(trials)),
    column(criterionName, 0, ({ criterion }) => figure(criterion)),
    column('median', 3, ({ median }) => figure(median)),
    column('iqr', 1, ({ iqr }) => figure(iqr, 3)),
    column('worst', 0, ({ worst }) => figure(worst)),
    column(
      'diverged',
      1,
      ({ diverged }) => String(diverged),
      ({ diverged }) => diverged > 0,
    ),
    column(
      'failed',
      0,
      ({ failed }) => String(failed),
      ({ failed }) => failed > 0,
    ),
    { ...column(`${criterionName} [interval]`, 2, interval, (row) => interval(row) !== ''), align: 'left' },
    column(
      `${criterionName} in race`,
      4,
      ({ inRace }) => figure(inRace),
      ({ inRace }) => inRace !== null,
    ),
  ];
}

const always = (): boolean => true;

function widthOf({ heading, cell }: Column, rows: readonly FigureRow[]): number {
  return Math.max(heading.length, ...rows.map((row) => cell(row).length));
}

/** Leaves out columns that nobody fills, and then those that can be spared until the rest fits. */
function fitColumns(columns: readonly Column[], rows: readonly FigureRow[], width: number): readonly Column[] {
  const filled = columns.filter(({ isThere }) => rows.some(isThere));
  const total = filled.reduce((sum, column) => sum + widthOf(column, rows) + INDENT.length, -INDENT.length);
  const most = Math.max(0, ...filled.map(({ spare }) => spare));
  if (total <= width || most === 0) return filled;
  return fitColumns(
    filled.filter(({ spare }) => spare < most),
    rows,
    width,
  );
}

/** How the trainings of the choice do on unseen examples. */
function finalLines({ result }: ReportView, width: number): string[] {
  const text = finalText(result);
  return text === null ? [] : ['', wrapText(printable(text), width, INDENT)];
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
