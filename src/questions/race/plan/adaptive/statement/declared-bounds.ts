/** @file DeclaredBounds that a user declares for what is raced: turned for scores, and kept to. */
import { inputError } from '../../../../../core/index.js';
import type { DeclaredBounds } from '../../rule-options.js';

/** Of a race that makes its statement without assumptions. */
export interface FreeStatementSetting {
  /** Between which all losses lie; needed by the mean. */
  readonly bounds?: DeclaredBounds;
}

/** Of a metric whose larger values are better, the losses are its negatives. */
type RacedDirection = 'minimize' | 'maximize';

/** From what is raced to losses; the same turns them back. */
export function turnBounds([least, most]: DeclaredBounds, direction: RacedDirection): DeclaredBounds {
  return direction === 'minimize' ? [least, most] : [0 - most, 0 - least];
}

/**
 * Refuses a finite loss outside of the bounds, which are of losses. One that diverged is no score: it counts as infinite, as
 * it does everywhere.
 * @throws InputError
 */
export function requireWithin(
  bounds: DeclaredBounds,
  direction: RacedDirection,
  loss: number,
  candidate: string,
): void {
  if (!Number.isFinite(loss) || (loss >= bounds[0] && loss <= bounds[1])) return;
  const [least, most] = turnBounds(bounds, direction);
  const value = direction === 'minimize' ? loss : 0 - loss;
  throw inputError`outside-bounds: Scores outside declared bounds: a training of ${candidate} gave ${value}, and race.rule.bounds are ${least} to ${most}.
    Allowed: values from ${least} to ${most}
    Fix: Declare bounds that hold for every training.`;
}
