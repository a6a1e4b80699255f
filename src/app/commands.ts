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
export { knownIn } from './ask/known-evidence.js';
export { proposeBy } from './ask/propose-command.js';
export { compareRuns } from './conclude/compare-runs.js';
export { checkFigures, type FiguresRequest, THEMES, type Theme } from './conclude/figures-request.js';
export { printedBefore, reportedBefore } from './conclude/printed-before.js';
export { writeReportFigures } from './conclude/report-figures.js';
export { reportQuestion } from './conclude/report-question.js';
export { CLIENT_LANGUAGES, type ClientLanguage, clientFile } from './draft/client-file.js';
export { type ColumnDescription, describeColumns } from './draft/describe-columns.js';
export { draftNotes, draftTable, targetChoices } from './draft/draft-experiment.js';
export { draftScript } from './draft/draft-script.js';
export { editorSchema } from './draft/editor-schema.js';
export { lookAtScript } from './draft/look-at-script.js';
export { filesOfAnswer, incomplete, type Missing, writeReport } from './folder/answer-folder.js';
export { checkRun, salvageRun } from './folder/check-run.js';
export { reportedCode } from './folder/code-history.js';
export { forgetTrial, namedTrial } from './folder/forget-trial.js';
export { readGivenFile, writeGivenFile } from './folder/given-file.js';
export { keepExplanation } from './folder/keep-explanation.js';
export { namedCandidates, openRunLog } from './folder/logged-run.js';
export { foreignNames, listOwnFiles, makeFolder, probeFolder, refuseForeign, unlisted } from './folder/own-files.js';
export { RUN_FILES } from './folder/run-files.js';
export { changeAgainst } from './library/against.js';
export { assuredSubject, chosenIn } from './library/assured-subject.js';
export { explainModel } from './models/explain.js';
export { EXPLAIN_DEFAULTS, type ExplainOptions } from './models/explain-options.js';
export { exportTrial } from './models/export-trial.js';
export { predictRows } from './models/predict.js';
export { predictionCsv } from './models/prediction-csv.js';
export { runPredictions } from './models/run-predictions.js';
export { installationHint } from './onnx-runtime.js';
export { REPLAY_DEFAULTS } from './questions/as-in-run.js';
export type { PlannedRace } from './questions/assemble-race.js';
export { type PredictionsSize, predictionsSize } from './questions/predictions-size.js';
export { prepare } from './questions/prepare.js';
export type { PlannedQuestion, Prepared, QuestionKind } from './questions/question-kind.js';
export { QUESTIONS } from './questions/questions.js';
export type { AskedRace } from './questions/race-question.js';
export { prepareReplay, type ReplayRequest, replayRules } from './questions/replay-question.js';
export type { AskedStudy } from './questions/study-question.js';
export { type Live, readLive, stateOf } from './run/live-file.js';
export { type PlanRunEvent, runQuestion } from './run/run-question.js';
export { openTrialBench, type TrialBench, type TrialSubject } from './run/single-trial.js';
export { type AddressFile, keepAddress, openWatch } from './serve/open-watch.js';
export { runWorker, type WorkerEndReason, type WorkerNews } from './workers/run-worker.js';
export { prepareSlurm, type SlurmOptions, type SlurmRun } from './workers/slurm-plan.js';
export type { MachineOptions } from './workers/worker-machine.js';
export type { WorkersAt } from './workers/workers-at.js';
