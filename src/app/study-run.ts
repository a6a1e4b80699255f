/** @file Runs a prepared study to its end, or to the end of its budget, and writes its files. */
import { isFailure, type Outcome } from '../core/index.js';
import {
  buildStudyRecord,
  type DataDescription,
  type EndStatus,
  type RunFile,
  renderStudyCsv,
  renderTrialsCsv,
  type StudyAnalysis,
  type StudyInput,
  type StudyRecord,
  stringifyFigures,
} from '../report/index.js';
import { type CommonSettings, requireFigure, type Study } from '../studies/index.js';
import { drawConclusion } from './keep-conclusion.js';
import { candidatesInRaces, trialsOfInterest } from './kept-artifacts.js';
import { renderStudyPage } from './pages.js';
import {
  type EndedPlan,
  type PlanOutcome,
  type PlanRunOptions,
  type PlanUse,
  type PreparedRun,
  runPrepared,
} from './plan-run.js';
import { RUN_FILES } from './run-files.js';
import { writeRunFile } from './run-folder.js';

/** A study of any kind, ready to run. */
export interface PreparedStudy extends PreparedRun {
  readonly study: Study<CommonSettings>;
  analyse(outcomes: readonly Outcome[]): StudyAnalysis;
}

export interface StudyConclusion {
  readonly record: StudyRecord;
  /** What every way of showing the study is made from. */
  readonly input: StudyInput;
}

const FILES: readonly RunFile[] = [
  { name: RUN_FILES.report, content: 'the study, drawn' },
  { name: RUN_FILES.study, content: 'what was found, for programs' },
  { name: RUN_FILES.studyTable, content: 'every set of trials with its criteria, one a row' },
  { name: RUN_FILES.trials, content: 'every trial, one a row' },
  { name: RUN_FILES.log, content: 'the log: run the same command to resume or extend' },
];

export function runStudy(prepared: PreparedStudy, options: PlanRunOptions): Promise<PlanOutcome<StudyConclusion>> {
  const plan = prepared.study;
  return runPrepared(
    prepared,
    {
      plan,
      statusOf: (_, isFinished) => endOfStudy(isFinished),
      check: (outcomes) => requireFigure(outcomes, plan.settings.figure),
      discarded: discardModels(),
      kept: trialsOfInterest,
      conclude: (ended) => concludeStudy(prepared, ended, options),
    },
    options,
  );
}

/** A study is finished when its plan asks for nothing more. */
export function endOfStudy(isFinished: boolean): EndStatus {
  return isFinished ? 'exhausted' : 'budget';
}

/** Nobody asks a study for a model. What failed trials left says why they failed. */
function discardModels(): PlanUse<unknown, unknown>['discarded'] {
  // No race decides anything while the folder is at a study.
  let racing: ReadonlySet<string> | undefined;
  return (event, _question, store) => {
    if (event.kind !== 'outcome' || isFailure(event.outcome)) return [];
    racing ??= candidatesInRaces(store);
    const { trial } = event.outcome;
    return racing.has(trial.candidate) ? [] : [trial];
  };
}

export async function concludeStudy(
  prepared: PreparedStudy,
  { question, status, state, code }: Omit<EndedPlan<{ readonly outcomes: readonly Outcome[] }>, 'needs'>,
  { folder, command }: Pick<PlanRunOptions, 'folder' | 'command'>,
): Promise<StudyConclusion> {
  const { study } = prepared;
  const { header } = question;
  const { outcomes } = state;
  const input: StudyInput = {
    header,
    status,
    plan: study.description,
    figure: study.settings.figure,
    analysis: prepared.analyse(outcomes),
    outcomes,
    stretches: question.usedStretches(),
    notices: question.notices(),
    data: (header.experiment.dataset as DataDescription | null) ?? OWN_DATA,
    command: command ?? null,
    code,
    files: folder === undefined ? [] : FILES,
  };
  const record = buildStudyRecord(input);
  drawConclusion(question, { status, request: study.description }).keep(record.headline);
  if (folder !== undefined) {
    writeRunFile(folder, RUN_FILES.trials, renderTrialsCsv(header, outcomes));
    writeRunFile(folder, RUN_FILES.studyTable, renderStudyCsv(input));
    writeRunFile(folder, RUN_FILES.report, await renderStudyPage(input));
    writeRunFile(folder, RUN_FILES.study, stringifyFigures(record));
  }
  return { record, input };
}

const OWN_DATA: DataDescription = { name: "the trainer's own", hash: '', simulated: false, split: {} };
