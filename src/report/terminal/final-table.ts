/** @file Formats what a run prints when it ends: the headline, what must not be overlooked, the last survivors, the files. */
import pc from 'picocolors';
import { formatValue } from '../number-text.js';
import type { Finalist } from '../view/finalists-view.js';
import { intervalText, undecidedText } from '../view/headline.js';
import { intervalNote } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';
import type { TerminalOptions } from './progress-line.js';
import { fitText, printable, wrapText } from './terminal-text.js';

interface Column {
  readonly heading: string;
  readonly cell: (row: Finalist) => string;
  /** Text stands to the left, figures to the right. */
  readonly align: 'left' | 'right';
  /** May be left out where the terminal is too narrow. */
  readonly optional: boolean;
}

const INDENT = '  ';
const RANK_WIDTH = 2;
const WIDEST_ID = 20;

/** Lines of at most `width` columns (40 or more), with a line end after the last. */
export function formatFinalTable(view: ReportView, { width, colors }: TerminalOptions): string {
  const { bold, dim, yellow } = pc.createColors(colors);
  const notices = view.notices.map(({ text }) => yellow(wrapText(`! ${printable(text)}`, width, INDENT)));
  return [
    bold(wrapText(`${printable(view.headline)}.`, width)),
    ...notices,
    ...tableLines(view, { width, colors }),
    ...noteLines(view, width).map(dim),
    ...fileLines(view, width).map(dim),
    '',
  ].join('\n');
}

function tableLines({ finalists: { rows, criterionName } }: ReportView, { width, colors }: TerminalOptions): string[] {
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
  const indent = ' '.repeat(RANK_WIDTH + INDENT.length);
  return [
    '',
    dim(line(columns.map(({ heading }) => heading))),
    ...rows.flatMap((row) => {
      const text = line(columns.map(({ cell }) => cell(row)));
      const label = row.label === '' ? [] : [dim(fitText(indent + printable(row.label), width))];
      return [row.isChoice ? green(bold(text)) : text, ...label];
    }),
  ];
}

function columnsFor(rows: readonly Finalist[], criterionName: string): Column[] {
  const figure = (value: number | null, digits?: number): string => (value === null ? '-' : formatValue(value, digits));
  const right = (heading: string, optional: boolean, cell: Column['cell']): Column => {
    return { heading, cell, align: 'right', optional };
  };
  const withInterval = ({ criterion, interval }: Finalist): string => figure(criterion) + intervalText(interval);
  return [
    right('', false, ({ rank }) => String(rank).padStart(RANK_WIDTH)),
    { heading: 'candidate', align: 'left', optional: false, cell: ({ id }) => fitText(printable(id), WIDEST_ID) },
    right('trials', false, ({ trials }) => String(trials)),
    { heading: `${criterionName} [interval]`, align: 'left', optional: false, cell: withInterval },
    right('mean', true, ({ mean }) => figure(mean)),
    right('iqr', true, ({ spread }) => figure(spread, 3)),
    right('diverged', false, ({ diverged }) => String(diverged)),
    ...(rows.some(({ failed }) => failed > 0) ? [right('failed', false, ({ failed }) => String(failed))] : []),
  ];
}

function widthOf({ heading, cell }: Column, rows: readonly Finalist[]): number {
  return Math.max(heading.length, ...rows.map((row) => cell(row).length));
}

/** Leaves out optional columns, the last first, until the rest fits. */
function fitColumns(columns: readonly Column[], rows: readonly Finalist[], width: number): readonly Column[] {
  const total = columns.reduce((sum, column) => sum + widthOf(column, rows) + INDENT.length, -INDENT.length);
  const last = columns.findLastIndex(({ optional }) => optional);
  return total <= width || last === -1 ? columns : fitColumns(columns.toSpliced(last, 1), rows, width);
}

/** What the brackets are, or why the choice has none. */
function noteLines(view: ReportView, width: number): string[] {
  const notes = [intervalNote(view), undecidedText(view.result)].filter((note) => note !== null);
  return view.result.choice ? notes.map((text) => wrapText(printable(text), width)) : [];
}

function fileLines({ files }: ReportView, width: number): string[] {
  if (files.length === 0) return [];
  const room = Math.max(...files.map(({ name }) => name.length));
  return ['', ...files.map(({ name, content }) => fitText(`${name.padEnd(room)}${INDENT}${content}`, width))];
}
