/** @file A prepared race, run to its end or to the end of its budget, and what comes out of it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Decision, type Executor, isFailure, type JsonObject, type Store, type Trial } from '../core/index.js';
import { discardArtifacts, type ProgressEvent, type RunStatus, runPlan } from '../execution/index.js';
import type { ReportView, Result } from '../report/index.js';
import { createMemoryStore } from '../store/index.js';
import { killRun } from '../trainers/index.js';
import { concludeRace } from './conclude-race.js';
import { describeEnvironment, differencesThatMatter } from './environment.js';
import type { PreparedRace } from './prepare-race.js';
import { type OpenRun, openRun, RUN_FILES } from './run-folder.js';
import { withSeedCheck } from './seed-check.js';

export interface RaceRunOptions {
  /** The run folder; without one the log is in memory and no file is left. */
  readonly folder?: string;
  readonly fresh?: boolean;
  /** Train failed trials again, and make the decisions that rest on them again. */
  readonly retryFailed?: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RaceEvent) => void;
  /** The command line that makes the same run again. */
  readonly command?: string;
}

/** What a progress display listens to. */
export type RaceEvent =
  | ProgressEvent
  | { readonly kind: 'opened'; readonly resumed: boolean; readonly folder: string | null }
  /** The run goes on, but not quite as the user may think. */
  | { readonly kind: 'warning'; readonly text: string };

export interface RaceOutcome {
  readonly status: RunStatus;
  /** Null when interrupted: the log is resumable and nothing was concluded. */
  readonly result: Result | null;
  readonly view: ReportView | null;
  readonly model: Uint8Array | null;
}

export async function runRace(prepared: PreparedRace, options: RaceRunOptions): Promise<RaceOutcome> {
  const { folder, fresh = false } = options;
  if (folder !== undefined) {
    const run = openRun(folder, prepared.header, { fresh });
    try {
      return await runIn(prepared, run, join(folder, RUN_FILES.artifacts), options);
    } finally {
      run.close();
    }
  }
  const artifactFolder = mkdtempSync(join(tmpdir(), 'surefoot-artifacts-'));
  try {
    return await runIn(
      prepared,
      { store: createMemoryStore(prepared.header), resumed: false, mark: randomUUID() },
      artifactFolder,
      options,
    );
  } finally {
    rmSync(artifactFolder, { recursive: true, force: true });
  }
}

async function runIn(
  prepared: PreparedRace,
  { store, resumed, mark }: Pick<OpenRun, 'store' | 'resumed' | 'mark'>,
  artifactFolder: string,
  options: RaceRunOptions,
): Promise<RaceOutcome> {
  const { race, backend, workers, candidates, header, budget, failurePolicy } = prepared;
  const { folder, signal, onEvent, retryFailed = false } = options;
  const environment = describeEnvironment();
  onEvent({ kind: 'opened', resumed, folder: folder ?? null });
  warnOfOtherMachine(store, environment, onEvent);
  // A run that was killed may have left commands that it started.
  if (resumed) await killRun(mark);
  const needs = { workers, candidates, experimentSeed: header.seed, artifactFolder, failurePolicy, runMark: mark };
  const executor = checkingSeeds(
    prepared,
    backend.createExecutor({ ...needs, onEvent }),
    store,
    artifactFolder,
    onEvent,
  );
  const discards: Promise<void>[] = [];
  try {
    const summary = await runPlan({
      ...{ plan: race, store, executor, budget, signal, environment, failurePolicy, retryFailed },
      onEvent: (event) => {
        if (event.kind === 'decision' && !event.replayed) {
          discards.push(discardArtifacts(artifactFolder, trialsOfEliminated(store, event.decision)));
        }
        onEvent(event);
      },
    });
    await Promise.all(discards);
    if (summary.status === 'interrupted') return { status: 'interrupted', result: null, view: null, model: null };
    const { status, state } = summary;
    return { status, ...(await concludeRace(prepared, store, { status, state }, needs, options)) };
  } finally {
    await executor.close();
    await killRun(mark);
  }
}

/** A trainer that cannot be trusted with its seeds is found out in the first round of a run. */
function checkingSeeds(
  { backend }: PreparedRace,
  executor: Executor,
  store: Store,
  artifactFolder: string,
  onEvent: (event: RaceEvent) => void,
): Executor {
  if (backend.checksSeeds !== true || store.outcomes().length > 0) return executor;
  return withSeedCheck(executor, artifactFolder, (text) => onEvent({ kind: 'warning', text }));
}

/** What failed trials left is kept: it says why they failed. */
function trialsOfEliminated(store: Store, { eliminated }: Decision): Trial[] {
  const left = new Set(eliminated);
  return store
    .outcomes()
    .flatMap((outcome) => (left.has(outcome.trial.candidate) && !isFailure(outcome) ? [outcome.trial] : []));
}

function warnOfOtherMachine(store: Store, now: JsonObject, onEvent: (event: RaceEvent) => void): void {
  const before = store.stretches().at(-1)?.environment;
  if (before === undefined) return;
  const differences = differencesThatMatter(before, now);
  if (differences.length === 0) return;
  onEvent({
    kind: 'warning',
    text: `the run goes on under other conditions (${differences.join('; ')}): losses may differ in their last digits`,
  });
}
