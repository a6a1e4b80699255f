/**
 * @file Learning-rate schedules. A schedule gives the factor on the learning rate for every step of a training, counted
 * from 1. Steps are batches; `step` counts epochs. A warm-up rises linearly over its epochs, then the schedule runs
 * over the steps that are left.
 */
import { z } from 'zod';
import { numberAbove, numberBelow, numberFrom, wholeField } from '../fields.js';
import { buildNamed, type Kind, kindOf, type NamedSettings } from '../kinds.js';

/** Length of a training. */
interface Duration {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** The factor on the learning rate at `step` (1 ... epochs * stepsPerEpoch). */
type Schedule = (step: number, duration: Duration) => number;

/** The factor where `done` of `total` steps after the warm-up are done. */
type Factor = (done: number, total: number, stepsPerEpoch: number) => number;

/** What every schedule has. */
const ofAll = {
  warmupEpochs: numberFrom(0)
    .default(0)
    .describe('Epochs in which the learning rate rises from 0 first; parts of epochs are allowed.'),
};

function scheduleKind<Fields extends Kind<Factor>['fields']>(kind: {
  readonly name: string;
  readonly meaning: string;
  readonly fields: Fields;
  factor(settings: z.output<z.ZodObject<Fields>>): Factor;
}): Kind<Schedule> {
  const { name, meaning, fields } = kind;
  const own = kindOf({ ...kind, build: kind.factor });
  return kindOf({
    name,
    meaning,
    fields: { ...fields, ...ofAll },
    build: (settings): Schedule => {
      const factor = own.build(settings);
      const { warmupEpochs } = z.object(ofAll).parse(settings);
      return (step, { epochs, stepsPerEpoch }) => {
        const warmup = Math.round(warmupEpochs * stepsPerEpoch);
        if (step <= warmup) return step / warmup;
        return factor(step - warmup - 1, epochs * stepsPerEpoch - warmup, stepsPerEpoch);
      };
    },
  });
}

export const SCHEDULE_KINDS: readonly Kind<Schedule>[] = [
  scheduleKind({ name: 'constant', meaning: 'The learning rate stays.', fields: {}, factor: () => () => 1 }),
  scheduleKind({
    name: 'step',
    meaning: 'It changes by a factor every few epochs.',
    fields: {
      everyEpochs: wholeField(1).describe('Epochs between two changes.'),
      factor: numberAbove(0).default(0.1).describe('What the learning rate is multiplied with each time.'),
    },
    factor:
      ({ everyEpochs, factor }) =>
      (done, _total, stepsPerEpoch) =>
        factor ** Math.floor(done / (everyEpochs * stepsPerEpoch)),
  }),
  // Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts.
  scheduleKind({
    name: 'cosine',
    meaning: 'It falls along half a cosine wave, over the whole training.',
    fields: { finalFactor: numberFrom(0).default(0).describe('What it is multiplied with at the end.') },
    factor:
      ({ finalFactor }) =>
      (done, total) =>
        between(1, finalFactor, done / total),
  }),
  // Smith and Topin 2018, arXiv 1708.07120; the momentum stays as it is.
  scheduleKind({
    name: 'one-cycle',
    meaning: 'It rises to the learning rate and falls again, along cosine waves.',
    fields: {
      rise: numberBelow(0, 1).default(0.3).describe('Share of the steps in which it rises.'),
      initialDivisor: numberAbove(0).default(25).describe('It begins at the learning rate divided by this.'),
      finalDivisor: numberAbove(0).default(10_000).describe('It ends at its beginning divided by this.'),
    },
    factor: ({ rise, initialDivisor, finalDivisor }) => {
      const initial = 1 / initialDivisor;
      return (done, total) => {
        const peak = rise * total - 1;
        if (done <= peak) return between(initial, 1, done / peak);
        return between(1, initial / finalDivisor, (done - peak) / (total - 1 - peak));
      };
    },
  }),
];

export function buildSchedule(settings: NamedSettings): Schedule {
  return buildNamed(SCHEDULE_KINDS, settings);
}

/** From `start` to `end` along half a cosine wave. */
function between(start: number, end: number, progress: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * progress))) / 2;
}
