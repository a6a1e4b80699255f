/** @file Studies on paper: study.json, study.csv and the terminal. */
export { formatStudyTable, renderStudyCsv, showStudy } from './show-study.js';
export type { StudyInput } from './study-input.js';
export { buildStudyRecord, type StudyRecord } from './study-record.js';
