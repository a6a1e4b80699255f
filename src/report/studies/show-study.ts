/** @file Shows a study of any kind. */
import pc from 'picocolors';
import { csvLine } from '../csv-line.js';
import { columnFormat, halfWidth, typicalSpread } from '../number-text.js';
import type { Report } from '../report.js';
import { stringifyRecord } from '../result/result-json.js';
import { answerLines } from '../terminal/answer-lines.js';
import { shownRows } from '../terminal/shown-rows.js';
import { alignColumns, fitText, printable, type TerminalOptions, tableWidthOf } from '../terminal/terminal-text.js';
import type { TextTable } from '../text-tables/text-table.js';
import { configCells, renderEpochsCsv, renderTrialsCsv } from '../trials-csv.js';
import { type CandidateName, nameCandidates } from '../view/candidate-names.js';
import { hasNothingWorked } from './never-worked.js';
import { shownStudy } from './study-answer.js';
import { toldCriterion } from './study-direction.js';
import type { StudyInput } from './study-input.js';
import { namedSets } from './study-kinds.js';
import { buildStudyRecord, type StudyRecord } from './study-record.js';
import { criterionOf, endingColumns, type NamedSet } from './study-words.js';

export function showStudy(input: StudyInput): Report<StudyRecord> {
  const record = buildStudyRecord(input);
  const json = () => stringifyRecord(record);
  return {
    status: input.status,
    ...(hasNothingWorked(input) ? { shortfall: 'nothing-worked' as const } : {}),
    headline: record.headline,
    record,
    json,
    texts: () => [
      ['trials', renderTrialsCsv(input.header, input.outcomes, { areRaced: false, areSeeded: true })],
      ['epochs', renderEpochsCsv(input.header, input.outcomes)],
      ['sets', renderStudyCsv(input)],
      ['record', json()],
    ],
    tables: () => [setTableOf(input, namedSets(input.analysis, input.header), (name) => name.full)],
    terminal: (options, folder) =>
      formatStudyTable(folder === undefined ? { ...input, files: [] } : input, options, folder),
    answerRows: (folder) => shownRows(shownStudy(input, folder), input.files, folder),
    page: async (scripts) => (await import('../pages.js')).renderStudy(input, scripts),
    figures: async () => (await import('../pages.js')).figuresOfStudy(input),
  };
}

const COLUMNS = ['candidate', 'label', 'set', 'begun', 'failed', 'collapsed', 'diverged', 'trials'];

/** A criterion without an interval leaves its ends empty. Settings stand last, as `config.KEY`. */
export function renderStudyCsv({ analysis, header }: Pick<StudyInput, 'analysis' | 'header'>): string {
  const sets = namedSets(analysis, header);
  const names = [...new Set(sets.flatMap(({ distribution }) => distribution.criteria.map(({ name }) => name)))];
  const configurations = new Map(header.candidates.map(({ id, configuration }) => [id, configuration]));
  const shown = new Set(sets.map(({ candidate }) => candidate));
  const config = configCells(header.candidates.filter(({ id }) => shown.has(id)));
  const figures = names.flatMap((name) => [name, `${name} low`, `${name} high`]);
  const lines = [csvLine([...COLUMNS, ...figures, ...config.columns])];
  for (const { candidate, label, set, distribution } of sets) {
    const { losses, begun, failed, collapsed, diverged, criteria } = distribution;
    const cells = names.flatMap((name) => {
      const found = criteria.find((criterion) => criterion.name === name);
      if (found === undefined) return ['', '', ''];
      const { value, interval } = found;
      return 'reason' in interval
        ? [String(value), '', '']
        : [String(value), String(interval.low), String(interval.high)];
    });
    const counts = [begun, failed, collapsed, diverged, losses.length].map(String);
    const settings = config.cellsOf(configurations.get(candidate) ?? {});
    lines.push(csvLine([candidate, label, set, ...counts, ...cells, ...settings]));
  }
  return lines.join('');
}

const CRITERIA = ['median', 'q3', 'iqr', 'std'];
/** More sets are in the file of sets. */
const MOST_ROWS = 45;
const WIDEST_NAME = 32;

/** The answer, before which `long` has its tables and files. Lines of at most `width` columns, with a line end after the last. */
export function formatStudyTable(input: StudyInput, options: TerminalOptions, folder?: string): string {
  const { long = false } = options;
  const rows = shownRows(shownStudy(input, folder), input.files, folder, long);
  const answer = answerLines(rows, options, long ? Number.POSITIVE_INFINITY : undefined);
  return [...(long ? detailLines(input, options) : []), ...answer, ''].join('\n');
}

function detailLines(input: StudyInput, options: TerminalOptions): string[] {
  const { dim } = pc.createColors(options.colors);
  const { analysis, header, files } = input;
  const sets = namedSets(analysis, header);
  const { columns, rows } = setTableOf(input, sets.slice(0, MOST_ROWS), (name) =>
    fitText(printable(name.short), WIDEST_NAME),
  );
  const table = alignColumns([columns.map(({ heading }) => heading), ...rows], 2);
  const room = Math.max(0, ...files.map(({ name }) => name.length));
  return [
    ...(sets.length === 0 ? [] : [...table, '']).map((line, index) =>
      (index === 0 ? dim : String)(fitText(line, tableWidthOf(options))),
    ),
    ...(sets.length > MOST_ROWS ? [dim(`... and ${sets.length - MOST_ROWS} more in ${analysis.kind}.csv`), ''] : []),
    ...files.map(({ name, content }) => dim(fitText(`${name.padEnd(room)}  ${content}`, options.width))),
    ...(files.length === 0 ? [] : ['']),
  ];
}

/** One row a set. */
function setTableOf(
  { header, figure }: StudyInput,
  sets: readonly NamedSet[],
  nameOf: (name: CandidateName) => string,
): TextTable {
  const names = nameCandidates(header.candidates);
  const criteria = CRITERIA.map((name) => toldCriterion(name, figure));
  const formats = criteria.map((name) => criterionFormat(sets, name));
  const counts = endingColumns(sets);
  return {
    caption: `Sets of trainings by their ${figure}`,
    columns: [
      ...['candidate', 'set'].map((heading) => ({ heading, align: 'left' as const })),
      ...[...counts.map(([name]) => name), ...criteria].map((heading) => ({ heading, align: 'right' as const })),
    ],
    rows: sets.map(({ candidate, set, distribution }) => [
      nameOf(names.get(candidate) ?? { short: candidate, full: candidate }),
      printable(set),
      ...counts.map(([, count]) => String(count(distribution))),
      ...criteria.map((name, index) => {
        const found = criterionOf(distribution, name);
        return found === null ? '-' : (formats[index] as (value: number) => string)(found.value);
      }),
    ]),
  };
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
