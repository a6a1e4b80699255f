/** @file How many training examples it takes until a model is stable: the study as one object. */
import { type StudyKind, settingsOf } from '../../common/plan/index.js';
import { analyseCurve, type CurveAnalysis } from './curve-analysis.js';
import { createCurve } from './curve-plan.js';
import type { CurveRequest } from './curve-settings.js';

export type CurveOwn = Pick<CurveRequest, 'sizes' | 'trials' | 'criterion' | 'spread' | 'tolerance' | 'adaptive'>;

export const CURVE: StudyKind<CurveOwn, CurveAnalysis> = {
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
