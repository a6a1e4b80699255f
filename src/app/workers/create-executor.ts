/** @file Picks the executor for what a trainer says of itself, the one place that knows them all; and opens the places of a worker. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type AskedScore,
  type Candidate,
  candidateOfModel,
  defined,
  type Executor,
  type ExecutorListener,
  type FailurePolicy,
  type JsonValue,
  type Mask,
  mapValues,
  type ThreadVariables,
} from '../../core/index.js';
import { waitingClock } from '../../evidence/drive/index.js';
import { type OpenedStretch, trainerOfModel } from '../../trainers/index.js';
import {
  type DeviceShares,
  inProcessPlaces,
  type LocalPlaces,
  localExecutor,
  modelPlaces,
  processPlaces,
  type TrainingListener,
} from '../../work/here/index.js';
import { serveRun, type WorkerEndReason } from '../../work/transports/index.js';
import type { ModelNeeds, ModelTraining, TrainerBackend } from '../ask/trainer-backend.js';
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
  /** What a training may give in place of a loss. */
  readonly score?: AskedScore;
  /** That every process belongs to which the executor starts. */
  readonly stretch: OpenedStretch;
  readonly onEvent: ExecutorListener;
  /** Hears of trials while they go on. */
  readonly training?: TrainingListener;
}

export function createExecutor(
  { training, secrets }: Pick<TrainerBackend, 'training' | 'secrets'>,
  needs: ExecutorNeeds,
): Executor {
  const masked = {
    ...needs,
    ...defined({ mask: secrets?.mask }),
    workers: Math.min(needs.workers, needs.devices.places),
  };
  const releases: (() => void)[] = [];
  const made =
    training.runs === 'by-model'
      ? modelPlaces(
          mapValues(training.models, (own) => placesOf(ofModel(own), masked, releases)),
          masked,
        )
      : placesOf(training, masked, releases);
  const executor = localExecutor(made, masked);
  const close = () =>
    executor.close().finally(() => {
      for (const release of releases.splice(0)) release();
    });
  return { ...executor, close };
}

type MaskedNeeds = ExecutorNeeds & { readonly mask?: Mask };

/** `releases` gets what is to be done once they are closed. */
function placesOf(
  training: ModelTraining,
  { stretch, devices, firstPlace = 0, threads, ...needs }: MaskedNeeds,
  releases: (() => void)[],
): LocalPlaces {
  const environmentOf = (place: number) => devices.environmentOf(firstPlace + place);
  if (training.runs === 'in-processes') {
    const { timeoutMs, stackRule } = training;
    const shared = training.share?.();
    if (shared !== undefined) releases.push(() => shared.release());
    const environment = (place: number) => ({ ...stretch.environment, ...environmentOf(place) });
    const payload = shared?.payload ?? training.payload;
    return processPlaces({ ...needs, ...defined({ timeoutMs, stackRule }), environment, entry: WORKER_ENTRY, payload });
  }
  const { createTrainer, hasTimeout = false } = training;
  return inProcessPlaces({
    ...needs,
    hasTimeout,
    createTrainer: (place, signal) =>
      createTrainer({ number: firstPlace + place, environment: environmentOf(place), threads }, signal, stretch),
  });
}

/** The same, for candidates as a race of several models has them. */
function ofModel(training: ModelTraining): ModelTraining {
  if (training.runs === 'here') {
    return { ...training, createTrainer: async (...place) => trainerOfModel(await training.createTrainer(...place)) };
  }
  const { share, stackRule, timeoutMs } = training;
  const wrapped = (payload: JsonValue) => ({ kind: 'of-model', payload });
  const sharing =
    share &&
    (() => {
      const shared = share();
      return shared && { ...shared, payload: wrapped(shared.payload) };
    });
  return {
    runs: 'in-processes',
    get payload() {
      return wrapped(training.payload);
    },
    ...defined({ timeoutMs, share: sharing }),
    ...(stackRule && { stackRule: (candidate, trial) => stackRule(candidateOfModel(candidate), trial) }),
  };
}

interface PlacesNeeds
  extends Pick<
    ExecutorNeeds,
    'devices' | 'candidates' | 'stretch' | 'onEvent' | 'warn' | 'threads' | 'predictionsFrom' | 'score'
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
