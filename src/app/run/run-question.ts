/** @file Runs any prepared question: opens its folder and log, trains its trials, and concludes. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  defined,
  type Executor,
  InputError,
  isFailure,
  type ProgressEvent,
  type Question,
  type RunEvent,
  type Store,
  type Trial,
} from '../../core/index.js';
import { type Budget, runPlan } from '../../evidence/drive/index.js';
import { createMemoryStore, makeProcessFolder } from '../../evidence/log/index.js';
import type { PrintedAnswer, QuestionEnd, QuestionStatus } from '../../report/index.js';
import { closeStretch, openStretch } from '../../trainers/index.js';
import { discardArtifacts, keepArtifactsOf, modelLookup, NO_DEVICES, noFolder } from '../../work/here/index.js';
import { transportAt } from '../../work/transports/index.js';
import { takeOver } from '../ask/found/evidence.js';
import { gpusHere } from '../ask/limits.js';
import { isBeside, retrainingWithin } from '../ask/trained-beside.js';
import { type Concluded, conclude } from '../conclude/conclude.js';
import { environmentHere } from '../environment.js';
import { missingReason } from '../folder/answer-folder.js';
import { reportedCode, settleCode } from '../folder/code-history.js';
import { RUN_FILES } from '../folder/run-files.js';
import { type OpenRun, openRun } from '../folder/run-folder.js';
import { trialsOfInterest } from '../questions/kept-artifacts.js';
import type { PlannedQuestion, Prepared } from '../questions/question-kind.js';
import { tracedRace } from '../trace.js';
import { type Coordination, type CoordinationNeeds, openCoordination } from '../workers/coordination.js';
import { createExecutor } from '../workers/create-executor.js';
import type { WorkersAt } from '../workers/launched-executor.js';
import { withCodeGuard, withOutcomeGate } from '../workers/outcome-gate.js';
import { requireKey } from '../workers/run-key.js';
import { LiveRun } from './live-run.js';
import { createAnnouncer, createFirstLook, createWarner, missingPredictions, otherMachine } from './run-notices.js';
import { chargedForSeeds, withSeedCheck } from './seed-check.js';

export interface RunQuestionOptions {
  /** The run folder; without one the log is in memory and no file is left. */
  readonly folder?: string;
  readonly fresh?: boolean;
  /** Train failed trials again, and make the decisions that rest on them again. */
  readonly retryFailed?: boolean;
  /** Go on though the trainer's code is not the one that finished trials were trained with; the log says so. */
  readonly acceptChangedCode?: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: PlanRunEvent) => void;
  /** The command line that makes the same run again. */
  readonly command?: string;
  /** Trials are trained by the workers that are there; by places of this process alone without it. */
  readonly workersAt?: WorkersAt;
}

/** What a progress display listens to. */
export type PlanRunEvent =
  | ProgressEvent
  | { readonly kind: 'opened'; readonly resumed: boolean; readonly folder: string | null }
  /** Some of what is asked for must be trained; `there`: trials of its candidates that the folder holds already. */
  | { readonly kind: 'evidence'; readonly there: number; readonly atLeast: number }
  /** What it will take, and what it can tell with that, before anything is trained. */
  | { readonly kind: 'forecast'; readonly text: string }
  /** It has its answer: told before anything of it is written, and before its model and its page are made. */
  | { readonly kind: 'claimed'; readonly answer: PrintedAnswer }
  /** The run goes on, but not quite as the user may think. */
  | { readonly kind: 'warning'; readonly text: string };

/** Of an interrupted run `concluded` says how far it has come: the log is resumable and nothing was concluded. */
type EndedQuestion<Planned extends PlannedQuestion> =
  | { readonly status: 'interrupted'; readonly concluded: Concluded<Planned> | null }
  | { readonly status: QuestionEnd; readonly concluded: Concluded<Planned> };

/** Disks take some hundred durable transactions a second: what arrives within this time shares one. */
const GROUP_MS = 5;

export async function runQuestion<Planned extends PlannedQuestion>(
  prepared: Prepared<Planned>,
  options: RunQuestionOptions,
): Promise<EndedQuestion<Planned>> {
  const { folder, fresh = false, workersAt } = options;
  await prepared.backend.requireReady?.();
  if (workersAt !== undefined) await checkMeeting(workersAt);
  if (folder !== undefined) return runInFolder(prepared, openRun(folder, prepared.header, { fresh }), options);
  const artifactFolder = temporaryFolder();
  const run = { store: createMemoryStore(prepared.header), resumed: false };
  try {
    return await runIn(prepared, run, artifactFolder, options);
  } finally {
    rmSync(artifactFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function temporaryFolder(): string {
  try {
    return makeProcessFolder('artifacts');
  } catch (error) {
    throw noFolder(tmpdir(), error);
  }
}

/** Where the input turns out to be bad before anything was trained, the folder is left as it was. */
async function runInFolder<Planned extends PlannedQuestion>(
  prepared: Prepared<Planned>,
  run: OpenRun,
  options: RunQuestionOptions,
): Promise<EndedQuestion<Planned>> {
  const before = run.store.outcomes().length;
  let ended: EndedQuestion<Planned> | undefined;
  let isWorthless = false;
  try {
    // Absolute: trainers may work in other folders.
    ended = await runIn(prepared, run, resolve(run.folder, RUN_FILES.artifacts), options);
    return ended;
  } catch (error) {
    isWorthless = error instanceof InputError && run.store.outcomes().length === before;
    if (isWorthless) await keepArtifactsOf(resolve(run.folder, RUN_FILES.artifacts), () => trialsOfInterest(run.store));
    throw error;
  } finally {
    if (isWorthless) run.discard();
    else run.close(ended?.concluded?.keep);
  }
}

async function runIn<Planned extends PlannedQuestion>(
  prepared: Prepared<Planned>,
  run: Pick<OpenRun, 'store' | 'resumed'>,
  artifactFolder: string,
  options: RunQuestionOptions,
): Promise<EndedQuestion<Planned>> {
  const { planned, budget, failurePolicy, ahead } = prepared;
  const { folder, onEvent, signal, retryFailed = false } = options;
  const { store } = run;
  const asked = ask(prepared, run, options);
  const { question, there, seedCheck, environment, tell } = asked;
  const { executor, coordination, live, listen, needs } = await openTraining(
    prepared,
    store,
    artifactFolder,
    asked,
    options,
  );
  const announce = createAnnouncer(there, (atLeast) => onEvent({ kind: 'evidence', there, atLeast }));
  const files = removal(artifactFolder, tell);
  try {
    const summary = await runPlan({
      plan: tracedRace(planned.plan, question),
      ...{ question, executor, budget, signal, environment, failurePolicy, retryFailed, ahead },
      besides: seedCheck,
      groupMs: folder === undefined ? 0 : GROUP_MS,
      onEvent: (event: RunEvent) => {
        announce(event);
        files.remove(planned.discarded(event, question, store));
        listen(event);
      },
    });
    await files.removed();
    const { end, stoppedBy } = summary;
    if (end !== 'interrupted') await coordination?.end();
    const ended = await concludeRun(prepared, summary, { ...asked, store, needs }, options);
    if (stoppedBy !== undefined) throw stoppedBy;
    // It is known now which candidates may still be chosen. Trials that were killed or dropped on the way, of this stretch or the one
    // before, have left folders too.
    if (needs.stretch.followsKill || summary.trialsTrained > 0 || end === 'interrupted') {
      await keepArtifactsOf(artifactFolder, () => trialsOfInterest(store)).catch(files.notRemoved);
    }
    store.flush();
    live?.end(ended.status);
    return ended;
  } catch (error) {
    live?.fail(error);
    throw error;
  } finally {
    await executor.close();
    await coordination?.leave();
    await closeStretch(needs.stretch);
  }
}

/** Asks it of the log, and says what is to be known before anything is trained. */
function ask(
  prepared: Prepared,
  { store, resumed }: Pick<OpenRun, 'store' | 'resumed'>,
  { folder, onEvent, acceptChangedCode = false, command }: RunQuestionOptions,
) {
  const { planned, backend, header } = prepared;
  const environment = environmentHere();
  const seedCheck = chargedForSeeds(prepared);
  const request = { ...prepared.request, ...defined({ seedCheck }), command: command ?? null };
  const question = store.ask({ header, request });
  for (const evidence of prepared.evidence ?? []) takeOver(store, question, evidence);
  planned.attach?.(question, (text) => warn(text));
  planned.check(question.outcomes());
  const there = question.outcomes().filter((outcome) => !isFailure(outcome) && !isBeside(outcome.trial)).length;
  const accepted = backend.code && settleCode(store, backend.code, { isAccepted: acceptChangedCode, folder });
  onEvent({ kind: 'opened', resumed, folder: folder ?? null });
  const tell = (text: string) => onEvent({ kind: 'warning', text });
  for (const text of prepared.forecasts) onEvent({ kind: 'forecast', text });
  const warn = createWarner(question, tell);
  const warnings = [accepted, ...(backend.code?.notices ?? []), ...prepared.warnings];
  for (const text of [...warnings, otherMachine(store, environment)]) if (text !== undefined) warn(text);
  return { question, there, seedCheck, environment, tell, warn };
}

type Asked = ReturnType<typeof ask>;

/** What trains for it, here or elsewhere, and what hears of that; `needs` is what models need, too. */
async function openTraining(
  prepared: Prepared,
  store: Store,
  artifactFolder: string,
  { question, seedCheck, warn }: Asked,
  options: RunQuestionOptions,
) {
  const { planned, backend, workers, demand, candidates, header, failurePolicy, predictionsFrom } = prepared;
  const { folder, onEvent } = options;
  const stretch = await openStretch(folder === undefined ? undefined : join(folder, RUN_FILES.mark), warn);
  const needs = {
    ...{ workers, candidates, artifactFolder, failurePolicy, stretch, warn, experimentSeed: header.seed },
    // A machine that only leads needs none.
    devices: options.workersAt === undefined ? gpusHere(demand.gpus).shares : NO_DEVICES,
    // A log that is there has the last word.
    threads: store.head.threads,
    ...defined({ predictionsFrom, score: planned.score }),
  };
  const workersAt = options.workersAt && shownInEveryFolder(options.workersAt.address);
  const { budget, progress: facts } = prepared;
  // One that is in memory alone is watched by its caller.
  const live = folder === undefined ? undefined : new LiveRun({ folder, store, question, facts, budget, workersAt });
  const listen = (event: ProgressEvent): void => {
    live?.take(event);
    onEvent(event);
  };
  if (options.workersAt?.launch !== undefined) store.claim([RUN_FILES.workers]);
  const coordination = await coordinate(prepared, { ...needs, question, folder, onEvent: listen }, options);
  const own = () => createExecutor(backend, { ...needs, onEvent: listen, ...defined({ training: live?.training }) });
  const trained = guarded(prepared, coordination?.executor ?? own(), store, warn);
  const checked = withOutcomeGate(
    trained,
    createFirstLook((outcomes) => planned.check(outcomes), warn, modelByTrial(prepared)),
  );
  const executor =
    seedCheck === undefined ? checked : withSeedCheck(checked, artifactFolder, { question, store, warn });
  return { executor, coordination, live, listen, needs };
}

/** Files of trainings that are of no use any more, removed while others are trained; what cannot be is said once. */
function removal(artifactFolder: string, tell: (text: string) => void) {
  const removals: Promise<void>[] = [];
  let isTold = false;
  const notRemoved = (error: unknown): void => {
    if (!isTold) tell(`files of trainings that are of no use any more could not be removed: ${missingReason(error)}`);
    isTold = true;
  };
  return {
    notRemoved,
    remove: (trials: readonly Trial[]) => {
      if (trials.length > 0) removals.push(discardArtifacts(artifactFolder, trials).catch(notRemoved));
    },
    removed: () => Promise.all(removals),
  };
}

interface RunToConclude extends Asked {
  readonly store: Store;
  readonly needs: Awaited<ReturnType<typeof openTraining>>['needs'];
}

/** Of one that an error has stopped what is known so far. */
async function concludeRun<Planned extends PlannedQuestion>(
  prepared: Prepared<Planned>,
  { end, state, left, stoppedBy }: Awaited<ReturnType<typeof runPlan>>,
  { question, store, needs, tell, warn }: RunToConclude,
  { folder, command, onEvent }: RunQuestionOptions,
): Promise<EndedQuestion<Planned>> {
  const used = question.usedOutcomes();
  const status = end === 'interrupted' ? end : prepared.planned.endOf(state, end === 'finished');
  if (status === 'budget') tellOfLargerAnswer(question, used.length, tell);
  const missing = end === 'interrupted' ? undefined : missingPredictions(prepared, used);
  if (missing !== undefined) warn(missing);
  const refused = () => warn(noModelWithin(prepared.budget, folder));
  const concluding = { ...needs, retraining: retrainingWithin({ question, store }, left, refused) };
  const onClaim = (answer: PrintedAnswer) => onEvent({ kind: 'claimed', answer });
  const concludeAs = (ended: QuestionStatus) => {
    const code = reportedCode(used, store.codes());
    const position = { question, status: ended, state, decisions: question.usedDecisions(), code };
    const into = folder === undefined ? undefined : { folder, store };
    return conclude(prepared, position, concluding, { into, command, onClaim });
  };
  if (stoppedBy !== undefined) {
    const concluded = await concludeAs('interrupted');
    onClaim(concluded.report);
    return { status: 'interrupted', concluded };
  }
  if (status !== 'interrupted') return { status, concluded: await concludeAs(status) };
  return { status, concluded: used.length === 0 ? null : await concludeAs(status) };
}

/** A budget below what was used before takes the place of an answer that rests on more. */
function tellOfLargerAnswer(question: Question, used: number, tell: (text: string) => void): void {
  const before = Number(question.conclusion()?.content.trials ?? 0);
  if (before <= used) return;
  tell(
    `the earlier answer rested on ${before} trainings, but this budget allows ${used} of them: the files now hold the smaller answer. ` +
      'The same command with a larger budget, or none, brings the other back',
  );
}

/** Weights that are not kept are trained again, which a budget is charged for as for any training. */
function noModelWithin({ trials }: Budget, folder: string | undefined): string {
  const make = folder === undefined ? '' : `\`surefoot export ${folder}\` makes the model all the same; `;
  return (
    `the budget of ${trials} trainings is used up, and trainings of the winner whose weights are not kept would have to be made again: ` +
    `what needs them is left out. ${make}the same command with a larger budget does all of it`
  );
}

/** @throws InputError where run and workers cannot meet. */
async function checkMeeting({ address, access = {}, launch }: WorkersAt): Promise<void> {
  await launch?.check();
  if (launch?.meetsInRunFolder !== true) await transportAt(address).check(address, access);
  requireKey(access);
}

function shownInEveryFolder(address: string): string {
  const { absolute, shown } = transportAt(address);
  return shown(absolute(address));
}

/** Undefined where places of this process train. */
async function coordinate(
  { header, candidates, backend, demand, failurePolicy }: Prepared,
  needs: Omit<CoordinationNeeds, 'at' | 'header' | 'candidates' | 'backend' | 'demand' | 'failurePolicy'>,
  { workersAt: at }: RunQuestionOptions,
): Promise<Coordination | undefined> {
  if (at === undefined) return undefined;
  try {
    return await openCoordination({ ...needs, at, header, candidates, backend, demand, failurePolicy });
  } catch (error) {
    await closeStretch(needs.stretch);
    throw error;
  }
}

/** The name of its model; the same for all where one trainer has all of them. */
function modelByTrial({ backend: { parts }, candidates }: Prepared): (trial: Trial) => string {
  return parts === undefined ? () => '' : modelLookup(candidates);
}

/** Code that changes while it is trained with ends the run. */
function guarded(
  { backend: { code }, candidates }: Prepared,
  executor: Executor,
  store: Store,
  warn: (text: string, kind: string) => void,
): Executor {
  if (code === undefined) return executor;
  return withCodeGuard(executor, code, store, candidates, (differences) =>
    warn(`the run goes on with other versions (${differences.join('; ')}): losses may differ`, 'environment'),
  );
}
