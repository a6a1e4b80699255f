/**
 * @file The shape of each candidate's own losses: by how many of its standard deviations its criterion lies above its mean. The field
 * lends the pooled shape; how much shapes differ is estimated from the field, and each candidate's own is drawn towards the pooled one
 * by as much as the field is alike.
 */
import { randomFrom } from '../../../../core/index.js';
import { type Criterion, mean, standardDeviation } from '../../../../stats/index.js';
import { type LossEvidence, rowOfLosses } from './evidence.js';
import { drawnTogether, type SpreadGuess, spreadOf } from './random-effects.js';
import { isMean, LEAST_TRIALS, type ShapeOfCriterion } from './shape.js';

/** By candidate, in its standard deviations. */
export interface OwnShapes {
  /** To be added to the k that all share. */
  readonly shifts: Float64Array;
  readonly variances: Float64Array;
}

/** What chance does to the shape of so many losses. */
interface ShapeNoise {
  readonly bias: number;
  readonly variance: number;
}

const GUESS: SpreadGuess = { spread: 0.01, weight: 83.3, least: 0 };
const DRAWS = 300;

/** By the statistic's id and the count. */
const NOISES = new Map<string, ShapeNoise>();

/** By simulated normal losses, once for each count. */
function shapeNoise({ normal }: ShapeOfCriterion, criterion: Criterion, count: number): ShapeNoise {
  const key = `${count} ${criterion.statistic?.id}`;
  const known = NOISES.get(key);
  if (known !== undefined) return known;
  const random = randomFrom('selection/adaptive/own-shape', count);
  let [sum, squares] = [0, 0];
  for (let draw = 0; draw < DRAWS; draw++) {
    const excess =
      shapeOf(
        criterion,
        Float64Array.from({ length: count }, () => random.normal()),
      ) - normal;
    sum += excess;
    squares += excess * excess;
  }
  const bias = sum / DRAWS;
  const made = { bias, variance: squares / DRAWS - bias * bias };
  NOISES.set(key, made);
  return made;
}

export function createOwnShapes(candidates: number): OwnShapes {
  return { shifts: new Float64Array(candidates), variances: new Float64Array(candidates) };
}

/** Updates the shapes in place, from the losses as they are. `pooled`: the k that all share. */
export function estimateShapes(
  { shifts, variances }: OwnShapes,
  form: ShapeOfCriterion,
  criterion: Criterion,
  evidence: LossEvidence,
  pooled: number,
): void {
  // A mean has none, and of a spread nothing is pooled.
  if (isMean(form) || form.as === 'spread') return;
  for (let i = 0; i < shifts.length; i++) {
    shifts[i] = Number.NaN;
    if ((evidence.applied[i] as number) < LEAST_TRIALS) continue;
    const losses = rowOfLosses(evidence, i).filter(Number.isFinite);
    if (losses.length < LEAST_TRIALS || !(standardDeviation(losses) > 0)) continue;
    const { bias, variance } = shapeNoise(form, criterion, losses.length);
    shifts[i] = shapeOf(criterion, losses) - bias - pooled;
    variances[i] = variance;
  }
  const spread = spreadOf(shifts, variances, GUESS);
  for (let i = 0; i < shifts.length; i++) {
    [shifts[i], variances[i]] = drawnTogether(shifts[i] as number, variances[i] as number, spread);
  }
}

function shapeOf(criterion: Criterion, losses: Float64Array): number {
  return (criterion.evaluate(losses) - mean(losses)) / standardDeviation(losses);
}
