/** @file An answer in a terminal: each part under its label, all of it in few lines, so that it is the last thing on a small screen. */
import { join } from 'node:path';
import pc from 'picocolors';
import { quoteArgument } from '../../core/index.js';
import type { RunFile } from '../input.js';
import { columnsOf, printable, type TerminalOptions, wrapText } from './terminal-text.js';

/** Leaves half of a screen of 24 lines for what was typed before. */
const MOST_LINES = 12;
/** On fewer columns an answer takes as many lines as it needs. */
const SMALL_SCREEN = 72;
const GAP = 2;

export interface AnswerRow {
  /** `Finding`; what follows under the same label goes without. */
  readonly label: string;
  readonly text: string;
  /** `copied`: a command or a path, of which no line is broken. */
  readonly style?: 'strong' | 'warning' | 'copied';
  /** Absent where the row is never left out; else the smaller ones come first while there are lines left. */
  readonly rank?: number;
  /** A name is of no use where it is cut. */
  readonly isWhole?: boolean;
}

/**
 * Lines of at most `width` columns, but for what is copied. Where they would be more than `most`, rows with a rank are left out
 * and the first row is cut, unless it must be whole.
 *
 * @example answerLines([{ label: 'Cost', text: '64 trainings' }], { width: 80, colors: false }) // ['Cost  64 trainings']
 */
export function answerLines(
  rows: readonly AnswerRow[],
  { width, colors }: TerminalOptions,
  most = width < SMALL_SCREEN ? Number.POSITIVE_INFINITY : MOST_LINES,
): readonly string[] {
  const indent = Math.max(...rows.map(({ label }) => columnsOf(label))) + GAP;
  const room = Math.max(1, width - indent);
  const wrapped = rows.map(({ text, style }) =>
    style === 'copied' ? [printable(text)] : wrapText(printable(text), room).split('\n'),
  );
  const sizes = wrapped.map(({ length }, place) =>
    rows[place]?.style === 'copied' ? Math.ceil((indent + columnsOf(wrapped[place]?.[0] ?? '')) / width) : length,
  );
  const kept = keptPlaces(rows, sizes, most);
  const excess = kept.reduce((sum, place) => sum + (sizes[place] as number), 0) - most;
  const { dim, ...styles } = pc.createColors(colors);
  const paints = { strong: styles.bold, warning: styles.yellow, copied: String };
  return kept.flatMap((place) => {
    const { label, style, isWhole = false } = rows[place] as AnswerRow;
    const lines = wrapped[place] as string[];
    const shown = place === 0 && excess > 0 && !isWhole ? cutLines(lines, Math.max(1, lines.length - excess)) : lines;
    const isNew = rows[place - 1]?.label !== label || !kept.includes(place - 1);
    const paint = style === undefined ? String : paints[style];
    return shown.map((line, index) => {
      const head = index === 0 && isNew ? label : '';
      return `${dim(head)}${' '.repeat(indent - columnsOf(head))}${paint(line)}`;
    });
  });
}

function keptPlaces(rows: readonly AnswerRow[], sizes: readonly number[], most: number): readonly number[] {
  const places = rows.map((_, place) => place);
  const rankOf = (place: number): number => rows[place]?.rank ?? 0;
  const needed = places.filter((place) => rows[place]?.rank === undefined);
  let left = most - needed.reduce((sum, place) => sum + (sizes[place] as number), 0);
  const further = places
    .filter((place) => rows[place]?.rank !== undefined)
    .sort((a, b) => rankOf(a) - rankOf(b))
    .filter((place) => {
      const fits = (sizes[place] as number) <= left;
      if (fits) left -= sizes[place] as number;
      return fits;
    });
  return places.filter((place) => needed.includes(place) || further.includes(place));
}

function cutLines(lines: readonly string[], most: number): readonly string[] {
  const last = (lines[most - 1] ?? '').replace(/ ?\S*$/, '');
  return [...lines.slice(0, most - 1), `${last} …`];
}

/** Where everything lies that the answer leaves out; nowhere without a folder. `isLong`: details have been printed already. */
export function placeRows(files: readonly RunFile[], folder: string | undefined, isLong: boolean): AnswerRow[] {
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
