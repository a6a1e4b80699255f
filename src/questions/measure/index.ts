/** @file How much of the spread of losses comes from which source of randomness: the study as one object. */
import { z } from 'zod';
import {
  allAtOnce,
  countOption,
  counts,
  type OptionsOf,
  readLevels,
  readList,
  type StudyKind,
  settingsOf,
  texts,
  typed,
} from '../common/index.js';
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
  vary: typed(
    texts.default(['init', 'sample']).describe('a list such as ["init", "sample"]'),
    '-v, --vary <sources>',
    'init, sample, order, noise, split, separated by commas: each alone, and all together; with +, exactly the given sets',
    readList,
  ),
  trials: typed(countOption.default(50), '--trials <count>', 'trainings of each candidate in each set'),
  crossed: typed(
    z
      .union([z.enum(['auto', 'none']), counts])
      .default('auto')
      .describe('"auto", "none", or a list of levels'),
    '--crossed <levels>',
    'levels of the sources in the crossed design: 8, 10x6, none, or auto',
    readLevels(['none', 'auto']),
  ),
  repeats: typed(countOption.default(1), '--repeats <count>', 'trainings with equal seeds in each crossed cell'),
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
