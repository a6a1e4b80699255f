/** @file An answer in a terminal: each part under its label, all of it in few lines, so that it is the last thing on a small screen. */
import { join } from 'node:path';
import pc from 'picocolors';
import { quoteArgument } from '../../core/index.js';
import type { RunFile } from '../input.js';
import { type NextStep, RANKS, type Shown } from '../shown/shown.js';
import { capitalised } from '../view/phrases.js';
import { withId } from '../view/telling.js';
import { columnsOf, printable, type TerminalOptions, wrapText } from './terminal-text.js';

/** Leaves a good part of a screen of 24 lines for what was typed before. */
const MOST_LINES = 14;
/** A screen by which rows are left out on a screen of any width, so that an answer has the same rows on all of them. */
const USUAL_WIDTH = 80;
/** A row of figures that are never the same twice, such as a time, counts as so many: it leaves others out or not, whatever it says. */
const VARYING_LINES = 2;
const GAP = 2;

export interface AnswerRow {
  /** `Finding`; what follows under the same label goes without. */
  readonly label: string;
  readonly text: string;
  /** `copied`: a command or a path, of which no line is broken. */
  readonly style?: 'strong' | 'warning' | 'copied';
  /** Absent where the row is never left out; else the smaller ones come first while there are lines left. */
  readonly rank?: number;
  /** True where the same run says it otherwise the next time, such as a time. */
  readonly varies?: boolean;
}

/**
 * Lines of at most `width` columns, but for what is copied. Where there would be more than `most` on 80 columns, rows with a rank are left
 * out, on screens of any width.
 *
 * @example answerLines([{ label: 'Cost', text: '64 trainings' }], { width: 80, colors: false }) // ['Cost  64 trainings']
 */
export function answerLines(
  rows: readonly AnswerRow[],
  { width, colors }: TerminalOptions,
  most = MOST_LINES,
): readonly string[] {
  const kept = keptRows(rows, indentOf(rows), most);
  const indent = indentOf(kept);
  const room = Math.max(1, width - indent);
  const { dim, ...styles } = pc.createColors(colors);
  const paints = { strong: styles.bold, warning: styles.yellow, copied: String };
  return kept.flatMap(({ label, text, style }, place) => {
    const lines = style === 'copied' ? [printable(text)] : wrapText(printable(text), room).split('\n');
    const paint = style === undefined ? String : paints[style];
    return lines.map((line, index) => {
      const head = index === 0 && kept[place - 1]?.label !== label ? label : '';
      return `${dim(head)}${' '.repeat(indent - columnsOf(head))}${paint(line)}`;
    });
  });
}

function indentOf(rows: readonly AnswerRow[]): number {
  return Math.max(...rows.map(({ label }) => columnsOf(label))) + GAP;
}

function keptRows(rows: readonly AnswerRow[], indent: number, most: number): readonly AnswerRow[] {
  const linesOf = ({ text, style, varies = false }: AnswerRow): number => {
    if (style === 'copied') return 1;
    return varies ? VARYING_LINES : wrapText(printable(text), USUAL_WIDTH - indent).split('\n').length;
  };
  const needed = rows.filter(({ rank }) => rank === undefined);
  let left = most - needed.reduce((sum, row) => sum + linesOf(row), 0);
  const ranked = rows.filter((row) => !needed.includes(row)).toSorted((a, b) => Number(a.rank) - Number(b.rank));
  const further = ranked.filter((row) => {
    const fits = linesOf(row) <= left;
    if (fits) left -= linesOf(row);
    return fits;
  });
  return rows.filter((row) => needed.includes(row) || further.includes(row));
}

/** Where everything lies that the answer leaves out; nowhere without a folder. `isLong`: details have been printed already. */
function placeRows(files: readonly RunFile[], folder: string | undefined, isLong: boolean): AnswerRow[] {
  if (folder === undefined) return [];
  const page = files.find(({ name }) => name.endsWith('.html'));
  // An earlier question is named by its number, as its files are.
  const [, number] = /-(\d+)\.html$/.exec(page?.name ?? '') ?? [];
  const asked = number === undefined ? '' : ` --question ${number}`;
  const details = `surefoot report ${quoteArgument(folder)}${asked} --long`;
  return [
    ...(page === undefined ? [] : [{ label: 'Report', text: join(folder, page.name), style: 'copied' as const }]),
    ...(isLong ? [] : [{ label: 'Details', text: details, style: 'copied' as const }]),
  ];
}

/** Steps beside the first, but for the one that uses what was found. */
const MOST_FURTHER = 2;

/** Without `folder` nothing was written, and no files are named. `isLong`: details have been printed already. */
export function shownRows(
  { title, label, tone, sentence, facts, next }: Shown,
  files: readonly RunFile[],
  folder?: string,
  isLong = false,
): readonly AnswerRow[] {
  const [first, ...further] = next;
  return [
    ...(title === null ? [] : [{ label: 'Winner', text: withId(title.name, title.id), style: 'strong' } as const]),
    ...(title?.what === undefined ? [] : [{ label: 'Winner', text: `${capitalised(title.what)}.`, rank: RANKS.what }]),
    { label, text: sentence, ...(tone === 'bad' ? { style: 'warning' } : title === null ? { style: 'strong' } : {}) },
    ...facts.map(({ label: under, text, notice, rank }) => ({
      ...{ label: under, text },
      ...(notice === undefined ? {} : { style: 'warning' as const }),
      ...(rank === undefined ? {} : { rank }),
      ...(under === 'Cost' ? { varies: true } : {}),
    })),
    ...(first === undefined ? [] : stepRows(first)),
    ...further
      .filter(({ uses }, place) => uses === true || place < MOST_FURTHER)
      .flatMap((step) => stepRows(step, step.uses === true ? undefined : RANKS.further)),
    ...placeRows(files, folder, isLong),
  ];
}

/** A command is worth more than its reason; a file without it says nothing. */
function stepRows({ command, file, why, detail }: NextStep, rank?: number): AnswerRow[] {
  const ranked = rank === undefined ? {} : { rank };
  const copied = command ?? file;
  const used = copied === undefined ? [] : [{ label: 'Next', text: copied, style: 'copied' as const, ...ranked }];
  const reason = command === null ? ranked : { rank: rank ?? RANKS.reason };
  const details = detail === undefined ? [] : [{ label: 'Next', text: detail, rank: RANKS.also }];
  return [...used, { label: 'Next', text: `${why}.`, ...reason }, ...details];
}
