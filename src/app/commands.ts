/** @file Exports what the command line uses beside the public API: it enters the rooms through this door alone. */

export type { ExecutorEvent } from '../core/index.js';
export {
  checkTarget,
  DATA_PARTS,
  lookAtTable,
  type TargetChoices,
  type TargetGuess,
} from '../engine/datasets/index.js';
export type { Budget } from '../evidence/drive/index.js';
export { isLogThere, openSqliteStore } from '../evidence/log/index.js';
export {
  commonSettings,
  countSpace,
  experimentTemplate,
  type Requirements,
  rangesOf,
  requiredBounds,
  type Slices,
  soundName,
} from '../experiment/index.js';
export { flagsOf, readLevels, type ToldFlag } from '../questions/common/index.js';
export { MOST_CHANGE_PAIRS, STUDIES, type StudyName, type StudyOwn } from '../questions/index.js';
export {
  mostFreshTrials,
  parseRule,
  RULE_NAMES,
  RULE_OPTIONS,
  type Rule,
  ruleOptions,
} from '../questions/race/plan/index.js';
export {
  buildResult,
  columnsOf,
  compareTables,
  deliveredWords,
  explanationCsv,
  fitText,
  formatBytes,
  formatCompareTable,
  formatCount,
  formatDuration,
  formatExplanation,
  formatPace,
  formatPredictions,
  formatProgressLines,
  formatProgressNote,
  formatQuantity,
  formatReplayTable,
  formatTables,
  formatValue,
  nameCandidates,
  oneLine,
  type PrintedAnswer,
  type ProgressFacts,
  ProgressFold,
  type ProgressSubject,
  padText,
  printable,
  type QuestionEnd,
  type Report,
  type ReportedCode,
  type ReportInput,
  type RunProgress,
  shortName,
  showRace,
  stringifyRecord,
  stringifyResult,
  TABLE_FORMATS,
  type TableFormat,
  type TerminalOptions,
  wrapText,
} from '../report/index.js';
export { CRITERION_NAMES, parseCriterion } from '../stats/index.js';
export { serveProtocol } from '../trainers/serving.js';
export { readOutput } from '../work/here/index.js';
export {
  absoluteAddress,
  KEY_VARIABLE,
  lookAt,
  requireAddressText,
  type SeenRun,
  shownAddress,
  takeKey,
  takePassword,
} from '../work/transports/index.js';
export { readExperimentFile, type SourcedExperiment } from './ask/experiment-source.js';
export { begunFrom } from './ask/found/from.js';
export { readFound } from './ask/found/read-found.js';
export { namesInSpaces, recheckSource } from './ask/found/shortlisted.js';
export { proposeBy } from './ask/propose-command.js';
export { compareRuns } from './conclude/compare-runs.js';
export { checkFigures, type FiguresRequest, THEMES, type Theme, writeReportFigures } from './conclude/figures.js';
export { printedBefore, reportedBefore } from './conclude/kept-answer.js';
export { reportQuestion } from './conclude/report-question.js';
export { CLIENT_LANGUAGES, type ClientLanguage, clientFile, editorSchema } from './draft/beside-experiment.js';
export { type ColumnDescription, describeColumns } from './draft/describe-columns.js';
export { draftNotes, draftTable, targetChoices } from './draft/draft-experiment.js';
export { draftScript, lookAtScript } from './draft/draft-script.js';
export { filesOfAnswer, requireComplete, writeReport } from './folder/answer-folder.js';
export { reportedCode } from './folder/code-history.js';
export {
  foreignNames,
  listOwnFiles,
  makeFolder,
  probeFolder,
  readGivenFile,
  refuseForeign,
  unlisted,
  writeGivenFile,
} from './folder/files.js';
export { keepExplanation } from './folder/keep-explanation.js';
export { knownIn, namedCandidates, openRunLog, readRunLog } from './folder/logged-run.js';
export { checkRun, forgetTrial, namedTrial, salvageRun } from './folder/mend-run.js';
export { RUN_FILES } from './folder/run-files.js';
export { assuredSubject, changeAgainst, chosenIn } from './library/against.js';
export { RACE_FLAGS, RUN_FLAGS } from './library/library-options.js';
export { EXPLAIN_DEFAULTS, type ExplainOptions, explainModel } from './models/explain.js';
export { exportTrial } from './models/export-trial.js';
export { predictRows } from './models/predict.js';
export { predictionCsv } from './models/prediction-csv.js';
export { runPredictions } from './models/run-predictions.js';
export { installationHint } from './onnx-runtime.js';
export type { PlannedRace } from './questions/assemble-race.js';
export { type PredictionsSize, predictionsSize } from './questions/predictions-size.js';
export { prepare } from './questions/prepare.js';
export type { PlannedQuestion, Prepared, QuestionKind } from './questions/question-kind.js';
export { QUESTIONS } from './questions/questions.js';
export type { AskedRace } from './questions/race-question.js';
export { prepareReplay, REPLAY_DEFAULTS, type ReplayRequest, replayRules } from './questions/replay-question.js';
export type { AskedStudy } from './questions/study-question.js';
export { type Live, readLive, stateOf } from './run/live-file.js';
export { type PlanRunEvent, runQuestion } from './run/run-question.js';
export { openTrialBench, type TrialBench, type TrialSubject } from './run/single-trial.js';
export { type AddressFile, keepAddress, openWatch } from './serve/open-watch.js';
export type { WorkersAt } from './workers/launch-plan.js';
export { runWorker, type WorkerEndReason, type WorkerNews } from './workers/run-worker.js';
export { prepareSlurm, type SlurmOptions, type SlurmRun } from './workers/slurm-plan.js';
export type { MachineOptions } from './workers/worker-machine.js';
