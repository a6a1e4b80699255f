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
  /** The same a training, amortised over so many of them: 1,000 and 10,000, where it came so far. */
  readonly ownMsAt?: Readonly<Record<number, number>>;
  /** Where it did not end: trainings if everybody contested now took all replicates. */
  readonly atMost?: number;
}

export interface SearchMode {
  readonly name: string;
  race(field: SearchField, criterion: 'mean' | 'q3', seed: number, until: () => boolean): SearchOutcome;
}

/** Outcomes at which the plan's own time is told. */
const MARKS: readonly number[] = [1000, 10_000];

/** Takes the plan's time step by step. */
export interface OwnTime {
  readonly ms: number;
  readonly at: Readonly<Record<number, number>>;
  /** Runs a step of the plan, after which there are so many outcomes. */
  spend<Value>(step: () => Value, outcomes: () => number): Value;
}

export function ownTime(): OwnTime {
  let ms = 0;
  const at: Record<number, number> = {};
  return {
    get ms() {
      return ms;
    },
    at,
    spend: (step, outcomes) => {
      const before = process.cpuUsage();
      const value = step();
      const { user, system } = process.cpuUsage(before);
      ms += (user + system) / 1000;
      for (const mark of MARKS) if (at[mark] === undefined && outcomes() >= mark) at[mark] = ms / outcomes();
      return value;
    },
  };
}
