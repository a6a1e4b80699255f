/** @file Exports what the command line uses beside the public API: it enters the rooms through this door alone. */

export type { ExecutorEvent } from '../core/index.js';
export { checkTarget, DATA_PARTS, lookAtTable, type TargetChoices, type TargetGuess } from '../datasets/index.js';
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
export { changeAgainst } from './against.js';
export { filesOfAnswer, incomplete, type Missing, writeReport } from './answer-folder.js';
export type { PlannedRace } from './assemble-race.js';
export { assuredSubject, chosenIn } from './assured-subject.js';
export { checkRun, salvageRun } from './check-run.js';
export { CLIENT_LANGUAGES, type ClientLanguage, clientFile } from './client-file.js';
export { reportedCode } from './code-history.js';
export { compareRuns } from './compare-runs.js';
export { type ColumnDescription, describeColumns } from './describe-columns.js';
export { draftNotes, draftTable, targetChoices } from './draft-experiment.js';
export { editorSchema } from './editor-schema.js';
export { readExperimentFile, type SourcedExperiment } from './experiment-source.js';
export { explainModel } from './explain/explain.js';
export { EXPLAIN_DEFAULTS, type ExplainOptions } from './explain/explain-options.js';
export { keepExplanation } from './explain/keep-explanation.js';
export { exportTrial } from './export-trial.js';
export { checkFigures, type FiguresRequest, THEMES, type Theme } from './figures/figures-request.js';
export { writeReportFigures } from './figures/report-figures.js';
export { forgetTrial, namedTrial } from './forget-trial.js';
export { begunFrom } from './found/from.js';
export { readFound } from './found/read-found.js';
export { namesInSpaces, recheckSource } from './found/shortlisted.js';
export { readGivenFile, writeGivenFile } from './given-file.js';
export { knownIn } from './known-evidence.js';
export { prepareSlurm, type SlurmOptions, type SlurmRun } from './launch/slurm-plan.js';
export type { MachineOptions } from './launch/worker-machine.js';
export { type Live, readLive, stateOf } from './live/live-file.js';
export { namedCandidates, openRunLog } from './logged-run.js';
export { installationHint } from './onnx-runtime.js';
export { type AddressFile, keepAddress, openWatch } from './open-watch.js';
export { foreignNames, listOwnFiles, makeFolder, probeFolder, refuseForeign, unlisted } from './own-files.js';
export { predictRows } from './predict.js';
export { predictionCsv } from './prediction-csv.js';
export { runPredictions } from './predictions/run-predictions.js';
export { type PredictionsSize, predictionsSize } from './predictions-size.js';
export { prepare } from './prepare.js';
export { printedBefore, reportedBefore } from './printed-before.js';
export { proposeBy } from './propose-command.js';
export type { PlannedQuestion, Prepared, QuestionKind } from './question-kind.js';
export { QUESTIONS } from './questions.js';
export type { AskedRace } from './race-question.js';
export { REPLAY_DEFAULTS } from './replay/as-in-run.js';
export { prepareReplay, type ReplayRequest, replayRules } from './replay/replay-question.js';
export { reportQuestion } from './report-question.js';
export { RUN_FILES } from './run-files.js';
export { type PlanRunEvent, runQuestion } from './run-question.js';
export { draftScript } from './script-draft/draft-script.js';
export { lookAtScript } from './script-draft/look-at-script.js';
export { openTrialBench, type TrialBench, type TrialSubject } from './single-trial.js';
export type { AskedStudy } from './study-question.js';
export { runWorker, type WorkerEndReason, type WorkerNews } from './workers/run-worker.js';
export type { WorkersAt } from './workers/workers-at.js';
