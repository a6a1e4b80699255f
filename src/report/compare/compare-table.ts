/** @file Formats compared runs for the terminal. */
import pc from 'picocolors';
import {
  alignColumns,
  fitText,
  noticeLines,
  printable,
  statementLines,
  type TerminalOptions,
  wrapText,
} from '../terminal/terminal-text.js';
import { cutApart } from '../view/candidate-names.js';
import type { CompareView } from './compare-view.js';
import { answerRows, differenceText, rankingText } from './compare-words.js';

/** More differences and candidates are in the tables for other documents. */
const MOST_ROWS = 12;

const LEAST_NAME = 8;

/** Lines of at most `width` columns, with a line end after the last. */
export function formatCompareTable(view: CompareView, options: TerminalOptions): string {
  const { width } = options;
  const { bold, dim } = pc.createColors(options.colors);
  const { runs, differences, shared, warnings, rankings } = view;
  const room = Math.max(8, Math.floor((width - 14) / runs.length) - 2);
  const table = (rows: readonly (readonly string[])[]): string[] =>
    alignColumns(
      rows.map(([what = '', ...cells]) => [
        fitText(printable(what), 26),
        ...cells.map((cell) => fitText(printable(cell), room)),
      ]),
    ).map((line) => fitText(line, width));
  const runNames = runs.map(({ name }) => name);
  const places = runs.map((_, place) => `${place + 1}`);
  const names = ['', ...cutApart(runNames, places, room)];
  const short = cutApart(runNames, places, Math.max(LEAST_NAME, Math.floor((width - 50) / 2)));
  const candidates = cutApart(
    shared.map(({ name }) => name),
    shared.map(({ figures }) => figures[0]?.candidate ?? ''),
    Math.max(LEAST_NAME, width - 50),
  );
  const told = shared.flatMap(({ differences: own }, place) =>
    own.map((one) => ({ name: candidates[place] ?? '', one })),
  );
  const more = (count: number): string[] => (count > 0 ? [dim(`... and ${count} more: --table csv`)] : []);
  const heading = ([first = '', ...others]: readonly string[]): string[] => [dim(first), ...others];
  return [
    bold(wrapText(`${printable(view.headline)}.`, width)),
    ...noticeLines(warnings, options),
    '',
    ...heading(table([names, ...answerRows(view).map(([what, cells]) => [what, ...cells])])),
    '',
    ...(differences.length === 0
      ? ['Settings, data, seed, code and machine are the same.']
      : [
          'What differs:',
          ...heading(table([names, ...differences.slice(0, MOST_ROWS).map(({ what, values }) => [what, ...values])])),
          ...more(differences.length - MOST_ROWS),
        ]),
    ...(told.length === 0
      ? []
      : [
          '',
          wrapText(
            `Candidates in common, difference of the ${view.criterion} (below 0: lower than in the run named last):`,
            width,
          ),
          ...alignColumns(
            told
              .slice(0, MOST_ROWS)
              .map(({ name, one }) => [
                name,
                fitText(differenceText(one), 30),
                `${short[one.run]} - ${short[one.from]}`,
              ]),
          ).map((line) => fitText(line, width)),
          ...more(told.length - MOST_ROWS),
        ]),
    ...(rankings.length === 0
      ? []
      : [
          '',
          ...statementLines(
            rankings.map((one) => rankingText(one, view)),
            options,
          ),
        ]),
    '',
  ].join('\n');
}
