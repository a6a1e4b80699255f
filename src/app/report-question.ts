/** @file Answers a question of a run folder again from its log: nothing is trained, and its files lie on top. */
import { resolve } from 'node:path';
import { type Executor, InputError, type JsonObject, type Plan, type Question } from '../core/index.js';
import type { DataSpec } from '../datasets/index.js';
import { runPlan } from '../execution/index.js';
import type { ExperimentDraft } from '../experiment/index.js';
import type { EndStatus, ReportView } from '../report/index.js';
import type { TrainFunction } from '../trainers/index.js';
import { reportedCode } from './code-history.js';
import { concludeRace } from './conclude-race.js';
import { requireBuiltInParts } from './custom-parts.js';
import { describeEnvironment } from './environment.js';
import type { SourcedExperiment } from './experiment-source.js';
import { openRunLog } from './logged-run.js';
import type { PreparedRun } from './plan-run.js';
import { prepareRace } from './prepare-race.js';
import { prepareStudyAgain } from './prepare-study.js';
import { RUN_FILES } from './run-files.js';
import { openRun } from './run-folder.js';
import { concludeStudy, endOfStudy, type StudyConclusion } from './study-run.js';

export type ReportedQuestion =
  | { readonly kind: 'race'; readonly status: EndStatus; readonly view: ReportView }
  | { readonly kind: 'study'; readonly status: EndStatus; readonly conclusion: StudyConclusion };

/** Nobody trains: what is missing stays missing. */
const NO_EXECUTOR: Executor = { workers: 1, execute: async () => {}, close: async () => {} };

/**
 * Without a number the question that was asked last.
 * @throws InputError for a folder without a run, a question that was not asked, and where the experiment's data or trainer
 * are not there any more, or the rule or criterion was the program's own.
 */
export async function reportQuestion(folder: string, number?: number): Promise<ReportedQuestion> {
  const { header } = readQuestion(folder, number);
  requireBuiltInParts(header);
  const run = openRun(folder, header, { fresh: false });
  try {
    const question = findQuestion(run.store.questions(), number ?? run.store.newestQuestion()?.number);
    const known = { ids: run.store.knownIds(), salt: run.store.head.salt ?? '' };
    const { request } = question;
    run.store.ask({ header: question.header, request });
    const options = { folder, ...(typeof request.command === 'string' ? { command: request.command } : {}) };
    const source = sourceOf(question.header.experiment);
    const train = isOfFunction(question) ? neverCalled : undefined;
    if (question.header.plan.kind === 'race') {
      const { separate } = request;
      const overrides = {
        known,
        budget: (request.budget ?? {}) as JsonObject,
        ...(typeof separate === 'number' ? { separate } : {}),
      };
      const prepared = await prepareRace(source, overrides, train);
      const { state } = await fold(question, prepared.race, prepared);
      const status = prepared.race.endOf(state);
      const code = reportedCode(question.usedOutcomes(), run.store.codes());
      const artifactFolder = resolve(folder, RUN_FILES.artifacts);
      const needs = {
        experimentSeed: question.header.seed,
        artifactFolder,
        warn: (text: string) => question.notice('warning', text),
      };
      const { view } = await concludeRace(prepared, question, { status, state, code }, needs, options);
      return { kind: 'race', status, view };
    }
    const prepared = await prepareStudyAgain(source, request, known, train);
    const { isFinished, state } = await fold(question, prepared.study, prepared);
    const status = endOfStudy(isFinished);
    const code = reportedCode(question.usedOutcomes(), run.store.codes());
    const conclusion = await concludeStudy(prepared, { question, status, state, code }, options);
    return { kind: 'study', status, conclusion };
  } finally {
    run.store.flush();
    run.close();
  }
}

/** Folds what the log holds; ends as if the budget had, where something is missing. */
async function fold<State>(question: Question, plan: Plan<State>, { budget, failurePolicy }: PreparedRun) {
  const { end, state } = await runPlan({
    plan,
    question,
    executor: NO_EXECUTOR,
    budget: { ...budget, minutes: 0 },
    signal: new AbortController().signal,
    environment: describeEnvironment(),
    failurePolicy,
  });
  return { state, isFinished: end === 'finished' };
}

/** A function is not in the log; it stands for itself in the identity. */
function isOfFunction({ header }: Question): boolean {
  return header.identityParts.trainer === JSON.stringify('function');
}

const neverCalled: TrainFunction = () => Number.NaN;

function sourceOf({ baseFolder, dataset: _, ...draft }: JsonObject): SourcedExperiment {
  // The log holds the experiment as it was read, checked and completed.
  return { draft: draft as unknown as ExperimentDraft<DataSpec>, baseFolder: String(baseFolder) };
}

function readQuestion(folder: string, number: number | undefined): Question {
  const store = openRunLog(folder);
  try {
    return findQuestion(store.questions(), number ?? store.newestQuestion()?.number);
  } finally {
    store.close();
  }
}

function findQuestion(questions: readonly Question[], number: number | undefined): Question {
  const question = questions.find((one) => one.number === number);
  if (question !== undefined) return question;
  throw new InputError({
    code: 'no-such-question',
    what: number === undefined ? 'Nothing was asked in this run folder.' : `The run has no question ${number}.`,
    allowed: questions.length === 0 ? 'a run with a trial or more' : `1 to ${questions.length}`,
    fix: 'List the questions with: surefoot status <run>',
  });
}
