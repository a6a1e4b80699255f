/** @file How many training examples it takes until a model is stable: the study as one object. */
import { z } from 'zod';
import {
  countOption,
  type OptionsOf,
  readSizes,
  type StudyKind,
  settingsOf,
  sizesOption,
  text,
  typed,
} from '../common/index.js';
import { analyseCurve, type CurveAnalysis, createCurve } from './plan/index.js';

/** What a program tells it. */
export interface CurveAsked {
  /** Sample sizes, or as on the command line: `100..32000/41`. */
  readonly sizes: readonly number[] | string;
  /** Most trainings of each candidate at each size; default 10. */
  readonly trials?: number;
  /** Default `median`. */
  readonly criterion?: string;
  /** Default `std`. */
  readonly spread?: 'std' | 'iqr';
  /** Shares by which criterion and spread may exceed their values at the largest size; default 0.1 and 1. */
  readonly tolerance?: { readonly criterion?: number; readonly spread?: number };
  /** False: train all sizes equally often. */
  readonly adaptive?: boolean;
}

const share = z.number().positive().describe('a number above 0');

const options = z.strictObject({
  sizes: typed(
    sizesOption('100..32000/41'),
    '-s, --sizes <sizes>',
    '100,300,1000, or 100..32000/41 (41 sizes, evenly spaced in their logarithm), or paper',
    readSizes(),
  ),
  trials: typed(countOption.default(10), '--trials <count>', 'most trainings of each candidate at each size'),
  criterion: typed(text.default('median'), '--criterion <name>', 'criterion that must be reached'),
  spread: typed(
    z.enum(['std', 'iqr']).default('std').describe('"std" or "iqr"'),
    '--spread <name>',
    'measure of spread: std or iqr',
  ),
  tolerance: z
    .strictObject({
      criterion: typed(
        share.default(0.1),
        '--tolerance <share>',
        'the criterion may exceed its value at the largest size by this share',
      ),
      spread: typed(share.default(1), '--spread-tolerance <share>', 'the same for the spread'),
    })
    .prefault({})
    .describe('an object such as { criterion: 0.1, spread: 1 }, of shares above 0'),
  adaptive: typed(
    z.boolean().default(true).describe('true or false'),
    '--no-adaptive',
    'train all sizes equally often',
  ),
} satisfies OptionsOf<CurveAsked>);

type CurveOwn = z.output<typeof options>;

export const CURVE: StudyKind<CurveOwn, CurveAnalysis, typeof options> = {
  options,
  example: "{ experiment: 'experiment.yaml', sizes: [100, 300, 1000] }",
  takesSample: false,
  replicates: true,
  trainings: ({ sizes, trials, adaptive }, candidates) => candidates * trials * (adaptive ? 1 : sizes.length),
  plan: (subject, { sizes, trials, criterion, spread, tolerance, adaptive }) => {
    const own = { sizes, trials, criterion, spread, tolerance, adaptive };
    const study = createCurve({ ...settingsOf(subject), ...own, pool: subject.pool });
    return {
      study,
      // It may stop before its own end.
      all: { trials: subject.candidates.length * sizes.length * trials, isExact: adaptive === false },
      analyse: (outcomes, baselines) => analyseCurve(study.settings, outcomes, baselines),
    };
  },
};
