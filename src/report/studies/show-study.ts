/** @file Shows a study of any kind. */
import pc from 'picocolors';
import type { Report } from '../report.js';
import { stringifyRecord } from '../result/result-json.js';
import { type Table, tableCsv } from '../table/table.js';
import { tableLines } from '../table/table-terminal.js';
import { answerLines, shownRows } from '../terminal/answer-lines.js';
import { fitText, type TerminalOptions } from '../terminal/terminal-text.js';
import { renderEpochsCsv, renderTrialsCsv } from '../trials-csv.js';
import { sessionTable, withAsked } from './keep-session.js';
import { hasNothingWorked } from './lost-in-study.js';
import { setTable } from './set-table.js';
import { shownStudy } from './study-answer.js';
import type { StudyInput } from './study-input.js';
import { namedSets, withSets, wordsOf } from './study-kinds.js';
import { buildStudyRecord, type StudyRecord } from './study-record.js';

export function showStudy(given: StudyInput): Report<StudyRecord> {
  const { session } = given;
  const input = session === undefined ? given : { ...given, session: withAsked(session, given) };
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
    tables: () => tablesOf(input),
    terminal: (options, folder) =>
      formatStudyTable(folder === undefined ? { ...input, files: [] } : input, options, folder),
    answerRows: (folder) => shownRows(shownStudy(input, folder), input.files, folder),
    page: async (scripts) => (await import('../pages.js')).renderStudy(input, scripts),
    figures: async () => (await import('../pages.js')).figuresOfStudy(input),
  };
}

/** Its sets of trainings, then what it found of them. */
function tablesOf(input: StudyInput): readonly Table[] {
  const study = withSets(input);
  const { session } = input;
  return [
    ...(session === undefined ? [] : [sessionTable(session)]),
    setTable(input, study.sets),
    ...(wordsOf(input.analysis).tables?.(study) ?? []),
  ];
}

/** All criteria with their intervals. Settings stand last, as `config.KEY`. */
export function renderStudyCsv(input: Pick<StudyInput, 'analysis' | 'header' | 'figure'>): string {
  return tableCsv(setTable(input, namedSets(input.analysis, input.header)));
}

/** The answer, before which `long` has its table and files. Lines of at most `width` columns, with a line end after the last. */
export function formatStudyTable(input: StudyInput, options: TerminalOptions, folder?: string): string {
  const { long = false } = options;
  const rows = shownRows(shownStudy(input, folder), input.files, folder, long);
  const answer = answerLines(rows, options, long ? Number.POSITIVE_INFINITY : undefined);
  return [...(long ? detailLines(input, options) : []), ...answer, ''].join('\n');
}

function detailLines(input: StudyInput, options: TerminalOptions): string[] {
  const { dim } = pc.createColors(options.colors);
  const { analysis, header, files } = input;
  const table = tableLines(setTable(input, namedSets(analysis, header)), options);
  const room = Math.max(0, ...files.map(({ name }) => name.length));
  return [
    ...(table.length === 0 ? [] : [...table, '']),
    ...files.map(({ name, content }) => dim(fitText(`${name.padEnd(room)}  ${content}`, options.width))),
    ...(files.length === 0 ? [] : ['']),
  ];
}
