/** @file Seeks the figures with which a candidate that is out would have stayed: its own, moved as little as it takes towards those of the best, and beyond. */

/** Halvings: a thousandth of the last way is left. */
const STEPS = 10;
/** Twice as far each time: the best is close to equal ones, and may have to be beaten by more than a tolerance. */
const MOST_DOUBLINGS = 16;

/**
 * How far from its own figure to the best one a candidate has to come for `isIn` to hold, 1 being all of the way: to a thousandth of it;
 * undefined where nothing near does. Where it holds and ceases again on the way, one of these places.
 */
export function leastWay(isIn: (way: number) => boolean): number | undefined {
  let inside = 1;
  for (let doublings = 0; !isIn(inside); doublings++) {
    if (doublings === MOST_DOUBLINGS) return undefined;
    inside *= 2;
  }
  let out = inside === 1 ? 0 : inside / 2;
  for (let step = 0; step < STEPS; step++) {
    const middle = (out + inside) / 2;
    if (isIn(middle)) inside = middle;
    else out = middle;
  }
  return inside;
}

/** Two figures of a criterion: that of a candidate, and the best. */
interface Ends {
  readonly own: number;
  readonly best: number;
}

/** Of one that is as good as the best, the way is so much of its own figure. */
const LEAST_STEP = 1e-3;

/** What is taken off a location after so much of the way. */
export function lessAfter({ own, best }: Ends, way: number): number {
  return way * Math.max(own - best, LEAST_STEP * Math.abs(own));
}

/** Moves losses so that their location, or their spread, goes the way; infinite ones stay as they are. */
export function movedLosses(
  losses: Float64Array,
  ends: Ends & { readonly isSpread: boolean },
  way: number,
): Float64Array {
  const { own, best, isSpread } = ends;
  if (!isSpread) return losses.map((loss) => loss - lessAfter(ends, way));
  const finite = losses.filter(Number.isFinite);
  const middle = finite.reduce((sum, loss) => sum + loss, 0) / finite.length;
  const times = Math.min(1 - LEAST_STEP, best / own) ** way;
  return losses.map((loss) => (Number.isFinite(loss) ? middle + times * (loss - middle) : loss));
}
