/** @file Finds what few trials leave open of comparisons, by the losses of the race: see left-open.ts. */
import type { LossEvidence } from './evidence.js';
import type { LeftOpen } from './left-open.js';
import { collapsesLeaveOpen } from './rare-collapses.js';
import type { CompleteAdaptiveSettings } from './settings.js';
import { isMean, type ShapeOfCriterion } from './shape.js';
import { createExactComparison, fewValuesOf } from './two-values.js';

/** Of a spread that is not known. */
const NO_SPREAD: LeftOpen = {
  isAll: true,
  allAreEqual: true,
  chance: () => 0.5,
  threshold: () => Number.POSITIVE_INFINITY,
};

/** By the evidence as it is compared; undefined where variances tell all. */
export function createLeftOpen(
  { criterion, recorded, maxReplicates, without }: CompleteAdaptiveSettings,
  form: ShapeOfCriterion,
): (evidence: LossEvidence) => LeftOpen | undefined {
  const exact =
    form.as === 'location' && !without.has('two-values')
      ? createExactComparison(criterion, recorded ? maxReplicates : undefined)
      : undefined;
  return (evidence) => {
    const values = fewValuesOf(evidence);
    if (values !== undefined && exact !== undefined) return exact(values);
    if (values !== undefined && values.step === undefined && form.as === 'spread') return NO_SPREAD;
    return isMean(form) && !without.has('rare-collapses') ? collapsesLeaveOpen(evidence, recorded) : undefined;
  };
}
