/** @file Exports the fold of a run's events into its progress. */
export { BoardFold, type CandidateTrainings, type Dot, type DotKind, type FailureGroup } from './board-fold.js';
export { ProgressFold } from './fold-progress.js';
export { type Outlook, outlookOf } from './outlook.js';
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
