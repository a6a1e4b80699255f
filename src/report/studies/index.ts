/** @file Studies on paper: study.json, study.csv and the terminal. */
export { formatStudyTable, renderStudyCsv, showStudy } from './show-study.js';
export type { StudyInput } from './study-input.js';
export { buildStudyRecord, STUDY_FORMAT, STUDY_VERSION, type StudyRecord } from './study-record.js';
