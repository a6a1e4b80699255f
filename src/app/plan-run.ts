/** @file Runs any prepared plan: opens its folder and log, trains its trials, and concludes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Candidate,
  type Executor,
  type FailurePolicy,
  InputError,
  isFailure,
  type JsonObject,
  type Outcome,
  type Plan,
  type ProgressEvent,
  type Question,
  type RunEvent,
  type RunHeader,
  type Store,
  type Trial,
} from '../core/index.js';
import type { Budget } from '../evidence/drive/index.js';
import { createMemoryStore } from '../evidence/log/index.js';
import type { TrialDemand } from '../experiment/index.js';
import type { EndStatus, ProgressFacts, ReportedCode } from '../report/index.js';
import { closeStretch, openStretch } from '../trainers/index.js';
import { discardArtifacts, keepArtifactsOf, NO_DEVICES } from '../work/here/index.js';
import { withCodeGuard } from './code-guard.js';
import { reportedCode, settleCode } from './code-history.js';
import { createExecutor } from './create-executor.js';
import { describeEnvironment } from './environment.js';
import { devicesHere } from './launch/machine.js';
import { runExtendable } from './live/extendable-run.js';
import { createSteering } from './live/steered-run.js';
import { checkingFirstOutcome } from './outcome-gate.js';
import { RUN_FILES } from './run-files.js';
import { type OpenRun, openRun } from './run-folder.js';
import { requireOpenFiles } from './run-limits.js';
import { createAnnouncer, createWarner, otherMachine } from './run-notices.js';
import { withSeedCheck } from './seed-check.js';
import type { ModelNeeds, TrainerBackend } from './trainer-backend.js';
import { absoluteAddress, checkAddress, shownAddress } from './workers/address.js';
import { type Coordination, type CoordinationNeeds, openCoordination } from './workers/coordination.js';
import { requireKey } from './workers/run-key.js';
import type { WorkersAt } from './workers/workers-at.js';

/** What the loop needs besides a plan. */
export interface PreparedRun {
  readonly header: RunHeader;
  readonly candidates: readonly Candidate[];
  readonly backend: TrainerBackend;
  readonly workers: number;
  /** What a trial takes of a machine. */
  readonly demand: TrialDemand;
  readonly budget: Budget;
  /** How much of what idle places train ahead may turn out not to be needed, as a share of the trials used. */
  readonly ahead?: number;
  readonly failurePolicy: FailurePolicy;
  /** What makes the same question again, with the experiment: its kind, how far it goes, its budget. */
  readonly request: JsonObject;
  /** What is allowed, but hardly meant. */
  readonly warnings?: readonly string[];
}

export interface PlanRunOptions {
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
  /** The run goes on, but not quite as the user may think. */
  | { readonly kind: 'warning'; readonly text: string };

/** A plan that has ended, by itself, by its budget or because somebody stopped it. */
export interface EndedPlan<State, Status = EndStatus> {
  readonly question: Question;
  readonly status: Status;
  readonly state: State;
  readonly needs: ModelNeeds;
  /** Of the trials that it used; undefined where none of the user's trained. */
  readonly code: ReportedCode | undefined;
  /** The command line that makes the same run again, as it came to be. */
  readonly command: string | undefined;
}

export interface PlanUse<State, Conclusion> {
  readonly plan: Plan<State>;
  /** For whoever watches. */
  readonly progress: ProgressFacts;
  /** How a run stands whose plan asks for nothing more, or was ended by a budget. */
  readonly statusOf: (state: State, isFinished: boolean) => EndStatus;
  /** Throws an InputError for completed trials that lack what the question asks for. */
  readonly check?: (outcomes: readonly Outcome[]) => void;
  /** Trials whose artifacts nobody will look at any more. */
  readonly discarded: (event: RunEvent, question: Question, store: Store) => readonly Trial[];
  /** Trials of the log whose artifacts somebody may look at. */
  readonly kept: (store: Store) => readonly Trial[];
  readonly conclude: (ended: EndedPlan<State>) => Promise<Conclusion>;
  /** Shows how far an interrupted run has come; nothing is concluded from it. */
  readonly showInterrupted?: (ended: EndedPlan<State, 'interrupted'>) => Promise<Conclusion>;
}

/** Of an interrupted run `conclusion` says how far it has come: the log is resumable and nothing was concluded. */
export type PlanOutcome<Conclusion> =
  | { readonly status: 'interrupted'; readonly conclusion: Conclusion | null }
  | { readonly status: EndStatus; readonly conclusion: Conclusion };

/** Disks take some hundred durable transactions a second: what arrives within this time shares one. */
const GROUP_MS = 5;

export async function runPrepared<State, Conclusion>(
  prepared: PreparedRun,
  use: PlanUse<State, Conclusion>,
  options: PlanRunOptions,
): Promise<PlanOutcome<Conclusion>> {
  const { folder, fresh = false, workersAt } = options;
  await prepared.backend.requireReady?.();
  requireOpenFiles(workersAt?.localPlaces ?? prepared.workers);
  if (workersAt !== undefined) await checkMeeting(workersAt);
  if (folder !== undefined) return runInFolder(prepared, use, openRun(folder, prepared.header, { fresh }), options);
  const artifactFolder = mkdtempSync(join(tmpdir(), 'surefoot-artifacts-'));
  const run = { store: createMemoryStore(prepared.header), resumed: false };
  try {
    return await runIn(prepared, use, run, artifactFolder, options);
  } finally {
    rmSync(artifactFolder, { recursive: true, force: true });
  }
}

/** Where the input turns out to be bad before anything was trained, the folder is left as it was. */
async function runInFolder<State, Conclusion>(
  prepared: PreparedRun,
  use: PlanUse<State, Conclusion>,
  run: OpenRun,
  options: PlanRunOptions,
): Promise<PlanOutcome<Conclusion>> {
  const before = run.store.outcomes().length;
  let isWorthless = false;
  try {
    // Absolute: trainers may work in other folders.
    return await runIn(prepared, use, run, resolve(run.folder, RUN_FILES.artifacts), options);
  } catch (error) {
    isWorthless = error instanceof InputError && run.store.outcomes().length === before;
    if (isWorthless) await keepArtifactsOf(resolve(run.folder, RUN_FILES.artifacts), () => use.kept(run.store));
    throw error;
  } finally {
    if (isWorthless) run.discard();
    else run.close();
  }
}

async function runIn<State, Conclusion>(
  prepared: PreparedRun,
  { plan, progress, statusOf, check, discarded, kept, conclude, showInterrupted }: PlanUse<State, Conclusion>,
  { store, resumed }: Pick<OpenRun, 'store' | 'resumed'>,
  artifactFolder: string,
  options: PlanRunOptions,
): Promise<PlanOutcome<Conclusion>> {
  const { backend, workers, demand, candidates, header, failurePolicy } = prepared;
  const { folder, onEvent, retryFailed = false, acceptChangedCode = false } = options;
  const environment = describeEnvironment();
  const question = store.ask({ header, request: { ...prepared.request, command: options.command ?? null } });
  check?.(question.outcomes());
  const there = question.outcomes().filter((outcome) => !isFailure(outcome)).length;
  const accepted = backend.code && settleCode(store, backend.code.watch, { isAccepted: acceptChangedCode, folder });
  onEvent({ kind: 'opened', resumed, folder: folder ?? null });
  const tell = (text: string) => onEvent({ kind: 'warning', text });
  const warn = createWarner(question, tell);
  const warnings = [accepted, ...(backend.code?.notices ?? []), ...(prepared.warnings ?? [])];
  for (const text of [...warnings, otherMachine(store, environment)]) if (text !== undefined) warn(text);
  const stretch = await openStretch(folder === undefined ? undefined : join(folder, RUN_FILES.mark), warn);
  // A machine that only leads needs none.
  const devices = options.workersAt === undefined ? devicesHere(demand.gpus) : NO_DEVICES;
  const needs = {
    workers,
    devices,
    candidates,
    experimentSeed: header.seed,
    artifactFolder,
    failurePolicy,
    stretch,
    warn,
  };
  const { signal, command } = options;
  const workersAt = options.workersAt && shownAddress(absoluteAddress(options.workersAt.address));
  const steered = { folder, store, question, prepared, facts: progress, signal, command, workersAt, tell };
  const steering = createSteering(steered);
  const tellOf = (event: ProgressEvent): void => {
    steering.take(event);
    onEvent(event);
  };
  const { training } = steering;
  const listening = { onEvent: tellOf, ...(training === undefined ? {} : { training }) };
  if (options.workersAt?.launch !== undefined) store.claim([RUN_FILES.workers]);
  const coordination = await coordinate(prepared, { ...needs, question, folder, onEvent: tellOf }, options);
  const own = () => createExecutor(backend, { ...needs, ...listening });
  const trained = guarded(prepared, coordination?.executor ?? own(), store, warn);
  const executor = checkingSeeds(prepared, checkingFirstOutcome(trained, check), question, artifactFolder, warn);
  const discards: Promise<void>[] = [];
  const announce = createAnnouncer(there, (atLeast) => onEvent({ kind: 'evidence', there, atLeast }));
  try {
    const running = {
      plan,
      question,
      executor,
      signal: steering.signal,
      environment,
      failurePolicy,
      retryFailed,
      ahead: prepared.ahead,
      groupMs: folder === undefined ? 0 : GROUP_MS,
      onEvent: (event: RunEvent) => {
        announce(event);
        const trials = discarded(event, question, store);
        if (trials.length > 0) discards.push(discardArtifacts(artifactFolder, trials));
        tellOf(event);
      },
    };
    const summary = await runExtendable(running, steering.control);
    await Promise.all(discards);
    const { end, state } = summary;
    if (end !== 'interrupted') await coordination?.end();
    const concludeRun = async (): Promise<PlanOutcome<Conclusion>> => {
      const used = question.usedOutcomes();
      const code = reportedCode(used, store.codes());
      const ended = { question, state, needs, code, command: steering.command() };
      if (end === 'interrupted') {
        const conclusion = used.length === 0 ? undefined : await showInterrupted?.({ ...ended, status: end });
        return { status: end, conclusion: conclusion ?? null };
      }
      const status = statusOf(state, end === 'finished');
      if (status === 'budget') tellOfLargerAnswer(question, used.length, tell);
      return { status, conclusion: await conclude({ ...ended, status }) };
    };
    const outcome = await concludeRun();
    // Who may still be chosen is known now. Trials that were killed or dropped on the way, of this stretch or the one
    // before, have left folders too.
    if (stretch.followsKill || summary.trialsTrained > 0 || end === 'interrupted') {
      await keepArtifactsOf(artifactFolder, () => kept(store));
    }
    store.flush();
    steering.end(outcome.status);
    return outcome;
  } catch (error) {
    steering.fail(error);
    throw error;
  } finally {
    await executor.close();
    await coordination?.leave();
    await closeStretch(stretch);
  }
}

/** A budget below what was used before takes the place of an answer that rests on more. */
function tellOfLargerAnswer(question: Question, used: number, tell: (text: string) => void): void {
  const before = Number(question.conclusion()?.content.trials ?? 0);
  if (before <= used) return;
  tell(
    `the answer before rested on ${before} trials, and this budget allows ${used} of them: the files hold the smaller answer now. ` +
      'The same command with a larger budget, or with none, has the other one again',
  );
}

/** @throws InputError where run and workers cannot meet. */
async function checkMeeting({ address, access = {}, launch }: WorkersAt): Promise<void> {
  await launch?.check();
  if (launch?.meetsInRunFolder !== true) await checkAddress(address, access);
  requireKey(access);
}

/** Undefined where places of this process train. */
async function coordinate(
  { header, candidates, backend, demand, failurePolicy }: PreparedRun,
  needs: Omit<CoordinationNeeds, 'at' | 'header' | 'candidates' | 'backend' | 'demand' | 'failurePolicy'>,
  { workersAt: at }: PlanRunOptions,
): Promise<Coordination | undefined> {
  if (at === undefined) return undefined;
  try {
    return await openCoordination({ ...needs, at, header, candidates, backend, demand, failurePolicy });
  } catch (error) {
    await closeStretch(needs.stretch);
    throw error;
  }
}

/** Code that changes while it is trained with ends the run. */
function guarded(
  { backend: { code } }: PreparedRun,
  executor: Executor,
  store: Store,
  warn: (text: string, kind: string) => void,
): Executor {
  if (code === undefined) return executor;
  const onOtherVersions = (differences: readonly string[]) => {
    warn(`the run goes on with other versions (${differences.join('; ')}): losses may differ`, 'environment');
  };
  return withCodeGuard(executor, { code, store, onOtherVersions });
}

/** A trainer that cannot be trusted with its seeds is found out in the first round of a run. */
function checkingSeeds(
  { backend }: PreparedRun,
  executor: Executor,
  question: Question,
  artifactFolder: string,
  warn: (text: string) => void,
): Executor {
  if (backend.checksSeeds !== true || question.outcomes().length > 0) return executor;
  return withSeedCheck(executor, artifactFolder, warn);
}
