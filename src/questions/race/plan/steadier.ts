/** @file Finds who varies less than the choice beyond doubt among those that may be as good. */
import { pooledKurtosis, SPREAD_RATIO_MINIMUM, type SpreadRatio, spreadRatio } from '../../../stats/index.js';

/** Losses of a member of the set. */
export interface MemberLosses {
  readonly candidate: string;
  /** Of the choice and of the member: as many, all finite where anything shall be said of them. */
  readonly choice: Float64Array;
  readonly own: Float64Array;
}

export interface SteadierMember extends SpreadRatio {
  readonly candidate: string;
  /** Of the interval, which is adjusted over the members compared. */
  readonly level: number;
  /** Losses of each. */
  readonly n: number;
}

/** The steadiest whose interval of the ratio lies below 1, at `1 - alpha` over all members that can be compared. */
export function findSteadier(members: readonly MemberLosses[], alpha: number): SteadierMember | undefined {
  const compared = members.filter(
    ({ choice, own }) =>
      own.length >= SPREAD_RATIO_MINIMUM && choice.every(Number.isFinite) && own.every(Number.isFinite),
  );
  const kurtosis = pooledKurtosis(compared.flatMap(({ choice, own }) => [choice, own]));
  const level = 1 - alpha / compared.length;
  let steadiest: SteadierMember | undefined;
  for (const { candidate, choice, own } of compared) {
    const ratio = spreadRatio(own, choice, kurtosis, level);
    if (ratio === undefined || ratio.high >= 1 || ratio.high >= (steadiest?.high ?? 1)) continue;
    steadiest = { candidate, ...ratio, level, n: own.length };
  }
  return steadiest;
}
