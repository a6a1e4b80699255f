/** @file Every set of trials that a study describes, under one name each: the rows of its tables, whatever the study. */
import type { RunHeader } from '../../core/index.js';
import type { Distribution } from '../../questions/common/plan/index.js';
import type { StudyAnalysis } from './study-input.js';

export interface NamedSet {
  readonly candidate: string;
  readonly label: string;
  /** `init+sample`, `equal seeds`, `1000 examples`, `layers.activation = relu`. */
  readonly set: string;
  readonly distribution: Distribution;
}

export function namedSets(analysis: StudyAnalysis, { candidates }: Pick<RunHeader, 'candidates'>): readonly NamedSet[] {
  const labels = new Map(candidates.map(({ id, label }) => [id, label]));
  const name = (candidate: string, set: string, distribution: Distribution): NamedSet => {
    return { candidate, label: labels.get(candidate) ?? '', set, distribution };
  };
  switch (analysis.kind) {
    case 'measure':
      return analysis.candidates.flatMap(({ candidate, arms, controls }) => [
        ...arms.map((arm) => name(candidate, arm.name, arm.distribution)),
        name(candidate, EQUAL_SEEDS, controls),
      ]);
    case 'curve':
      return analysis.candidates.flatMap(({ candidate, sizes }) =>
        sizes.map(({ size, distribution }) => name(candidate, `${size} examples`, distribution)),
      );
    case 'compare':
      return analysis.factors.flatMap((factor) =>
        factor.levels.map(({ value, candidate, distribution }) =>
          name(candidate, `${factor.name} = ${value}`, distribution),
        ),
      );
  }
}

export const EQUAL_SEEDS = 'equal seeds';

/** A criterion of a distribution; null where so few losses have none. */
export function criterionOf({ criteria }: Distribution, name: string) {
  return criteria.find((criterion) => criterion.name === name) ?? null;
}
