/** @file Shows a study of any kind. */

import pc from 'picocolors';
import { csvLine } from '../csv-line.js';
import { columnFormat, halfWidth, typicalSpread } from '../number-text.js';
import type { Report } from '../report.js';
import { stringifyRecord } from '../result/result-json.js';
import { placeLines } from '../terminal/place-lines.js';
import { type TerminalOptions, tableWidthOf } from '../terminal/terminal-options.js';
import { alignColumns, fitText, printable, wrapText } from '../terminal/terminal-text.js';
import { renderTrialsCsv } from '../trials-csv.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { studyBaselineStatements } from './beside-baselines.js';
import { headlineOfStudy, namerOf } from './headline.js';
import { hasNothingWorked, nothingWorkedText } from './never-worked.js';
import { noticesOfStudy } from './notices.js';
import { toldCriterion } from './study-direction.js';
import type { StudyInput } from './study-input.js';
import { namedSets, wordsOf } from './study-kinds.js';
import { buildStudyRecord, type StudyRecord } from './study-record.js';
import { criterionOf, type NamedSet } from './study-words.js';

export function showStudy(input: StudyInput): Report<StudyRecord> {
  const record = buildStudyRecord(input);
  const json = () => stringifyRecord(record);
  return {
    status: input.status,
    headline: record.headline,
    record,
    json,
    texts: () => [
      ['trials', renderTrialsCsv(input.header, input.outcomes)],
      ['studyTable', renderStudyCsv(input)],
      ['study', json()],
    ],
    terminal: (options, folder) =>
      formatStudyTable(folder === undefined ? { ...input, files: [] } : input, options, folder),
    page: async (scripts) => (await import('../pages.js')).renderStudy(input, scripts),
    figures: async () => (await import('../pages.js')).figuresOfStudy(input),
  };
}

const COLUMNS = ['candidate', 'label', 'set', 'trials', 'diverged', 'failed'];

/** A criterion without an interval leaves its ends empty. */
export function renderStudyCsv({ analysis, header }: Pick<StudyInput, 'analysis' | 'header'>): string {
  const sets = namedSets(analysis, header);
  const names = [...new Set(sets.flatMap(({ distribution }) => distribution.criteria.map(({ name }) => name)))];
  const lines = [csvLine([...COLUMNS, ...names.flatMap((name) => [name, `${name} low`, `${name} high`])])];
  for (const { candidate, label, set, distribution } of sets) {
    const { losses, diverged, failed, criteria } = distribution;
    const cells = names.flatMap((name) => {
      const found = criteria.find((criterion) => criterion.name === name);
      if (found === undefined) return ['', '', ''];
      const { value, interval } = found;
      return 'reason' in interval
        ? [String(value), '', '']
        : [String(value), String(interval.low), String(interval.high)];
    });
    lines.push(csvLine([candidate, label, set, String(losses.length), String(diverged), String(failed), ...cells]));
  }
  return lines.join('');
}

const CRITERIA = ['median', 'q3', 'iqr', 'std'];
/** More sets are in study.csv. */
const MOST_ROWS = 45;
const WIDEST_NAME = 32;

/** Lines of at most `width` columns, with a line end after the last. */
export function formatStudyTable(input: StudyInput, options: TerminalOptions, folder?: string): string {
  const { width, colors } = options;
  const { analysis, header } = input;
  const screen = wordsOf(analysis).screen?.(analysis, input, { nameOf: namerOf(header), folder });
  if (screen !== undefined) return formatScreen(screen, input, options);
  const { bold, dim, yellow } = pc.createColors(colors);
  const sets = namedSets(input.analysis, input.header);
  const shown = sets.slice(0, MOST_ROWS);
  const names = nameCandidates(input.header.candidates);
  const criteria = CRITERIA.map((name) => toldCriterion(name, input.figure));
  const formats = criteria.map((name) => criterionFormat(shown, name));
  const rows = shown.map(({ candidate, set, distribution }) => [
    fitText(printable(shortName(names, candidate)), WIDEST_NAME),
    printable(set),
    String(distribution.losses.length),
    ...criteria.map((name, index) => {
      const found = criterionOf(distribution, name);
      return found === null ? '-' : (formats[index] as (value: number) => string)(found.value);
    }),
  ]);
  const table = alignColumns([['candidate', 'set', 'trials', ...criteria], ...rows], 2);
  const { verdict, places } = placeLines(headlineOfStudy(input), folder, input.files, width);
  const room = Math.max(0, ...input.files.map(({ name }) => name.length));
  return [
    bold(wrapText(`${printable(headlineOfStudy(input))}.`, width)),
    ...studyBaselineStatements(input).map((text) => wrapText(text, width, '  ')),
    ...noticesOfStudy(input).map(({ text }) => yellow(wrapText(`! ${printable(text)}`, width, '  '))),
    '',
    ...(sets.length === 0 ? [] : table).map((line, index) =>
      (index === 0 ? dim : String)(fitText(line, tableWidthOf(options))),
    ),
    ...(sets.length > MOST_ROWS ? [dim(`... and ${sets.length - MOST_ROWS} more in study.csv`)] : []),
    '',
    ...input.files.map(({ name, content }) => dim(fitText(`${name.padEnd(room)}  ${content}`, width))),
    ...(places.length === 0 ? [] : ['', bold(verdict), ...places]),
    '',
  ].join('\n');
}

/** Warnings first: what was found is not to scroll away. */
function formatScreen(lines: readonly string[], input: StudyInput, { width, colors }: TerminalOptions): string {
  const { yellow } = pc.createColors(colors);
  const { saidOnScreen = [] } = wordsOf(input.analysis);
  const warnings = noticesOfStudy(input).filter(({ kind }) => !saidOnScreen.includes(kind));
  const nothingWorked = hasNothingWorked(input) ? [nothingWorkedText(input)] : [];
  return [
    ...[...nothingWorked, ...warnings.map(({ text }) => text)].map((text) =>
      yellow(wrapText(`! ${printable(text)}`, width, '  ')),
    ),
    ...lines.map((line) => wrapText(printable(line), width, '  ')),
    '',
  ].join('\n');
}

/** All sets to the place that their intervals give, or what their losses vary: what rounding leaves is no difference. */
function criterionFormat(sets: readonly NamedSet[], name: string): (value: number) => string {
  const found = sets.map(({ distribution }) => criterionOf(distribution, name)).filter((one) => one !== null);
  return columnFormat(
    found.map(({ value }) => value),
    typicalSpread(found.map(({ interval }) => halfWidth(interval))) ??
      typicalSpread(sets.map(({ distribution }) => standardErrorOf(distribution))),
  );
}

function standardErrorOf(distribution: NamedSet['distribution']): number | null {
  const std = criterionOf(distribution, 'std');
  return std === null ? null : std.value / Math.sqrt(distribution.losses.length);
}
