/** @file Exports the fold of a run's events into its progress. */
export { ProgressFold } from './fold-progress.js';
export { remainingText } from './remaining.js';
export type {
  FailureNote,
  Leader,
  PlannedWork,
  ProgressFacts,
  Remaining,
  RunProgress,
  Span,
} from './run-progress.js';
