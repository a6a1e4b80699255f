/** @file How many times fewer examples a level needs. */
export { analyseSavings } from './analyse-savings.js';
export type {
  Saving,
  SavingFinding,
  SavingInterval,
  SavingsAnalysis,
  SavingsRow,
} from './savings-analysis.js';
