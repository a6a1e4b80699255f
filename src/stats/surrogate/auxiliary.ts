/**
 * @file Evidence that is cheaper or older than the trials that count: an earlier run, another tool's table. It has a
 * surrogate of its own, and the main one learns how far that tells the losses that count: as in recursive co-kriging (Kennedy and
 * O'Hagan 2000, doi 10.1093/biomet/87.1.1), where each level is a multiple of the one below it and a process of its own.
 */
import { kendallTauB } from '../agreement.js';
import { mean } from '../moments.js';
import { drawIn, fitLosses } from './fit-losses.js';
import type { SettingPlaces } from './places.js';
import type { LearntSource } from './trend.js';

export interface AuxiliarySource {
  /** Different from those of other sources. */
  readonly name: string;
  /** Row t is candidate t of the source, on the axes of the candidates that it is to tell of. One in the same place is the same one. */
  readonly places: SettingPlaces;
  /** Of t: finite, at least one, lower is better, in any unit. */
  readonly values: readonly ArrayLike<number>[];
}

/** What a source was worth. */
export interface AuxiliaryFinding {
  readonly name: string;
  /** Tried candidates that it has values of. */
  readonly both: number;
  /** Kendall's tau-b over these, of its mean values and their mean losses; NaN where either are all equal. */
  readonly tau: number;
  /** At 95 %; null for too few. */
  readonly interval: readonly [low: number, high: number] | null;
  /** False where predictions of candidates from the others are no better with it. */
  readonly used: boolean;
  /** Losses for each unit of the source; 0 where it is not used. */
  readonly weight: number;
}

/** From at least as many rows as a surrogate needs. What a candidate has there itself counts by its precision. */
export function learnSource(
  { name, places, values }: AuxiliarySource,
  ...names: readonly (string | number)[]
): LearntSource {
  const panel = new Uint8Array(places.rows);
  const { predict, leftOut } = fitLosses(places, values, panel, [], undefined, 'auxiliary', name, ...names);
  const drawn = drawIn(values).values;
  const known = new Map<string, { readonly mean: number; readonly variance: number }>();
  drawn.forEach((value, row) => {
    const open = leftOut.variances[row] as number;
    const noise = (leftOut.noises[row] as number) / (values[row] as ArrayLike<number>).length;
    const share = open / (open + noise);
    const own = { mean: share * value + (1 - share) * (leftOut.means[row] as number), variance: share * noise };
    known.set(placeKey(places, row), own);
  });
  return (others) => {
    const { means, variances } = predict(others);
    for (let row = 0; row < others.rows; row++) {
      const own = known.get(placeKey(others, row));
      if (own === undefined) continue;
      means[row] = own.mean;
      variances[row] = own.variance;
    }
    return { means, variances };
  };
}

/** How the source orders candidates that have losses, too. */
export function agreementWith(
  { places, values }: AuxiliarySource,
  tried: SettingPlaces,
  losses: readonly ArrayLike<number>[],
): Pick<AuxiliaryFinding, 'both' | 'tau' | 'interval'> {
  const ofPlace = new Map(values.map((own, row) => [placeKey(places, row), mean(own)]));
  const theirs = losses.map((_, row) => ofPlace.get(placeKey(tried, row)));
  const both = Array.from(losses.keys()).filter((row) => theirs[row] !== undefined);
  const { tau, interval } = kendallTauB(
    both.map((row) => theirs[row] as number),
    both.map((row) => mean(losses[row] as ArrayLike<number>)),
  );
  return { both: both.length, tau, interval };
}

function placeKey({ axes, values }: SettingPlaces, row: number): string {
  return values.subarray(row * axes.length, (row + 1) * axes.length).join();
}
