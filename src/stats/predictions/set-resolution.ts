/**
 * @file What difference a set of examples can tell between two candidates, and how many examples would tell theirs. More trainings do not help
 * where the set is the limit: both candidates are judged on the same examples, and others would rank them otherwise.
 */
import { mean, standardDeviation } from '../moments.js';
import { normalQuantile } from '../normal.js';
import { requireAlike } from './mean-prediction.js';

interface SetResolution {
  readonly examples: number;
  /** Mean of the first minus mean of the second. */
  readonly difference: number;
  /** Standard error of it, of the examples alone: those of both are the same, so that it is the error of pairs. */
  readonly error: number;
  /** The smallest difference that a set of this size shows with the chance `power`, at this level. */
  readonly tells: number;
  /** Examples that would show a difference as large as this one, with that chance; Infinity where there is none. */
  readonly needed: number;
}

/**
 * @param first and `second`: [retraining][example] of what their loss is the mean of, on the same examples in the same order.
 * @param level two-sided, e.g. 0.95. `power` the chance to see a difference that is there.
 * @throws RangeError where lengths differ.
 */
export function setResolution(
  first: readonly ArrayLike<number>[],
  second: readonly ArrayLike<number>[],
  level: number,
  power = 0.8,
): SetResolution {
  const examples = requireAlike([...first, ...second]);
  const meanAt = (values: readonly ArrayLike<number>[], example: number): number =>
    values.reduce((sum, own) => sum + (own[example] as number), 0) / values.length;
  const differences = Float64Array.from(
    { length: examples },
    (_, example) => meanAt(first, example) - meanAt(second, example),
  );
  const spread = standardDeviation(differences);
  const reach = normalQuantile((1 + level) / 2) + normalQuantile(power);
  const difference = mean(differences);
  const error = spread / Math.sqrt(examples);
  const needed = difference === 0 ? Number.POSITIVE_INFINITY : Math.ceil(((reach * spread) / difference) ** 2);
  return { examples, difference, error, tells: reach * error, needed };
}
