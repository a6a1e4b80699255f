/**
 * @file Learning-rate schedules. A schedule gives the factor on the learning rate for every step of a training, counted
 * from 1. Steps are batches; `step` counts epochs. A warm-up rises linearly over its epochs, then the schedule runs
 * over the steps that are left.
 */
import { z } from 'zod';
import { numberAbove, numberBelow, numberFrom, settings, shorthand, wholeNumber } from '../fields.js';

const warmupEpochs = numberFrom(0).default(0);

const kinds = [
  settings({ name: z.literal('constant'), warmupEpochs }),
  settings({
    name: z.literal('step'),
    everyEpochs: wholeNumber(1),
    factor: numberAbove(0).default(0.1),
    warmupEpochs,
  }),
  settings({ name: z.literal('cosine'), finalFactor: numberFrom(0).default(0), warmupEpochs }),
  settings({
    name: z.literal('one-cycle'),
    rise: numberBelow(0, 1).default(0.3),
    initialDivisor: numberAbove(0).default(25),
    finalDivisor: numberAbove(0).default(10_000),
    warmupEpochs,
  }),
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
