/** @file The `slurm` of an experiment: how workers are asked for under Slurm. */
import { z } from 'zod';

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
