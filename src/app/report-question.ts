/**
 * @file Answers a question of a run folder again from its log: nothing is trained, and its files lie on top. Of a run that goes
 * on, whose files are not ours to write, it shows how far it has come.
 */
import { dirname, resolve } from 'node:path';
import { askedHeader, type Executor, InputError, isOfFunction, type Question } from '../core/index.js';
import { runPlan } from '../evidence/drive/index.js';
import type { Report } from '../report/index.js';
import type { TrainFunction } from '../trainers/index.js';
import { reportedCode } from './code-history.js';
import { type Concluded, conclude } from './conclude.js';
import { requireBuiltInParts } from './custom-parts.js';
import { environmentHere } from './environment.js';
import { loggedExperiment } from './experiment-source.js';
import { writeGivenFile } from './given-file.js';
import { followQuestion, unfinished } from './logged-question.js';
import { openRunLog, questionOf } from './logged-run.js';
import { otherEngineIn } from './other-engine.js';
import { makeFolder } from './own-files.js';
import { renderQuestionPage } from './pages.js';
import { prepare } from './prepare.js';
import type { PlannedQuestion, Prepared } from './question-kind.js';
import { questionNamed } from './questions.js';
import { RUN_FILES } from './run-files.js';
import { type OpenRun, openRun } from './run-folder.js';

interface ReportedQuestion {
  readonly report: Report;
  /** `folder`: all files of the question, in the run folder. `page`: report.html alone, where it was asked for. */
  readonly written: 'folder' | 'page' | 'nothing';
}

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
  // What a later version asked is refused before anything is opened to be written.
  questionNamed(header.plan.kind);
  requireBuiltInParts(header);
  const run = openUnlessBusy(folder, header);
  if (run !== undefined && !onlyLook) return { report: await reportInFolder(run, folder, number), written: 'folder' };
  run?.discard();
  const report = lookAt(folder, number, run === undefined && isNewest);
  if (page === undefined) return { report, written: 'nothing' };
  makeFolder(dirname(resolve(page)));
  writeGivenFile(page, await renderQuestionPage(report));
  return { report, written: 'page' };
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
function lookAt(folder: string, number: number | undefined, isRunning: boolean): Report {
  const store = openRunLog(folder);
  try {
    const question = questionOf(store, number ?? store.newestQuestion()?.number);
    return followQuestion(store, question, folder).report(isRunning);
  } finally {
    store.close();
  }
}

async function reportInFolder(run: OpenRun, folder: string, number: number | undefined): Promise<Report> {
  let concluded: Concluded<PlannedQuestion> | undefined;
  try {
    const question = questionOf(run.store, number ?? run.store.newestQuestion()?.number);
    const { salt = '', threads } = run.store.head;
    const known = { ids: run.store.knownIds(), salt, threads, isNew: false };
    const { header, request } = question;
    run.store.ask({ header: askedHeader(header, question.joined()), request });
    const command = typeof request.command === 'string' ? request.command : undefined;
    const kind = questionNamed(header.plan.kind);
    const { source, asked } = kind.again(loggedExperiment(header.experiment), question);
    const prepareWith = (train?: TrainFunction) => prepare(kind, source, asked, { known, train });
    const prepared = await (isOfFunction(question.header)
      ? prepareWith(neverCalled)
      : prepareWith().catch((error: unknown) => {
          if (isTrainerGone(error)) return prepareWith(neverCalled);
          throw error;
        }));
    const { state, status } = await fold(question, prepared);
    const code = reportedCode(question.usedOutcomes(), run.store.codes());
    const position = { question, status, state, decisions: question.usedDecisions(), code };
    const needs = {
      experimentSeed: header.seed,
      artifactFolder: resolve(folder, RUN_FILES.artifacts),
      otherEngine: otherEngineIn(run.store),
      warn: (text: string) => question.notice('warning', text),
    };
    concluded = await conclude(prepared, position, needs, { into: run, command });
    return concluded.report;
  } finally {
    run.store.flush();
    run.close(concluded?.keep);
  }
}

/** Folds what the log holds: trials may be missing that no budget left out. */
async function fold(question: Question, { planned, budget, failurePolicy }: Prepared) {
  planned.attach?.(question);
  const { end, state, isShort } = await runPlan({
    plan: planned.plan,
    question,
    executor: NO_EXECUTOR,
    budget: { ...budget, minutes: 0 },
    signal: new AbortController().signal,
    environment: environmentHere(),
    failurePolicy,
  });
  const status = end === 'finished' ? planned.endOf(state, true) : unfinished(question, false, isShort);
  return { state, status };
}

/** Of the user's own: its program or module is not here. Nobody trains, so that nothing is missed. */
function isTrainerGone(error: unknown): boolean {
  return error instanceof InputError && TRAINER_GONE.includes(error.code);
}

const TRAINER_GONE = ['command-not-found', 'command-not-executable', 'trainer-module-unreadable'];

const neverCalled: TrainFunction = () => Number.NaN;

function readQuestion(folder: string, number: number | undefined) {
  const store = openRunLog(folder);
  try {
    const newest = store.newestQuestion()?.number;
    const { header, number: found } = questionOf(store, number ?? newest);
    return { header, isNewest: found === newest };
  } finally {
    store.close();
  }
}
