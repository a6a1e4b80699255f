/** @file The `trainer` of an experiment: who trains a candidate. */
import { z } from 'zod';

export const trainerSchema = z
  .union([
    z.literal('network').describe('The built-in trainer of small neural networks.'),
    z
      .strictObject({ module: z.string().min(1).describe('Path of a JavaScript module whose default export trains.') })
      .describe('A module that runs in the worker processes.'),
  ])
  .default('network')
  .describe('Who trains: `network` (built in) or `{ module: path }`.');

export type TrainerSpec = z.output<typeof trainerSchema>;
