/** @file Picks the executor for what a trainer says of itself, the one place that knows them all; and opens the places of a worker. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Candidate,
  defined,
  type Executor,
  type ExecutorListener,
  type FailurePolicy,
  type ThreadVariables,
} from '../../core/index.js';
import { waitingClock } from '../../evidence/drive/index.js';
import type { OpenedStretch } from '../../trainers/index.js';
import {
  createInProcessExecutor,
  createProcessExecutor,
  type DeviceShares,
  type TrainingListener,
} from '../../work/here/index.js';
import { serveRun, type WorkerEndReason } from '../../work/transports/index.js';
import type { ModelNeeds, TrainerBackend } from '../ask/trainer-backend.js';
import { withOutcomeGate } from './outcome-gate.js';
import { forgetTrialFiles, readTrialFiles, withOwnFiles } from './trial-files.js';

/** The module that worker processes run. */
const WORKER_ENTRY = fileURLToPath(new URL('./worker.js', import.meta.url));

export interface ExecutorNeeds extends ModelNeeds {
  readonly workers: number;
  /** The devices of this machine, as they are shared out to its places. */
  readonly devices: DeviceShares;
  /** Its first place among those of this machine, where several executors share them; 0 by default. */
  readonly firstPlace?: number;
  readonly candidates: readonly Candidate[];
  /** The variables that the log has. */
  readonly threads: ThreadVariables | undefined;
  readonly failurePolicy: FailurePolicy;
  /** The first replicate whose trials keep their predictions; none do where absent. */
  readonly predictionsFrom?: number;
  /** That every process belongs to which the executor starts. */
  readonly stretch: OpenedStretch;
  readonly onEvent: ExecutorListener;
  /** Hears of trials while they go on. */
  readonly training?: TrainingListener;
}

export function createExecutor(
  { training, secrets }: Pick<TrainerBackend, 'training' | 'secrets'>,
  { stretch, workers: asked, devices, firstPlace = 0, threads, ...needs }: ExecutorNeeds,
): Executor {
  const masked = secrets === undefined ? needs : { ...needs, mask: secrets.mask };
  const workers = Math.min(asked, devices.places);
  const environmentOf = (place: number) => devices.environmentOf(firstPlace + place);
  if (training.runs === 'in-processes') {
    const { timeoutMs, stackRule } = training;
    const shared = training.share?.();
    const payload = shared?.payload ?? training.payload;
    const limit = defined({ timeoutMs, stackRule });
    const environment = (place: number) => ({ ...stretch.environment, ...environmentOf(place) });
    const options = { ...masked, ...limit, workers, environment, entry: WORKER_ENTRY, payload };
    const executor = createProcessExecutor(options);
    if (shared === undefined) return executor;
    const close = () => executor.close().finally(() => shared.release());
    return { ...executor, close };
  }
  const { createTrainer, hasTimeout = false } = training;
  return createInProcessExecutor({
    ...masked,
    workers,
    hasTimeout,
    createTrainer: (place, signal) =>
      createTrainer({ number: firstPlace + place, environment: environmentOf(place), threads }, signal, stretch),
  });
}

interface PlacesNeeds
  extends Pick<
    ExecutorNeeds,
    'devices' | 'candidates' | 'stretch' | 'onEvent' | 'warn' | 'threads' | 'predictionsFrom'
  > {
  /** No more places are opened than the devices are for. */
  readonly count: number;
  readonly seed: number;
}

interface Places {
  readonly executors: readonly Executor[];
  /** Where their trials leave files; gone with the stretch. */
  readonly artifactFolder: string;
  close(): Promise<void>;
}

export function openPlaces(backend: TrainerBackend, { count, devices, seed, stretch, ...needs }: PlacesNeeds): Places {
  const artifactFolder = mkdtempSync(join(tmpdir(), `${stretch.folderPrefix}artifacts-`));
  const left = (paths: readonly string[]) =>
    needs.warn(`files outside of a training's folder are not sent to the run: ${paths.join(', ')}`);
  const executors = Array.from({ length: Math.min(count, devices.places) }, (_, firstPlace) => {
    const executor = createExecutor(backend, {
      ...needs,
      stretch,
      devices,
      artifactFolder,
      workers: 1,
      firstPlace,
      experimentSeed: seed,
      failurePolicy: { retries: 0, action: 'worst', kinds: {} },
    });
    return withOutcomeGate(executor, (outcome) => withOwnFiles(outcome, left));
  });
  return {
    executors,
    artifactFolder,
    close: async () => {
      await Promise.all(executors.map((executor) => executor.close()));
    },
  };
}

/** Serves a run until it is over; what trials leave is sent, and forgotten here once it is taken. The places are closed then. */
export async function servePlaces(
  { executors, artifactFolder, close }: Places,
  serving: Omit<Parameters<typeof serveRun>[0], 'places' | 'clock' | 'filesOf'>,
  warn: (text: string) => void,
): Promise<WorkerEndReason> {
  const left = (paths: readonly string[]) => warn(`too large to be sent to the run: ${paths.join(', ')}`);
  try {
    return await serveRun({
      ...serving,
      places: executors,
      clock: waitingClock,
      filesOf: (outcome) => readTrialFiles(artifactFolder, outcome, left),
      onEvent: (event) => {
        if (event.kind === 'settled') forgetTrialFiles(artifactFolder, event.outcome.trial);
        serving.onEvent(event);
      },
    });
  } finally {
    await close();
  }
}
