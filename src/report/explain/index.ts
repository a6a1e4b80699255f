/** @file What a model relies on, for people and programs. */
export {
  buildExplanation,
  type Explanation,
  type ModelShuffles,
  type ShuffledUnit,
  type UnitImportance,
} from './explanation.js';
export { explanationCsv } from './explanation-csv.js';
export { formatExplanation } from './explanation-table.js';
