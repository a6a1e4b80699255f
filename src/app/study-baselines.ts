/** @file Measures what a study's trainings are set beside: once for each loss and each sample size that they have. */
import { type Candidate, canonicalJson, groupBy, type Outcome } from '../core/index.js';
import type { StudyBaseline } from '../questions/common/plan/index.js';
import { drawsOf } from './repeated-splits.js';
import type { TrainerBackend } from './trainer-backend.js';

interface StudyTrials {
  readonly candidates: readonly Candidate[];
  readonly outcomes: readonly Outcome[];
  /** `loss`, or a metric. */
  readonly figure: string;
  readonly experimentSeed: number;
}

/** By size ascending. Empty where Surefoot holds neither data nor loss, and for figures that baselines do not have. */
export function measureStudyBaselines(
  backend: Pick<TrainerBackend, 'baselines'>,
  { candidates, outcomes, figure, experimentSeed }: StudyTrials,
): readonly StudyBaseline[] {
  const sizes = [...new Set(outcomes.map(({ trial }) => trial.fidelity.sampleSize))].sort((a, b) => a - b);
  const groups = byLoss(candidates);
  // Many sizes take no longer than one: the simple model is left out where it would.
  const effort = 1 / (sizes.length * groups.length);
  const trialsOf = (size: number) =>
    outcomes.map(({ trial }) => trial).filter(({ fidelity }) => fidelity.sampleSize === size);
  return sizes.flatMap((sampleSize) =>
    groups.flatMap((group) => {
      const needs = { experimentSeed, sampleSize, ...drawsOf(trialsOf(sampleSize)), touchesFinal: false, effort };
      return (backend.baselines?.(group[0] as Candidate, needs) ?? []).flatMap(
        ({ name, kind, replicates, selection }) => {
          const value = selection[figure];
          if (value === undefined) return [];
          return { name, kind, replicates, sampleSize, value, candidates: group.map(({ id }) => id) };
        },
      );
    }),
  );
}

/** Candidates that are judged alike. */
function byLoss(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  return [...groupBy(candidates, ({ configuration }) => canonicalJson(configuration.loss ?? null)).values()];
}
