/** @file Ways to train for less, and what is known of them. */
import type { Fidelity, Trial } from '../../../../core/index.js';

/** One way to train for less. */
export interface CheapLevel {
  /** `5 of 50 epochs`, `500 of 2,000 examples`. */
  readonly name: string;
  /** What its trials have instead of what the others have; 0 = as these. */
  readonly fidelity: Fidelity;
  /** What a trial takes, as a share of one that counts; above 0 and below 1. */
  readonly share: number;
}

/** What is known of a level: its own trials, and how they go with those that count. */
export interface CheapFinding {
  readonly name: string;
  readonly share: number;
  readonly trials: number;
  /** Candidates with both kinds of trials. */
  readonly both: number;
  /** Kendall's tau-b over these; null where it is not known. */
  readonly tau: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  /** Whether they say who is trained. */
  readonly used: boolean;
}

export function isOfLevel({ fidelity }: Pick<Trial, 'fidelity'>, level: Pick<CheapLevel, 'fidelity'>): boolean {
  const { sampleSize, epochs } = level.fidelity;
  return fidelity.epochs === epochs && (sampleSize === 0 || fidelity.sampleSize === sampleSize);
}

/** The same trial for less. */
export function cheapTrial(trial: Trial, { fidelity: { sampleSize, epochs } }: CheapLevel): Trial {
  return { ...trial, fidelity: { sampleSize: sampleSize || trial.fidelity.sampleSize, epochs } };
}
