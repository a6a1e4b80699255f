/** @file Says whether losses are better than a fixed value beyond doubt: by the sign test, which asks for no distribution. */
import { binomialUpperTail } from './binomial.js';

interface AgainstValue {
  /** Losses that are smaller. */
  readonly better: number;
  /** Whether most of further losses will be, at 5 %; of fewer losses than that can be told by, all have to be smaller. */
  readonly isMostly: boolean;
}

const ALPHA = 0.05;

export function compareWithValue(losses: readonly number[], value: number): AgainstValue {
  const better = losses.filter((loss) => loss < value).length;
  const isMostly =
    losses.length > 0 && (better === losses.length || binomialUpperTail(better, losses.length, 0.5) <= ALPHA);
  return { better, isMostly };
}
