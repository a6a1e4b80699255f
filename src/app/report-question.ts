/**
 * @file Answers a question of a run folder again from its log: nothing is trained, and its files lie on top. Of a run that goes
 * on, whose files are not ours to write, it shows how far it has come.
 */
import { dirname, resolve } from 'node:path';
import { type Executor, InputError, type JsonObject, type Plan, type Question } from '../core/index.js';
import type { DataSpec } from '../datasets/index.js';
import { runPlan } from '../evidence/drive/index.js';
import type { ExperimentDraft } from '../experiment/index.js';
import type { Rule } from '../questions/race/plan/index.js';
import type { TrainFunction } from '../trainers/index.js';
import { reportedCode } from './code-history.js';
import { concludeRace } from './conclude-race.js';
import { areFailuresApart } from './count-failures.js';
import { requireBuiltInParts } from './custom-parts.js';
import { describeEnvironment } from './environment.js';
import type { SourcedExperiment } from './experiment-source.js';
import { writeGivenFile } from './given-file.js';
import { requireKnownKind } from './logged-plan.js';
import { followQuestion, type LoggedReport, renderLogged } from './logged-report.js';
import { loggedRule } from './logged-rule.js';
import { openRunLog } from './logged-run.js';
import { makeFolder } from './own-files.js';
import type { PreparedRun } from './plan-run.js';
import { prepareRace } from './prepare-race.js';
import { prepareStudyAgain } from './prepare-study.js';
import { RUN_FILES } from './run-files.js';
import { type OpenRun, openRun } from './run-folder.js';
import { concludeStudy } from './study-run.js';

export type ReportedQuestion = LoggedReport & {
  /** `folder`: all files of the question, in the run folder. `page`: report.html alone, where it was asked for. */
  readonly written: 'folder' | 'page' | 'nothing';
};

/** Nobody trains: what is missing stays missing. */
const NO_EXECUTOR: Executor = { workers: 1, execute: async () => {}, close: async () => {} };

/**
 * Without a number the question that was asked last; with `page`, only that file is written, with `onlyLook` none, and the run
 * folder is left as it is. A run that goes on in another process is only looked at.
 * @throws InputError for a folder without a run, a question that was not asked, and where the experiment's data or trainer
 * are needed and not there any more, or the rule or criterion was the program's own.
 */
export async function reportQuestion(
  folder: string,
  number?: number,
  { page, onlyLook = page !== undefined }: { readonly page?: string; readonly onlyLook?: boolean } = {},
): Promise<ReportedQuestion> {
  const { header, isNewest } = readQuestion(folder, number);
  requireKnownKind(header);
  requireBuiltInParts(header);
  const run = openUnlessBusy(folder, header);
  if (run !== undefined && !onlyLook) return { ...(await reportInFolder(run, folder, number)), written: 'folder' };
  run?.discard();
  const report = lookAt(folder, number, run === undefined && isNewest);
  if (page === undefined) return { ...report, written: 'nothing' };
  makeFolder(dirname(resolve(page)));
  writeGivenFile(page, await renderLogged(report));
  return { ...report, written: 'page' };
}

/** Undefined while another process works in the folder. */
function openUnlessBusy(folder: string, header: Question['header']): OpenRun | undefined {
  try {
    return openRun(folder, header, { fresh: false });
  } catch (error) {
    if (error instanceof InputError && error.code === 'run-locked') return undefined;
    throw error;
  }
}

/** Reads only. */
function lookAt(folder: string, number: number | undefined, isRunning: boolean): LoggedReport {
  const store = openRunLog(folder);
  try {
    const question = findQuestion(store.questions(), number ?? store.newestQuestion()?.number);
    return followQuestion(store, question, folder).report(isRunning);
  } finally {
    store.close();
  }
}

async function reportInFolder(run: OpenRun, folder: string, number: number | undefined): Promise<LoggedReport> {
  try {
    const question = findQuestion(run.store.questions(), number ?? run.store.newestQuestion()?.number);
    const known = { ids: run.store.knownIds(), salt: run.store.head.salt ?? '' };
    const { request } = question;
    const before = question.conclusion()?.status;
    run.store.ask({ header: question.header, request });
    const options = { folder, ...(typeof request.command === 'string' ? { command: request.command } : {}) };
    const source = sourceOf(question.header.experiment);
    const train = isOfFunction(question) ? neverCalled : undefined;
    if (question.header.plan.kind === 'race') {
      const { separate } = request;
      const overrides = {
        known,
        budget: (request.budget ?? {}) as JsonObject,
        failuresApart: areFailuresApart(question.header.plan, ruleOfLog(question)),
        ...(typeof separate === 'number' ? { separate } : {}),
      };
      const prepared = await prepareRace(asRaced(source, question), overrides, train);
      const { state, end } = await fold(question, prepared.race, prepared);
      const status = end === 'finished' ? prepared.race.endOf(state) : (end ?? unfinished(before));
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
    const { end, state } = await fold(question, prepared.study, prepared);
    const status = end === 'finished' ? 'exhausted' : (end ?? unfinished(before));
    const code = reportedCode(question.usedOutcomes(), run.store.codes());
    const { input } = await concludeStudy(
      prepared,
      { question, status, state, code, command: options.command },
      { folder },
    );
    return { kind: 'study', status, input };
  } finally {
    run.store.flush();
    run.close();
  }
}
/** Folds what the log holds; the end is undefined where trials are missing that no budget left out. */
async function fold<State>(question: Question, plan: Plan<State>, { budget, failurePolicy }: PreparedRun) {
  const { end, state, isShort } = await runPlan({
    plan,
    question,
    executor: NO_EXECUTOR,
    budget: { ...budget, minutes: 0 },
    signal: new AbortController().signal,
    environment: describeEnvironment(),
    failurePolicy,
  });
  if (end === 'finished') return { state, end } as const;
  return { state, end: isShort ? ('budget' as const) : undefined };
}

/** A run that was killed says nothing of its end: it can go on like an interrupted one. */
function unfinished(before: string | undefined): 'budget' | 'interrupted' {
  return before === 'budget' ? 'budget' : 'interrupted';
}

/** A function is not in the log; it stands for itself in the identity. */
function isOfFunction({ header }: Question): boolean {
  return header.identityParts.trainer === JSON.stringify('function');
}

const neverCalled: TrainFunction = () => Number.NaN;

/** With the rule as it was: what came later stands at what was done before. */
function asRaced({ draft, ...source }: SourcedExperiment, { header }: Question): SourcedExperiment {
  const { tolerance: _, delta: __, ...race } = draft.race;
  const rule = ruleOfLog({ header }).settings as typeof race.rule;
  return { ...source, draft: { ...draft, race: { ...race, rule } } };
}

function ruleOfLog({ header }: Pick<Question, 'header'>): Rule {
  return loggedRule(header.plan.rule as JsonObject);
}

function sourceOf({ baseFolder, dataset: _, ...draft }: JsonObject): SourcedExperiment {
  // The log holds the experiment as it was read, checked and completed; those of earlier versions know no resources. What can be
  // said of its words was said when it was read.
  const written = { ranges: [], notices: [], leftOut: [] };
  return {
    draft: { resources: { retry: {} }, written, ...draft } as unknown as ExperimentDraft<DataSpec>,
    baseFolder: String(baseFolder),
  };
}

function readQuestion(folder: string, number: number | undefined) {
  const store = openRunLog(folder);
  try {
    const newest = store.newestQuestion()?.number;
    const { header, number: found } = findQuestion(store.questions(), number ?? newest);
    return { header, isNewest: found === newest };
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
