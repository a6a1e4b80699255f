/** @file Whether a change is to be kept: a candidate beside the old one that it would replace, as one object. */
import { z } from 'zod';
import { type Candidate, isObject, type JsonObject } from '../../core/index.js';
import { countOption, type OptionsOf, type StudyKind, settingsOf, text } from '../common/index.js';
import { analyseKeep, createKeep, judgeKeep, type KeepAnalysis, trainingsUpTo } from './plan/index.js';

/** What a program tells it; the new candidate is the one that the question is about. */
export interface KeepAsked {
  /** By which criterion, as races take it. */
  readonly criterion: string;
  /** Of a metric of one's own. */
  readonly direction?: 'minimize' | 'maximize';
  /** The old candidate, completed, and what it is called. */
  readonly against: { readonly name: string; readonly configuration: JsonObject };
  /** A change that gains nothing is kept at most so often. */
  readonly error?: number;
  /** A smaller gain is not worth it, in units of the figure. */
  readonly smallest?: number;
  /** One change that is asked about by itself, and not one of many in a session. */
  readonly careful?: boolean;
  /** Most trainings of the new candidate. */
  readonly trials?: number;
  /** Trainings of the old candidate that are there already, on the first replicates. */
  readonly known?: number;
}

/** By default, of a session of changes. */
export const KEEP_TRIALS = 40;
/** What a session keeps need not be certain: one that allows so much ends further, and keeps little for nothing. */
export const USUAL_ERROR = 0.2;
/** Of one change that is asked about by itself: it is worth more trainings, and is given up late. */
export const AGAINST_TRIALS = 90;

const isAgainst = (value: unknown): boolean =>
  isObject(value) && ['name', 'configuration'].every((key) => key in (value as object));

const options = z.strictObject({
  criterion: text,
  direction: z.enum(['minimize', 'maximize']).optional(),
  against: z.custom<KeepAsked['against']>(isAgainst).describe('an object with `name` and `configuration`'),
  error: z.number().gt(0).lt(0.5).default(0.05).describe('how often a change that gains nothing may be kept'),
  smallest: z
    .number()
    .nonnegative()
    .optional()
    .describe('a smaller gain is not worth it (default: half the noise of one training)'),
  careful: z.boolean().default(false),
  trials: countOption.default(KEEP_TRIALS).describe('most trainings of the new candidate'),
  known: z.number().int().nonnegative().optional(),
} satisfies OptionsOf<KeepAsked>);

export const KEEP_CHANGE: StudyKind<z.output<typeof options>, KeepAnalysis, typeof options> = {
  options,
  aboutOne: true,
  example: "{ experiment: 'new.yaml', against: 'old.yaml' }",
  takesSample: true,
  replicates: true,
  trainings: ({ trials }) => trainingsUpTo(trials),
  settle: ({ against: { name, configuration } }, own, build) => {
    const [old] = build([{ name, place: name, configuration }]);
    return { candidates: [...own, old as Candidate], found: {} };
  },
  plan: (subject, { criterion, direction, error, smallest, careful, trials, known }) => {
    const { sampleSize } = subject;
    const study = createKeep({
      ...settingsOf(subject),
      ...{ criterion, direction, error, smallest, careful, trials, known, sampleSize },
    });
    return {
      study,
      all: { trials: trainingsUpTo(trials), isExact: false },
      endOf: ({ outcomes }) => (judgeKeep(study.settings, outcomes).verdict === 'keep' ? 'decided' : 'denied'),
      analyse: (outcomes, baselines) => analyseKeep(study, outcomes, baselines),
    };
  },
};
