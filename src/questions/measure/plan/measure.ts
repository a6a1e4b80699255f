/** @file How much of the spread of losses comes from which source of randomness: the study as one object. */
import { allAtOnce, type StudyKind, settingsOf } from '../../common/plan/index.js';
import { analyseMeasure, type MeasureAnalysis } from './measure-analysis.js';
import { createMeasure } from './measure-plan.js';
import type { MeasureRequest } from './measure-settings.js';

export type MeasureOwn = Pick<MeasureRequest, 'vary' | 'trials' | 'crossed' | 'repeats'>;

export const MEASURE: StudyKind<MeasureOwn, MeasureAnalysis> = {
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
