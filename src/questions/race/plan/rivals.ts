/**
 * @file Rivals of a winner as an answer has them, of a race among given candidates and of one that searches: each with its difference to the
 * winner and an interval that agrees with its standing.
 */
import { defined } from '../../../core/index.js';
import { type Criterion, effectSize, intervalBy } from '../../../stats/index.js';
import type { Difference } from './adaptive/bounds.js';
import { type LossEvidence, largestValue, rowOfLosses, supportedDifference } from './adaptive/evidence.js';
import type { Assessment } from './adaptive/verdict.js';
import type { RaceAnswer, RivalAnswer, RivalStanding } from './answer-schema.js';
import { compareCenters } from './race.js';

/** Trials in common with the winner from which a rival is called worse: one or two may be bad luck. */
const LEAST_TRIALS_OF_WORSE = 3;

/** Of a rival whose difference cannot be told. */
interface Untold {
  /** Why there is no interval. */
  readonly why: string;
  /** Worse, or behind so far, where absent. */
  readonly standing?: RivalStanding;
  /** Its trainings; those it has in common with the winner where absent. */
  readonly n?: number;
}

interface Told extends Pick<Untold, 'n'>, Difference {
  /** Whether it may still be better by more than the tolerance. */
  readonly isOpen: boolean;
  /** Absent, or NaN, if it cannot be told. */
  readonly trialsToSettle?: number;
  /** Why there is no interval all the same. */
  readonly why?: string | undefined;
}

type RivalFinding = Untold | Told;

interface Choice {
  readonly criterion: Criterion;
  /** With its losses by replicate. */
  readonly evidence: LossEvidence;
  readonly ids: readonly string[];
  readonly winner: number;
  /** Its criterion, in units of the loss. */
  readonly ours: number;
  readonly tolerance: number;
  /** The set, in order. */
  readonly set: readonly string[];
  readonly by: Assessment['by'] | 'posterior';
  readonly level: number;
}

export type Rivals = Pick<RaceAnswer, 'rivals' | 'ties' | 'undecided'>;

/** What an answer says where none is chosen. */
export const NONE_CHOSEN = {
  ...{ winner: null, verdict: null, tolerance: null, bound: null, steadier: null, unconfirmed: null },
  ...{ rivals: [], ties: [], undecided: [] },
} as const satisfies Partial<RaceAnswer>;

/** By difference, those without one last, ties as in the set, then by id. `found`: undefined for one that is no rival. */
export function rivalsOf(about: Choice, found: (i: number) => RivalFinding | undefined): Rivals {
  const { criterion, evidence, ids, winner, set } = about;
  const largest = largestValue(criterion, evidence);
  const rivals: RivalAnswer[] = [];
  ids.forEach((candidate, i) => {
    const finding = i === winner ? undefined : found(i);
    if (finding === undefined) return;
    const [theirs, own] = lossesInCommon(evidence, i, winner);
    const n = finding.n ?? theirs.length;
    const worse = n < LEAST_TRIALS_OF_WORSE ? 'behind' : 'worse';
    const shared = { candidate, n, effectSize: theirs.length === 0 ? 0 : effectSize(theirs, own, criterion) };
    if ('isOpen' in finding) {
      rivals.push({ ...shared, ...told(about, finding, { n, worse, largest }) });
    } else {
      const { why: reason, standing = worse } = finding;
      rivals.push({ ...shared, difference: Number.POSITIVE_INFINITY, interval: { reason, n }, standing });
    }
  });
  const places = new Map(set.map((id, place) => [id, place]));
  const placeOf = ({ candidate }: RivalAnswer): number => places.get(candidate) ?? ids.length;
  const isUndecided = ({ standing }: RivalAnswer): number => Number(standing === 'undecided');
  rivals.sort(
    (a, b) =>
      compareCenters(a.difference, b.difference) ||
      isUndecided(a) - isUndecided(b) ||
      placeOf(a) - placeOf(b) ||
      (a.candidate < b.candidate ? -1 : 1),
  );
  const those = (wanted: RivalStanding): string[] =>
    rivals.filter(({ standing }) => standing === wanted).map(({ candidate }) => candidate);
  return { rivals, ties: those('tied'), undecided: those('undecided') };
}

function told(
  { ours, tolerance, by, level }: Choice,
  { value, isOpen, trialsToSettle, why, ...difference }: Told,
  { n, worse, largest }: { readonly n: number; readonly worse: 'behind' | 'worse'; readonly largest: number },
): Pick<RivalAnswer, 'difference' | 'interval' | 'trialsToSettle' | 'standing'> {
  const standing = isOpen ? 'tied' : difference.low <= 0 ? 'close' : worse;
  const low = lowestOf(difference, standing, tolerance);
  const isUnknown = Number.isNaN(low) || Number.isNaN(difference.high);
  const reason = why ?? (isUnknown ? 'too few of its losses are finite' : undefined);
  return {
    difference: supportedDifference(value, { largest, ours, low }),
    interval: reason === undefined ? intervalBy(by, [low, difference.high], level, n) : { reason, n },
    ...defined({ trialsToSettle: Number.isNaN(trialsToSettle) ? undefined : trialsToSettle }),
    standing,
  };
}

/** The lower end, cut so that it agrees with the standing; docs/method.md says what holds at once. */
function lowestOf(
  { low, leastForAll }: Pick<Difference, 'low' | 'leastForAll'>,
  standing: RivalStanding,
  tolerance: number,
): number {
  if (standing === 'tied') return Math.min(low, -tolerance);
  if (standing === 'behind') return 0;
  return standing === 'close' ? Math.max(low, -tolerance) : Math.max(leastForAll, 0);
}

/** Finite or infinite losses of two candidates on the replicates that both have. */
export function lossesInCommon(evidence: LossEvidence, first: number, second: number): [Float64Array, Float64Array] {
  const rows = [rowOfLosses(evidence, first), rowOfLosses(evidence, second)] as const;
  const common = Math.min(rows[0].length, rows[1].length);
  const places: number[] = [];
  for (let place = 0; place < common; place++) {
    if (!Number.isNaN(rows[0][place]) && !Number.isNaN(rows[1][place])) places.push(place);
  }
  const at = (row: Float64Array) => Float64Array.from(places, (place) => row[place] as number);
  return [at(rows[0]), at(rows[1])];
}
