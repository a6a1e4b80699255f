/** @file Shows what the log says to people and programs: result.json, trials.csv, the terminal, report.html. */

export { answerCost } from './answer/cost.js';
export { CANDIDATE_STATUSES } from './answer/statuses.js';
export { type AxisText, axisFormat } from './axis-text.js';
export { compareTables, formatCompareTable } from './compare/compare-tables.js';
export { buildCompareView, type CompareView } from './compare/compare-view.js';
export type { ComparedRun } from './compare/shared-candidates.js';
export { csvLine } from './csv-line.js';
export { lossWord, type ShownCriterion, showCriterion, shownBounds } from './direction.js';
export {
  buildExplanation,
  type Explanation,
  type ModelShuffles,
  type ShuffledUnit,
  type UnitImportance,
} from './explain/explanation.js';
export { explanationCsv, formatExplanation } from './explain/explanation-table.js';
export { questionOfPage, withLinks } from './html/markup.js';
export type {
  DataDescription,
  Direction,
  EndStatus,
  FinalInstances,
  OvertuningFindings,
  QuestionEnd,
  QuestionStatus,
  ReportedCode,
  ReportInput,
  RunFile,
  RunStatus,
  TrainedBeside,
} from './input.js';
export { hasNotEnded } from './input.js';
export {
  columnFormat,
  estimateText,
  formatAbout,
  formatBytes,
  formatCount,
  formatDuration,
  formatEstimate,
  formatPace,
  formatQuantity,
  formatShare,
  formatValue,
  formatWithin,
  halfWidth,
  typicalSpread,
} from './number-text.js';
export { buildPredictions } from './predictions/build-predictions.js';
export { formatPredictions } from './predictions/format-predictions.js';
export type {
  ExampleInput,
  LeftOutCollapses,
  PredictionInput,
  PredictionRecord,
  SliceMembers,
} from './predictions/prediction-record.js';
export { type MeasureAdvice, measureAdvice } from './predictions/prediction-words.js';
export { BoardFold, type Dot, type DotKind } from './progress/board-fold.js';
export { ProgressFold } from './progress/fold-progress.js';
export { remainingText } from './progress/remaining.js';
export {
  type FailureNote,
  type Leader,
  type Outlook,
  outlookOf,
  type PlannedWork,
  type ProgressFacts,
  type Remaining,
  type RunProgress,
} from './progress/run-progress.js';
export { type ReplayRequest, replayInput } from './replay-input.js';
export type { PrintedAnswer, Report, Shortfall } from './report.js';
export { buildResult, type RaceRecheck, recheckOfPlan } from './result/build-result.js';
export type { Conformal, DeliveryAlternative, RaceDelivery } from './result/figure-schema.js';
export { parseResult, stringifyRecord, stringifyResult } from './result/result-json.js';
export { RESULT_FORMAT, RESULT_VERSION, type Result, resultSchema } from './result/result-schema.js';
export { type RaceReport, raceReportOf, showRace } from './show-race.js';
export { bestTrialOf, judgedAlone } from './standing.js';
export type { JudgedChange } from './studies/judged-change.js';
export { sessionTable, sessionTexts } from './studies/keep-session.js';
export { formatStudyTable, renderStudyCsv, showStudy } from './studies/show-study.js';
export type { StudyInput } from './studies/study-input.js';
export { buildStudyRecord, type StudyRecord } from './studies/study-record.js';
export { formatTables, TABLE_FORMATS, type TableFormat } from './table/table-files.js';
export { tableLines } from './table/table-terminal.js';
export { type AnswerRow, answerLines } from './terminal/answer-lines.js';
export { formatFinalTable } from './terminal/final-table.js';
export { formatProgressLines, formatProgressNote, type ProgressSubject } from './terminal/progress-lines.js';
export { formatReplayTable } from './terminal/replay-table.js';
export type { TerminalOptions } from './terminal/terminal-text.js';
export { columnsOf, fitText, oneLine, padText, printable, wrapText } from './terminal/terminal-text.js';
export { hasEpochTable, renderTrialsCsv } from './trials-csv.js';
export { type CandidateName, nameCandidates, shortName } from './view/candidate-names.js';
export { criterionPhrase } from './view/choice-words.js';
export { deliveredWords } from './view/final-words.js';
export { ruleText } from './view/replay-view.js';
export { buildReportView, type ReportView } from './view/report-view.js';
export type { RunNotice } from './view/run-notices.js';
export { wholeName } from './view/telling.js';
export { formatWhy, type Why, whyOf } from './why/why.js';
