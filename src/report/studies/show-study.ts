/** @file Shows a study of any kind. */
import type { Report } from '../report.js';
import { stringifyFigures } from '../result/result-json.js';
import { renderTrialsCsv } from '../trials-csv.js';
import { renderStudyCsv } from './study-csv.js';
import type { StudyInput } from './study-input.js';
import { buildStudyRecord, type StudyRecord } from './study-record.js';
import { formatStudyTable } from './study-table.js';

export function showStudy(input: StudyInput): Report<StudyRecord> {
  const record = buildStudyRecord(input);
  const json = () => stringifyFigures(record);
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
