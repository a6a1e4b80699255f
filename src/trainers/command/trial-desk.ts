/** @file Shares what both kinds of command trainer do: make folders, describe the trial, take the answer. */
import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candidate, TrainingContext, TrainingResult, Trial } from '../../core/index.js';
import type { CommandTrainerOptions } from './command-options.js';
import { keepArtifacts } from './keep-artifacts.js';
import { createSampleDelivery, type SampleDelivery } from './sample-delivery.js';
import { createTrialMessage, type TrialMessage } from './trial-message.js';

export interface OpenTrial {
  readonly message: TrialMessage;
  /** A folder that is emptied after the trial. */
  readonly scratch: string;
  /** Keeps what the answer names, if the run keeps anything. */
  keep(result: TrainingResult): Promise<TrainingResult>;
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
    { experimentSeed, artifactFolder }: TrainingContext,
    work: (open: OpenTrial) => Promise<TrainingResult>,
  ): Promise<TrainingResult> {
    if (this.#isClosed) throw new Error('The trainer is closed.');
    const scratch = join(this.#folder, 'trial');
    const folder = artifactFolder ?? join(scratch, 'files');
    await mkdir(artifactFolder === undefined ? folder : scratch, { recursive: true });
    try {
      const sample = await this.#deliver(trial, experimentSeed, scratch);
      const message = createTrialMessage(candidate, trial, { experimentSeed, sample, folder });
      const keep = (result: TrainingResult) => keepArtifacts(result, folder, artifactFolder !== undefined);
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
