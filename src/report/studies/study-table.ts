/** @file Formats what a study prints when it ends: the headline, what must not be overlooked, its sets of trials, its files. */
import pc from 'picocolors';
import { formatValue } from '../number-text.js';
import type { TerminalOptions } from '../terminal/progress-line.js';
import { alignColumns, fitText, printable, wrapText } from '../terminal/terminal-text.js';
import { baselineStatements } from './beside-baselines.js';
import { headlineOfStudy } from './headline.js';
import { criterionOf, namedSets } from './named-sets.js';
import { noticesOfStudy } from './notices.js';
import type { StudyInput } from './study-input.js';

const CRITERIA = ['median', 'q3', 'iqr', 'std'];
/** More sets are in study.csv. */
const MOST_ROWS = 45;

/** Lines of at most `width` columns, with a line end after the last. */
export function formatStudyTable(input: StudyInput, { width, colors }: TerminalOptions): string {
  const { bold, dim, yellow } = pc.createColors(colors);
  const sets = namedSets(input.analysis, input.header);
  const rows = sets.slice(0, MOST_ROWS).map(({ candidate, set, distribution }) => [
    printable(candidate),
    printable(set),
    String(distribution.losses.length),
    ...CRITERIA.map((name) => {
      const found = criterionOf(distribution, name);
      return found === null ? '-' : formatValue(found.value);
    }),
  ]);
  const table = alignColumns([['candidate', 'set', 'trials', ...CRITERIA], ...rows], 2);
  const room = Math.max(0, ...input.files.map(({ name }) => name.length));
  return [
    bold(wrapText(`${printable(headlineOfStudy(input))}.`, width)),
    ...baselineStatements(input).map((text) => wrapText(text, width, '  ')),
    ...noticesOfStudy(input).map(({ text }) => yellow(wrapText(`! ${printable(text)}`, width, '  '))),
    '',
    ...table.map((line, index) => (index === 0 ? dim : String)(fitText(line, width))),
    ...(sets.length > MOST_ROWS ? [dim(`... and ${sets.length - MOST_ROWS} more in study.csv`)] : []),
    '',
    ...input.files.map(({ name, content }) => dim(fitText(`${name.padEnd(room)}  ${content}`, width))),
    '',
  ].join('\n');
}
