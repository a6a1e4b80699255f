/** @file Shares what both kinds of command trainer do: make folders, describe the trial, take the answer. */
import { mkdtempSync } from 'node:fs';
import { cp, mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import {
  type Candidate,
  defined,
  type TrainingContext,
  TrainingFailure,
  type TrainingResult,
  type Trial,
} from '../../core/index.js';
import { toldFilesIn } from '../told-files.js';
import { readToldPredictions } from '../told-predictions.js';
import type { CommandTrainerOptions } from './command-options.js';
import type { CommandResult } from './read-result.js';
import { createSampleDelivery, type SampleDelivery } from './sample-delivery.js';
import { createTrialMessage, type TrialMessage } from './trial-message.js';

export interface DeskTrial {
  readonly message: TrialMessage;
  /** A folder that is emptied after the trial. */
  readonly scratch: string;
  /** Keeps what the answer names, if the run keeps anything. */
  keep(result: CommandResult): Promise<TrainingResult>;
}

export class TrialDesk {
  readonly #folder: string;
  readonly #deliver: SampleDelivery;
  #isClosed = false;

  constructor({ sample, stretch }: CommandTrainerOptions) {
    this.#folder = mkdtempSync(join(tmpdir(), stretch.folderPrefix));
    this.#deliver = createSampleDelivery(sample, join(this.#folder, 'shared'));
  }

  /** Opens a trial, lets `work` do it, and clears away what only this trial needed. */
  async serve(
    candidate: Candidate,
    trial: Trial,
    { experimentSeed, artifactFolder, keepPredictions }: TrainingContext,
    work: (open: DeskTrial) => Promise<TrainingResult>,
  ): Promise<TrainingResult> {
    if (this.#isClosed) throw new Error('The trainer is closed.');
    const scratch = join(this.#folder, 'trial');
    const folder = artifactFolder ?? join(scratch, 'files');
    await mkdir(artifactFolder === undefined ? folder : scratch, { recursive: true });
    try {
      const sample = await this.#deliver(trial, experimentSeed, scratch);
      const message = createTrialMessage(candidate, trial, {
        experimentSeed,
        sample,
        folder,
        ...defined({ keepPredictions }),
      });
      const keep = ({ told, ...result }: CommandResult) => {
        const predicted = keepPredictions === true ? readToldPredictions(told, toldFilesIn(folder)) : {};
        return keepArtifacts({ ...result, ...predicted }, folder, artifactFolder !== undefined);
      };
      return await work({ message, scratch, keep });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/**
 * Paths are taken from `folder`; what lies elsewhere is copied into it. Without a folder to keep anything in, nothing is
 * kept. Throws a TrainingFailure (`no-loss`) for what is no file or folder.
 */
async function keepArtifacts(result: TrainingResult, folder: string, isKept: boolean): Promise<TrainingResult> {
  const { artifacts, ...rest } = result;
  if (artifacts === undefined || !isKept) return rest;
  const kept: Record<string, string> = {};
  for (const [name, named] of Object.entries(artifacts)) {
    const path = resolve(folder, named);
    await requireThere(name, path);
    kept[name] = isInside(folder, path) ? path : await copyInto(join(folder, 'copied', encodeURIComponent(name)), path);
  }
  return { ...rest, artifacts: kept };
}

async function requireThere(name: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() || found?.isDirectory()) return;
  const why = found === undefined ? 'is not there' : 'is neither a file nor a folder';
  throw new TrainingFailure({ kind: 'no-loss', message: `It named the artifact "${name}", which ${why}: ${path}` });
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..');
}

async function copyInto(folder: string, path: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const target = join(folder, basename(path));
  await cp(path, target, { recursive: true });
  return target;
}
