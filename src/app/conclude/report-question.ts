/**
 * @file Answers a question of a run folder again from its log, and writes its files: nothing is trained. Of a run that goes on, whose
 * files are not ours to write, it shows how far it has come. And it compares the races of several folders.
 */
import { basename, dirname, resolve } from 'node:path';
import {
  askedHeader,
  InputError,
  inputError,
  isTrainedByOwn,
  type JsonObject,
  type Question,
} from '../../core/index.js';
import {
  buildCompareView,
  type ComparedRun,
  type CompareView,
  hasNotEnded,
  type RaceReport,
  type Report,
} from '../../report/index.js';
import { openLogged } from '../ask/create-backend.js';
import { requireBuiltInParts } from '../ask/custom-parts.js';
import type { FindingBackend } from '../ask/trainer-backend.js';
import { answerFilesOf, type Missing, renderQuestionPage, requireOwnNames } from '../folder/answer-folder.js';
import { makeFolder, writeGivenFile } from '../folder/files.js';
import { otherEngineIn, questionOf, readRunLog } from '../folder/logged-run.js';
import { RUN_FILES } from '../folder/run-files.js';
import { type OpenRun, openRun } from '../folder/run-folder.js';
import type { PlannedQuestion, Position } from '../questions/question-kind.js';
import { questionNamed } from '../questions/questions.js';
import { type Concluded, conclude } from './conclude.js';
import { followQuestion } from './logged-question.js';

interface ReportedQuestion {
  readonly report: Report;
  /** `folder`: all files of the question, in the run folder. `page`: report.html alone, where it was asked for. */
  readonly written: 'folder' | 'page' | 'nothing';
  /** What could not be made or written. */
  readonly missing: readonly Missing[];
}

interface ReportOptions {
  readonly page?: string;
  readonly onlyLook?: boolean;
  /** Hears the claim before it is written anywhere. */
  readonly onClaim?: (claim: Report) => void;
}

/**
 * Without a number the question that was asked last. The newest of its kind has the plain names, an earlier one those with its number
 * (`report-1.html`), so that no answer takes the place of another; what was asked last stays so. With `page`, only that file is written, with `onlyLook` none, and the run
 * folder is left as it is. A run that goes on in another process is only looked at.
 * @throws InputError for a folder without a run, a question that was not asked, where data are needed and not there any more, and where the
 * rule or criterion was the program's own.
 */
export async function reportQuestion(
  folder: string,
  number?: number,
  { page, onlyLook = page !== undefined, onClaim }: ReportOptions = {},
): Promise<ReportedQuestion> {
  const { header, isNewest } = readQuestion(folder, number);
  // What a later version asked is refused before anything is opened to be written.
  questionNamed(header.plan.kind);
  requireBuiltInParts(header);
  const run = openUnlessBusy(folder, header);
  if (run !== undefined && !onlyLook) {
    const { report, missing } = await reportInFolder(run, folder, number, onClaim);
    return { report, missing, written: 'folder' };
  }
  run?.discard();
  const report = lookAt(folder, number, run === undefined && isNewest);
  if (page === undefined) return { report, missing: [], written: 'nothing' };
  makeFolder(dirname(resolve(page)));
  writeGivenFile(page, await renderQuestionPage(report));
  return { report, missing: [], written: 'page' };
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
  return readRunLog(folder, (store) => {
    const question = questionOf(store, number ?? store.newestQuestion()?.number);
    return followQuestion(store, question, folder).report(isRunning);
  });
}

async function reportInFolder(
  run: OpenRun,
  folder: string,
  number: number | undefined,
  onClaim: ReportOptions['onClaim'],
): Promise<Concluded<PlannedQuestion>> {
  let concluded: Concluded<PlannedQuestion> | undefined;
  try {
    const question = questionOf(run.store, number ?? run.store.newestQuestion()?.number);
    requireOwnNames(run, answerFilesOf(run.store, question));
    const header = askedHeader(question.header, question.joined());
    const { command, ...request } = question.request;
    const { planned, follow } = followQuestion(run.store, question, folder);
    const { position, kept } = follow(false);
    const { candidates } = question.header;
    const asked = { planned, candidates, header, request, backend: await backendFor(folder, position, kept) };
    const needs = {
      experimentSeed: header.seed,
      artifactFolder: resolve(folder, RUN_FILES.artifacts),
      otherEngine: otherEngineIn(run.store),
      warn: (text: string) => question.notice('warning', text),
    };
    const place = { into: run, onClaim, ...(typeof command === 'string' ? { command } : {}) };
    concluded = await conclude(asked, position, needs, place);
    return concluded;
  } finally {
    run.store.flush();
    run.close(concluded?.keep);
  }
}

/**
 * What is still to be found of a question: its model, and what no conclusion has kept. Of a trainer of the user's own that is at most what
 * its data tell.
 */
async function backendFor(
  folder: string,
  { question: { header }, status }: Position,
  kept: JsonObject | undefined,
): Promise<FindingBackend> {
  if (hasNotEnded(status)) return {};
  return kept !== undefined && isTrainedByOwn(header) ? {} : openLogged(header, folder);
}

function readQuestion(folder: string, number: number | undefined) {
  return readRunLog(folder, (store) => {
    const newest = store.newestQuestion()?.number;
    const { header, number: found } = questionOf(store, number ?? newest);
    return { header, isNewest: found === newest };
  });
}

/** The newest race of each folder; the first run is what the others are compared with. @throws InputError */
export async function compareRuns(folders: readonly string[]): Promise<CompareView> {
  if (folders.length < 2) {
    throw inputError`one-run: --compare has ${folders.length} run folder.
      Allowed: two run folders or more
      Fix: Name them one after the other: surefoot report --compare runs/first runs/second`;
  }
  const names = namesOf(folders);
  const runs: ComparedRun[] = [];
  // One after the other: a log may be large.
  for (const [place, folder] of folders.entries()) runs.push(await readRace(folder, names[place] as string));
  return buildCompareView(runs);
}

/** The last part of each path, or as much of it as tells them apart. */
function namesOf(folders: readonly string[]): string[] {
  const last = folders.map((folder) => basename(resolve(folder)));
  return folders.map((folder, place) => {
    const own = last[place] as string;
    return last.filter((name) => name === own).length === 1 ? own : folder;
  });
}

/** Reads only. */
async function readRace(folder: string, name: string): Promise<ComparedRun> {
  const { report } = await reportQuestion(folder, newestRace(folder), { onlyLook: true });
  const { view } = report as RaceReport;
  return { name, input: view.input, view };
}

function newestRace(folder: string): number {
  const race = readRunLog(folder, (store) => store.newestQuestion('race')?.number);
  if (race !== undefined) return race;
  throw inputError`no-race-to-compare: No race was asked of ${folder}.
    Allowed: run folders of surefoot select
    Fix: Leave it out, or list its questions: surefoot status <run>`;
}
