/** @file A rule that is raced on a field, driven as a run drives it, and what a race came to. */
import type { SearchField } from './field.js';

export interface SearchOutcome {
  readonly trainings: number;
  /** False where the time was up before the race had ended. */
  readonly ended: boolean;
  readonly pick: number;
  readonly set: readonly number[];
  readonly tolerance: number;
  readonly untried: number;
  /** Processor time of the plan alone, in ms. */
  readonly ownMs: number;
  /** Where it did not end: trainings if everybody contested now took all replicates. */
  readonly atMost?: number;
}

export interface SearchMode {
  readonly name: string;
  race(field: SearchField, criterion: 'mean' | 'q3', seed: number, until: () => boolean): SearchOutcome;
}

/** Processor time since then, in ms. */
export function spentSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
