/** @file How much the losses of equal trainings differ: the study as one object. */
import { z } from 'zod';
import { replicateTrial } from '../../core/index.js';
import { allAtOnce, countOption, type OptionsOf, type StudyKind, settingsOf, typed } from '../common/index.js';
import { batchPlan, type Distribution, describeDistribution } from '../common/plan/index.js';

export interface SteadinessAsked {
  /** Trainings of each candidate; default 5. */
  readonly trials?: number;
}

const options = z.strictObject({
  trials: typed(countOption.default(5), '--trials <count>', 'trainings of each candidate'),
} satisfies OptionsOf<SteadinessAsked>);

export interface SteadinessAnalysis {
  readonly kind: 'steadiness';
  readonly candidates: readonly { readonly candidate: string; readonly distribution: Distribution }[];
}

export const STEADINESS: StudyKind<z.output<typeof options>, SteadinessAnalysis, typeof options> = {
  options,
  example: "{ experiment: 'experiment.yaml', trials: 20 }",
  takesSample: true,
  replicates: true,
  trainings: ({ trials }, candidates) => candidates * trials,
  plan: (subject, { trials }) => {
    const { sampleSize } = subject;
    const settings = settingsOf(subject);
    const planned = Array.from({ length: trials }, (_, replicate) =>
      settings.candidates.map((candidate) => replicateTrial(candidate, replicate, sampleSize)),
    ).flat();
    const fixed = { kind: 'steadiness', sampleSize };
    const study = {
      ...{ settings, fixed, description: { ...fixed, figure: settings.figure, trials } },
      ...batchPlan(['steadiness', 'steadiness'], (_, batches) => (batches === 0 ? planned : [])),
    };
    return {
      study,
      all: allAtOnce(study),
      analyse: (outcomes, baselines = []) => ({
        kind: 'steadiness',
        candidates: settings.candidates.map((candidate) => {
          const own = outcomes.filter(({ trial }) => trial.candidate === candidate);
          return { candidate, distribution: describeDistribution(own, settings, baselines) };
        }),
      }),
    };
  },
};
