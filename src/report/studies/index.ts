/** @file Studies on paper: study.json, study.csv and the terminal. */
export { renderStudyCsv } from './study-csv.js';
export type { StudyAnalysis, StudyInput } from './study-input.js';
export { buildStudyRecord, STUDY_FORMAT, STUDY_VERSION, type StudyRecord } from './study-record.js';
export { formatStudyTable } from './study-table.js';
