/** @file Exact tests of counts: whether something happens more often in one set of trainings than in another (Fisher 1922, doi 10.2307/2340521). */

/** `events` of `n` trainings. */
export interface Happened {
  readonly events: number;
  readonly n: number;
}

/**
 * One-sided: that it happens more often in the first. The chance that so many of all events fall on the first where all trainings are alike.
 *
 * @example moreOften({ events: 3, n: 4 }, { events: 0, n: 20 }) // 0.00198: 4 of 2,024 ways
 */
export function moreOften(first: Happened, second: Happened): number {
  const [n, events] = [first.n + second.n, first.events + second.events];
  let total = 0;
  for (let seen = first.events; seen <= Math.min(events, first.n); seen++)
    total += Math.exp(logWays(first.n, seen) + logWays(second.n, events - seen) - logWays(n, events));
  return Math.min(1, total);
}

/**
 * The chance of at most so many events as in the first where it has `times` the share of the second, which is taken as it was seen; events are
 * rare, and Poisson.
 *
 * @example lessThanTimes({ events: 0, n: 20 }, { events: 3, n: 60 }, 2) // 0.135: none where two are expected
 */
export function lessThanTimes(first: Happened, second: Happened, times: number): number {
  const expected = (times * first.n * second.events) / second.n;
  let [term, total] = [Math.exp(-expected), 0];
  for (let seen = 0; seen <= first.events; seen++) {
    total += term;
    term *= expected / (seen + 1);
  }
  return Math.min(1, total);
}

function logWays(n: number, chosen: number): number {
  if (chosen < 0 || chosen > n) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let place = 1; place <= chosen; place++) sum += Math.log((n - chosen + place) / place);
  return sum;
}
