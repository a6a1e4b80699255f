/**
 * @file Losses that lie on steps but for a trace of noise, such as passes and failures with a little of a continuous loss added: values
 * further apart than the tolerance, about each of which losses differ by no more than a tenth of it. Such a trace is nothing that anyone cares about, and
 * would hide that losses are equal: each counts as the mean of its step.
 */
import type { LossEvidence } from './evidence.js';

/** Of the tolerance, that losses on one step may differ by. */
const TRACE = 0.1;
/** Losses of a step on average, with fewer of which it may be none. */
const OF_A_STEP = 3;

interface Step {
  least: number;
  most: number;
  sum: number;
  count: number;
}

/** The same evidence with the losses of a step all equal, or itself where they do not lie on steps. `tolerance` in their unit. */
export function evidenceOnSteps(evidence: LossEvidence, tolerance: number): LossEvidence {
  const { losses } = evidence;
  const steps = tolerance > 0 ? stepsOf(losses, tolerance) : undefined;
  if (steps === undefined) return evidence;
  const onStep = (loss: number): number => {
    const step = steps.find(({ least, most }) => least <= loss && loss <= most);
    return step === undefined || step.least === step.most ? loss : step.sum / step.count;
  };
  return { ...evidence, losses: losses.map(onStep) };
}

/** Two at least. Most losses that lie on none say so among the first few. */
function stepsOf(losses: Float64Array, tolerance: number): readonly Step[] | undefined {
  const steps: Step[] = [];
  let count = 0;
  for (const loss of losses) {
    if (!Number.isFinite(loss)) continue;
    count++;
    const near = steps.find(({ least, most }) => loss > least - tolerance && loss < most + tolerance);
    if (near === undefined) steps.push({ least: loss, most: loss, sum: loss, count: 1 });
    else {
      near.least = Math.min(near.least, loss);
      near.most = Math.max(near.most, loss);
      near.sum += loss;
      near.count++;
      if (near.most - near.least > TRACE * tolerance) return undefined;
    }
  }
  return steps.length > 1 && count >= OF_A_STEP * steps.length ? steps : undefined;
}
