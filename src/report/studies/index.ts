/** @file Studies on paper: study.json, study.csv and the terminal. */
export { showStudy } from './show-study.js';
export { renderStudyCsv } from './study-csv.js';
export type { StudyInput } from './study-input.js';
export { buildStudyRecord, STUDY_FORMAT, STUDY_VERSION, type StudyRecord } from './study-record.js';
export { formatStudyTable } from './study-table.js';
