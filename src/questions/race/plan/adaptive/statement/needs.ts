/**
 * @file What a statement without assumptions will take, told before the race: how wide an interval is with the trainings that there
 * may be of a candidate, and how many tell candidates apart. From the widths of the sequences alone; nothing is trained or simulated.
 */
import { meanBounds, normalQuantile, quantileRanks } from '../../../../../stats/index.js';
import type { RaceFacts } from '../../race.js';
import { errorOfEnd, type Sequences } from './ends.js';
import { sequencesOf } from './free-statement.js';

/** No race trains more. */
const MOST_TRAININGS = 100_000;
/** Losses of a bounded mean vary by so much of the bounds' width in the example. */
const EXAMPLE_SHARE = 0.1;

/** A sentence or two for people; undefined for a race whose statement is calibrated. */
export function statementNeeds({ rule, criterion, candidates, maxReplicates }: RaceFacts): string | undefined {
  if (rule.kind === 'rounds' || rule.statement === undefined) return undefined;
  const sequences = sequencesOf(criterion, rule.statement, { candidates: candidates.length, delta: rule.delta });
  const error = errorOfEnd(sequences);
  const enough = trainingsTo((n) => tellsApart(sequences, n, error));
  const count = Number.isFinite(enough) ? `About ${enough}` : `More than ${MOST_TRAININGS}`;
  const remedy = enough <= maxReplicates ? '' : ' Raise race.maxReplicates, or remove `statement`.';
  return (
    `A statement without assumptions takes many trainings. With ${maxReplicates} of each of ${candidates.length} candidates, ` +
    `${widthText(sequences, criterion.name, maxReplicates, error)} ${count} of each tell apart candidates ` +
    `${sequences.quantile === undefined ? 'that differ by so much' : 'whose normal losses differ by one standard deviation'}.${remedy}`
  );
}

function widthText({ quantile }: Sequences, criterion: string, n: number, error: number): string {
  if (quantile === undefined) {
    const width = Math.round(100 * widthOfMean(n, error));
    return `where losses vary by ${100 * EXAMPLE_SHARE} % of the width of the bounds, the interval of a mean spans ${width} % of it.`;
  }
  const { low, high } = quantileRanks(n, quantile, error);
  if (low > 0 && high <= n) return `${criterion} lies between their losses number ${low} and ${high} in order.`;
  const both = trainingsTo((more) => isClosed(quantileRanks(more, quantile, error), more));
  const [least, most] = [
    `is at least their loss number ${low} in order`,
    `is at most their loss number ${high} in order`,
  ];
  const ends = low > 0 ? `${least} and has no upper end` : high <= n ? `${most} and has no lower end` : 'has no end';
  return `${criterion} ${ends}: no verdict can be clear. Both ends take ${both}.`;
}

function isClosed({ low, high }: ReturnType<typeof quantileRanks>, n: number): boolean {
  return low > 0 && high <= n;
}

/** Whether the intervals of two candidates that differ by one standard deviation are apart, with losses where they are expected. */
function tellsApart({ quantile }: Sequences, n: number, error: number): boolean {
  if (quantile === undefined) return widthOfMean(n, error) <= EXAMPLE_SHARE;
  const range = quantileRanks(n, quantile, error);
  if (!isClosed(range, n)) return false;
  const expected = (rank: number): number => normalQuantile(rank / (n + 1));
  return expected(range.high) - expected(range.low) <= 1;
}

/** Of losses that lie to both sides of the middle in turn, over the width of the bounds. */
function widthOfMean(n: number, error: number): number {
  const values = Float64Array.from({ length: n }, (_, i) => 0.5 + (i % 2 === 0 ? EXAMPLE_SHARE : -EXAMPLE_SHARE));
  const [low, high] = meanBounds(values, [0, 1], error);
  return high - low;
}

/** The fewest trainings, to a hundredth; Infinity where the most that a candidate has are too few. */
function trainingsTo(isEnough: (n: number) => boolean): number {
  let n = 2;
  while (!isEnough(n)) {
    n += Math.max(1, Math.floor(n / 100));
    if (n > MOST_TRAININGS) return Number.POSITIVE_INFINITY;
  }
  return n;
}
