/** @file Formats what a race prints when it ends: the answer, and before it, where asked for, all that it rests on. */
import pc from 'picocolors';
import { formatQuantity } from '../number-text.js';
import { comparedCount, NEVER_WORKED_HEADING, neverWorkedLine } from '../result/never-worked.js';
import { tableLines } from '../table/table-terminal.js';
import { finalText } from '../view/final-words.js';
import { noIntervalNote } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';
import { answerLines, shownRows } from './answer-lines.js';
import { columnsOf, fitText, INDENT, noticeLines, printable, type TerminalOptions, wrapText } from './terminal-text.js';

/**
 * The answer, in at most twelve lines of at most `width` columns, with a line end after the last; commands and paths are longer
 * where they have to be. `long`: everything else before it, tables of at most `tableWidth`.
 */
export function formatFinalTable(view: ReportView, options: TerminalOptions, folder?: string): string {
  const { long = false } = options;
  const rows = shownRows(view.answer.shown, view.files, folder, long);
  const answer = answerLines(rows, options, long ? Number.POSITIVE_INFINITY : undefined);
  return [...(long ? [...detailLines(view, options), ''] : []), ...answer, ''].join('\n');
}

function detailLines(view: ReportView, options: TerminalOptions): string[] {
  const { width, colors } = options;
  const { dim } = pc.createColors(colors);
  return [
    ...noticeLines(
      view.notices.map(({ text }) => text),
      options,
    ),
    wrapText(`${view.answer.countsText}.`, width),
    ...answerLines(view.answer.details, options, Number.POSITIVE_INFINITY),
    ...view.finalists.flatMap((table) => ['', wrapText(`${table.caption}:`, width), ...tableLines(table, options)]),
    ...othersLines(view, width),
    ...neverWorkedLines(view, width),
    ...finalLines(view, width),
    ...noteLines(view, width).map(dim),
    ...fileLines(view, width).map(dim),
  ];
}

/** How many candidates have no row, so that nobody takes them for forgotten. */
function othersLines({ finalists, result, files }: ReportView, width: number): string[] {
  const shown = new Set(finalists.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const others = comparedCount(result) - shown.size;
  if (shown.size === 0 || others === 0) return [];
  const page = files.find(({ name }) => name.endsWith('.html'));
  const where = page === undefined ? '' : `; ${page.name} has all of them`;
  return [wrapText(`... and ${formatQuantity(others, 'candidate')} more${where}`, width)];
}

/** The candidates that never worked, each with what its trainings failed with. */
function neverWorkedLines({ result, telling }: ReportView, width: number): string[] {
  const { neverWorked } = result;
  if (neverWorked.length === 0) return [];
  const lines = neverWorked.slice(0, MOST_NEVER_WORKED).map((one) => {
    return wrapText(
      `${printable(telling.nameWithId(one.candidate))}: ${printable(neverWorkedLine(one))}`,
      width,
      INDENT,
    );
  });
  const more = neverWorked.length - lines.length;
  const rest = more > 0 ? [`... and ${formatQuantity(more, 'candidate')} more`] : [];
  return ['', wrapText(`${NEVER_WORKED_HEADING}:`, width), ...lines, ...rest];
}

const MOST_NEVER_WORKED = 10;

/** How the trainings of the winner do on unseen examples. */
function finalLines({ result }: ReportView, width: number): string[] {
  const text = finalText(result);
  return text === null ? [] : ['', wrapText(printable(text), width, INDENT)];
}

/** What the brackets are, or why the winner has none. */
function noteLines(view: ReportView, width: number): string[] {
  const note = noIntervalNote(view.result);
  return note === null ? [] : [wrapText(printable(note), width)];
}

function fileLines({ files }: ReportView, width: number): string[] {
  if (files.length === 0) return [];
  const room = Math.max(...files.map(({ name }) => columnsOf(name)));
  return ['', ...files.map(({ name, content }) => fitText(`${name.padEnd(room)}${INDENT}${content}`, width))];
}
