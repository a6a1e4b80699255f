/**
 * @file Learning-rate schedules. A schedule gives the factor on the learning rate for every step of a training, counted
 * from 1. Steps are batches; `step` counts epochs. A warm-up rises linearly over its epochs, then the schedule runs
 * over the steps that are left.
 */
import { z } from 'zod';
import { numberAbove, numberBelow, numberFrom, settings, shorthand, wholeNumber } from '../fields.js';

const warmupEpochs = numberFrom(0)
  .default(0)
  .describe('Epochs in which the learning rate rises from 0 first; parts of epochs are allowed.');

const kinds = [
  settings({ name: z.literal('constant'), warmupEpochs }).describe('The learning rate stays.'),
  settings({
    name: z.literal('step'),
    everyEpochs: wholeNumber(1).describe('Epochs between two changes.'),
    factor: numberAbove(0).default(0.1).describe('What the learning rate is multiplied with each time.'),
    warmupEpochs,
  }).describe('It changes by a factor every few epochs.'),
  settings({
    name: z.literal('cosine'),
    finalFactor: numberFrom(0).default(0).describe('What it is multiplied with at the end.'),
    warmupEpochs,
  }).describe('It falls along half a cosine wave, over the whole training.'),
  settings({
    name: z.literal('one-cycle'),
    rise: numberBelow(0, 1).default(0.3).describe('Share of the steps in which it rises.'),
    initialDivisor: numberAbove(0).default(25).describe('It begins at the learning rate divided by this.'),
    finalDivisor: numberAbove(0).default(10_000).describe('It ends at its beginning divided by this.'),
    warmupEpochs,
  }).describe('It rises to the learning rate and falls again, along cosine waves.'),
] as const;

export const scheduleSchema = shorthand(
  'name',
  z.discriminatedUnion('name', kinds, {
    error: 'an object whose name is one of constant, step, cosine, one-cycle',
  }),
);

export type Schedule = z.output<typeof scheduleSchema>;

/** Length of a training. */
export interface Duration {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** The factor on the learning rate at `step` (1 ... epochs * stepsPerEpoch). */
export function scheduleFactor(schedule: Schedule, step: number, { epochs, stepsPerEpoch }: Duration): number {
  const warmup = Math.round(schedule.warmupEpochs * stepsPerEpoch);
  if (step <= warmup) return step / warmup;
  const done = step - warmup - 1;
  const total = epochs * stepsPerEpoch - warmup;
  switch (schedule.name) {
    case 'constant':
      return 1;
    case 'step':
      return schedule.factor ** Math.floor(done / (schedule.everyEpochs * stepsPerEpoch));
    // Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts.
    case 'cosine':
      return between(1, schedule.finalFactor, done / total);
    // Smith and Topin 2018, arXiv 1708.07120; the momentum stays as it is.
    case 'one-cycle': {
      const initial = 1 / schedule.initialDivisor;
      const peak = schedule.rise * total - 1;
      if (done <= peak) return between(initial, 1, done / peak);
      return between(1, initial / schedule.finalDivisor, (done - peak) / (total - 1 - peak));
    }
  }
}

/** From `start` to `end` along half a cosine wave. */
function between(start: number, end: number, progress: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * progress))) / 2;
}
