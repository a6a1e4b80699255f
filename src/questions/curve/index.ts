/** @file How many training examples it takes until a model is stable: the study as one object. */
import { z } from 'zod';
import { isObject } from '../../core/index.js';
import { countOption, type OptionsOf, type StudyKind, settingsOf, sizesOption, text } from '../common/index.js';
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

const options = z.strictObject({
  sizes: sizesOption,
  trials: countOption.default(10),
  criterion: text.default('median'),
  spread: z.enum(['std', 'iqr']).default('std').describe('"std" or "iqr"'),
  tolerance: z
    .custom<CurveAsked['tolerance']>(isTolerance)
    .default({})
    .transform((told) => ({ criterion: 0.1, spread: 1, ...told }))
    .describe('an object such as { criterion: 0.1, spread: 1 }, of shares above 0'),
  adaptive: z.boolean().default(true).describe('true or false'),
} satisfies OptionsOf<CurveAsked>);

type CurveOwn = z.output<typeof options>;

function isTolerance(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.entries(value as object).every(
    ([key, share]) => ['criterion', 'spread'].includes(key) && typeof share === 'number' && share > 0,
  );
}

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
