/** @file Runs a prepared study to its end, or to the end of its budget, and writes its files. */
import { isFailure, type Outcome } from '../core/index.js';
import { requireFigure } from '../questions/common/plan/index.js';
import {
  buildStudyRecord,
  type EndStatus,
  type RunStatus,
  renderStudyCsv,
  renderTrialsCsv,
  type StudyInput,
  type StudyRecord,
  stringifyFigures,
} from '../report/index.js';
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
import { progressOfStudy } from './run-progress.js';
import { keptBaselines, measureStudyBaselines } from './study-baselines.js';
import { studyInput } from './study-input.js';
import type { PlannedStudy } from './study-plan.js';

/** A study of any kind, ready to run. */
export interface PreparedStudy extends PreparedRun, PlannedStudy {}

export interface StudyConclusion {
  readonly record: StudyRecord;
  /** What every way of showing the study is made from. */
  readonly input: StudyInput;
}

export function runStudy(prepared: PreparedStudy, options: PlanRunOptions): Promise<PlanOutcome<StudyConclusion>> {
  const plan = prepared.study;
  return runPrepared(
    prepared,
    {
      plan,
      progress: progressOfStudy(prepared),
      statusOf: (_, isFinished) => endOfStudy(isFinished),
      check: (outcomes) => requireFigure(outcomes, plan.settings.figure),
      discarded: discardModels(),
      kept: trialsOfInterest,
      conclude: (ended) => concludeStudy(prepared, ended, options),
      showInterrupted: (ended) => concludeStudy(prepared, ended, options),
    },
    options,
  );
}

/** A study is finished when its plan asks for nothing more. */
function endOfStudy(isFinished: boolean): EndStatus {
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
  {
    question,
    status,
    state,
    code,
    command,
  }: Omit<EndedPlan<{ readonly outcomes: readonly Outcome[] }, RunStatus>, 'needs'>,
  { folder }: Pick<PlanRunOptions, 'folder'>,
): Promise<StudyConclusion> {
  const { header } = question;
  const { study, backend, candidates } = prepared;
  const { outcomes } = state;
  const isOpen = status === 'interrupted' || status === 'running';
  const drawn = isOpen ? undefined : drawConclusion(question, { status, request: study.description });
  const measured = { candidates, outcomes, figure: study.settings.figure, experimentSeed: header.seed };
  const baselines = drawn && (keptBaselines(drawn.kept) ?? measureStudyBaselines(backend, measured));
  const input = studyInput(question, prepared, { status, state, code, baselines }, { folder, command });
  const record = buildStudyRecord(input);
  drawn?.keep(record.headline, { baselines });
  if (folder !== undefined) {
    writeRunFile(folder, RUN_FILES.trials, renderTrialsCsv(header, outcomes));
    writeRunFile(folder, RUN_FILES.studyTable, renderStudyCsv(input));
    writeRunFile(folder, RUN_FILES.report, await renderStudyPage(input));
    writeRunFile(folder, RUN_FILES.study, stringifyFigures(record));
  }
  return { record, input };
}
