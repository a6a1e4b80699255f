/** @file A change of a session, and what it came to: a line of its file. */

/** A version of the code. */
interface ChangedVersion {
  /** Hash of all its files: equal code has equal ids. */
  readonly id: string;
  /** `HEAD`, `working tree`, a path. */
  readonly name: string;
}

/** A change, and what it came to. */
export interface JudgedChange {
  readonly baseline: ChangedVersion;
  readonly candidate: ChangedVersion;
  readonly verdict: 'keep' | 'discard' | 'undecided';
  /** Of what is kept: whether an error of 5 % would have kept it, too. */
  readonly sure: 'real' | 'likely' | null;
  /** In one sentence, why. */
  readonly reason: string;
  /** Better by, in the metric's own units; and its interval. */
  readonly gain: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  /** How often a change that gains nothing is kept, as it was asked. */
  readonly error: number;
  /** Trainings of each version that it rests on, and how many of both were there before. */
  readonly trainings: { readonly candidate: number; readonly baseline: number; readonly reused: number };
  /** Whether the candidate is the baseline from here on. */
  readonly moved: boolean;
}
