/** @file A command that is started for every trial in a copy of the version of the code that the candidate is, which is thrown away then. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, Trainer } from '../../core/index.js';
import type { CommandTrainerOptions } from './command-options.js';
import { createOneShotTrainer } from './one-shot-trainer.js';

/** Copies a version into an empty folder; gives the folder in it that the command runs in. */
export type PutVersion = (configuration: JsonObject, folder: string) => string;

export function createVersionTrainer(
  optionsFor: (configuration: JsonObject) => Omit<CommandTrainerOptions, 'workingFolder' | 'protocol'>,
  put: PutVersion,
): Trainer {
  const open = new Set<Trainer>();
  return {
    train: async (candidate, trial, context) => {
      const { configuration } = candidate;
      const options = optionsFor(configuration);
      const scratch = await mkdtemp(join(tmpdir(), `${options.stretch.folderPrefix}version-`));
      try {
        await mkdir(join(scratch, 'code'));
        const workingFolder = put(configuration, join(scratch, 'code'));
        const trainer = createOneShotTrainer({ ...options, protocol: 'one-shot', workingFolder });
        open.add(trainer);
        try {
          return await trainer.train(candidate, trial, context);
        } finally {
          open.delete(trainer);
          await trainer.close?.();
        }
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
    close: async () => {
      await Promise.all([...open].map((trainer) => trainer.close?.()));
    },
  };
}
