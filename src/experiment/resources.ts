/** @file The `resources` of an experiment: what one trial takes of a machine, at its first attempt and at later ones; and of Slurm. */
import { z } from 'zod';
import { defined, type Resources } from '../core/index.js';
import type { RacedTrainer } from './models-schema.js';
import type { CommandTrainerSpec } from './trainer-schema.js';

const factor = z.number().min(1).max(100).optional().describe('Multiplied by this at each further attempt.');

export const resourcesSchema = z
  .strictObject({
    cpus: z.int().min(1).optional().describe('Cores.'),
    gpus: z
      .number()
      .gt(0)
      .max(1024)
      .refine((gpus) => gpus <= 1 || Number.isInteger(gpus), 'a whole number, or a share of one GPU such as 0.5')
      .optional()
      .describe(
        'GPUs, or a share of one: 0.5 means that two trainings share each. A training sees only its own, as CUDA_VISIBLE_DEVICES.',
      ),
    memoryMiB: z
      .int()
      .min(1)
      .optional()
      .describe('Memory reserved for a training. It is not a limit; `trainer.memoryMiB` is.'),
    minutes: z
      .number()
      .gt(0)
      .optional()
      .describe(
        'Wall time that a training may need. A worker that ends earlier, such as a cluster job, does not begin it.',
      ),
    retry: z
      .strictObject({ memoryMiB: factor, minutes: factor })
      .prefault({})
      .describe('Multiplied by this for each further attempt at a failed training, such as `{ memoryMiB: 2 }`.'),
  })
  .refine(({ retry, memoryMiB }) => retry.memoryMiB === undefined || memoryMiB !== undefined, {
    path: ['retry', 'memoryMiB'],
    message: 'only beside `memoryMiB`, which it multiplies',
  })
  .refine(({ retry, minutes }) => retry.minutes === undefined || minutes !== undefined, {
    path: ['retry', 'minutes'],
    message: 'only beside `minutes`, which it multiplies',
  })
  .prefault({})
  .describe('What one training takes of a machine. Workers report what they have, and take what fits.');

type ResourcesSpec = z.output<typeof resourcesSchema>;

/** The part of an experiment that says what trials need. */
interface Demanding {
  readonly resources: ResourcesSpec;
  readonly trainer: RacedTrainer;
}

/** How trials share out the GPUs of a machine. */
export interface GpuDemand {
  /** Those that the experiment names; all that a machine has where it names none. */
  readonly devices: readonly string[] | 'all';
  /** A whole number, or a share of one. */
  readonly perTrial: number;
}

/** As its file has it, where models may stand in place of the trainer. */
interface Written extends Demanding {
  readonly models?: Readonly<Record<string, { readonly trainer: RacedTrainer }>> | undefined;
}

/** A contradiction between `resources` and `trainer`: where it stands, and what is allowed. */
interface Contradiction {
  readonly isIn: (experiment: Written) => boolean;
  readonly path: string[];
  readonly message: string;
}

export const DOUBLE_SHARES: Contradiction = {
  isIn: ({ resources, trainer }) => resources.gpus !== undefined && (commandOf(trainer)?.trialsPerGpu ?? 1) > 1,
  path: ['resources', 'gpus'],
  message: 'either it or `trainer.trialsPerGpu`, not both',
};

export const VAIN_RETRY: Contradiction = {
  isIn: ({ resources, trainer, models = {} }) =>
    resources.retry.memoryMiB !== undefined &&
    [trainer, ...Object.values(models).map((model) => model.trainer)].some((one) => commandOf(one)?.memoryMiB),
  path: ['resources', 'retry', 'memoryMiB'],
  message: 'only without `trainer.memoryMiB`, which ends a training at the same amount however much it is given',
};

function commandOf(trainer: RacedTrainer): CommandTrainerSpec | undefined {
  return typeof trainer === 'object' && 'command' in trainer ? trainer : undefined;
}

/** What trials of an experiment take of any machine. */
export interface TrialDemand {
  /** At the nth attempt (1, 2, ...); amounts of memory are whole MiB. */
  needsAt(attempt: number): Resources;
  /** Absent where trials have no GPUs. */
  readonly gpus?: GpuDemand;
}

export function demandOf(experiment: Demanding): TrialDemand {
  const { cpus, memoryMiB, minutes, retry } = experiment.resources;
  const gpus = gpuDemand(experiment);
  const times = (amount: number, attempt: number, factor = 1) => amount * factor ** (attempt - 1);
  return {
    needsAt: (attempt) => ({
      ...defined({ cpus }),
      ...(gpus === undefined ? {} : { gpus: gpus.perTrial }),
      ...(memoryMiB === undefined ? {} : { memoryMiB: Math.ceil(times(memoryMiB, attempt, retry.memoryMiB)) }),
      ...(minutes === undefined ? {} : { minutes: times(minutes, attempt, retry.minutes) }),
    }),
    ...defined({ gpus }),
  };
}

function gpuDemand({ resources, trainer }: Demanding): GpuDemand | undefined {
  const { gpus = resources.gpus === undefined ? undefined : 'all', trialsPerGpu = 1 } = commandOf(trainer) ?? {};
  if (gpus === undefined) return undefined;
  return { devices: gpus === 'all' ? gpus : gpus.map(String), perTrial: resources.gpus ?? 1 / trialsPerGpu };
}

const word = z.string().regex(/^[\w.,@+:-]+$/, 'a name, as `sinfo` or `sacctmgr` list it');
const line = z.string().regex(/^[^\n\r]+$/, 'one line');

export const slurmSchema = z
  .strictObject({
    workers: z.int().min(1).max(10_000).default(8).describe('Workers at the same time, each a task of one job array.'),
    trialsPerWorker: z
      .int()
      .min(1)
      .max(1024)
      .default(1)
      .describe('Trainings at the same time in each worker, which asks for as much as they take together.'),
    minutes: z
      .number()
      .min(5)
      .optional()
      .describe(
        'Wall time of a worker; default: four hours, or twice what a training may need. A worker whose time is over is replaced.',
      ),
    idleMinutes: z
      .number()
      .min(1)
      .default(30)
      .describe(
        'A worker ends after this time without anything to train. So workers of a killed run leave by themselves; while a run goes on, ' +
          'another is ordered when there are trainings for it.',
      ),
    partition: word.optional().describe('Partition; default: that of the cluster.'),
    account: word.optional().describe('Account; default: yours.'),
    options: z
      .array(line.regex(/^--?[A-Za-z]/, 'options of sbatch, such as --qos=long'))
      .default([])
      .describe('Further options of sbatch, such as `--qos=long`, one each.'),
    setup: z
      .array(line)
      .default([])
      .describe('Lines of shell before the worker, such as `module load cuda` or `source venv/bin/activate`.'),
  })
  .prefault({})
  .describe('How `surefoot select --slurm` asks for workers.');

export type SlurmSpec = z.output<typeof slurmSchema>;
