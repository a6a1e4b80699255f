/** @file The places of a worker: each trains one trial at a time, without trying again, which the coordinator decides. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candidate, Executor, ExecutorListener, ThreadVariables } from '../../core/index.js';
import type { OpenedStretch } from '../../trainers/index.js';
import type { DeviceShares } from '../../work/here/index.js';
import type { TrainerBackend } from '../ask/trainer-backend.js';
import { createExecutor } from './create-executor.js';
import { withOutcomeGate } from './outcome-gate.js';
import { withOwnFiles } from './trial-files.js';

interface PlacesNeeds {
  readonly count: number;
  /** The devices of this machine; no more places than they are for. */
  readonly devices: DeviceShares;
  readonly candidates: readonly Candidate[];
  readonly seed: number;
  readonly stretch: OpenedStretch;
  readonly onEvent: ExecutorListener;
  readonly warn: (text: string) => void;
  /** The variables that the run's log has. */
  readonly threads: ThreadVariables | undefined;
  /** The first replicate whose trials keep their predictions; none do where absent. */
  readonly predictionsFrom?: number;
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
