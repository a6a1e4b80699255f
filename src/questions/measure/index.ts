/** @file How much of the spread of losses comes from which source of randomness: the study as one object. */
import { z } from 'zod';
import { allAtOnce, countOption, counts, type OptionsOf, type StudyKind, settingsOf, text } from '../common/index.js';
import { analyseMeasure, createMeasure, type MeasureAnalysis } from './plan/index.js';

/** What a program tells it. */
export interface MeasureAsked {
  /** Sources of randomness that vary, each alone and all together; `init+sample` names exactly that set. Default: init, sample. */
  readonly vary?: readonly string[];
  /** Trainings of each candidate in each set; default 50. */
  readonly trials?: number;
  /** Levels of the sources in the crossed design; default `auto`. */
  readonly crossed?: 'auto' | 'none' | readonly number[];
  /** Trainings of each crossed cell with equal seeds; default 1. */
  readonly repeats?: number;
}

const options = z.strictObject({
  vary: z.array(text).min(1).readonly().default(['init', 'sample']).describe('a list such as ["init", "sample"]'),
  trials: countOption.default(50),
  crossed: z
    .union([z.enum(['auto', 'none']), counts])
    .default('auto')
    .describe('"auto", "none", or a list of levels'),
  repeats: countOption.default(1),
} satisfies OptionsOf<MeasureAsked>);

type MeasureOwn = z.output<typeof options>;

export const MEASURE: StudyKind<MeasureOwn, MeasureAnalysis, typeof options> = {
  options,
  example: "{ experiment: 'experiment.yaml' }",
  takesSample: true,
  replicates: false,
  trainings: ({ trials, repeats }, candidates) => candidates * trials * repeats,
  divides: ({ vary }) => (vary.some((set) => set.split('+').includes('split')) ? '--vary split' : undefined),
  plan: (subject, { vary, trials, crossed, repeats }) => {
    const { sampleSize, pool } = subject;
    const study = createMeasure({ ...settingsOf(subject), vary, trials, crossed, repeats, sampleSize, pool });
    return {
      study,
      all: allAtOnce(study),
      analyse: (outcomes, baselines) => analyseMeasure(study.settings, outcomes, baselines),
    };
  },
};
