/** @file Finds out whether a trainer does what its seeds say: equal seeds equal losses, other seeds other losses. */
import { type Executor, type Outcome, type Trial, type TrialSource, trialKey } from '../core/index.js';
import { removeTrialFolder } from '../work/here/index.js';
import { alteredExecutor } from './altered-executor.js';

/** Losses of one trial that differ by less than this share are rounding, e.g. of sums in another order. */
const TOLERANCE = 1e-6;

/** So many completed trials are waited for, so that a quick one can be trained again. */
const ENOUGH = 3;

/** No run asks for so many repeats of a trial: the extra one is never taken for one of the run's. */
const BESIDES = 1_000_000;

/**
 * The same executor, which also trains the quickest of the first few trials once more, unlogged,
 * and warns when the loss is another one, or when the losses of a candidate are the same whatever the seeds. Nobody waits
 * for that trial.
 */
export function withSeedCheck(executor: Executor, artifactFolder: string, warn: (text: string) => void): Executor {
  const check = new SeedCheck(warn);
  return alteredExecutor(executor, {
    execute: async (source, onOutcome, signal) => {
      const take = (outcome: Outcome) => {
        if (!check.see(outcome)) onOutcome(outcome);
      };
      await executor.execute(check.beside(source), take, signal);
      if (check.trial === undefined) return;
      executor.logged?.([check.trial]);
      await removeTrialFolder(artifactFolder, check.trial);
    },
  });
}

class SeedCheck {
  readonly #warn: (text: string) => void;
  readonly #completed: Outcome[] = [];
  readonly #repeats = new Repeats();
  #first: Outcome | undefined;
  #needed = ENOUGH;
  /** Trained in addition to those of the run. */
  trial: Trial | undefined;

  constructor(warn: (text: string) => void) {
    this.#warn = warn;
  }

  /** The trials of a source, and the one that is trained again, as soon as there is one. */
  beside(source: TrialSource): TrialSource {
    return {
      take: () => this.#again() ?? source.take(),
      takeAhead: () => source.takeAhead?.(),
      more: async () => {
        if (await source.more()) return true;
        // No more will come: whatever there is must do.
        this.#needed = 1;
        return this.#isDue();
      },
    };
  }

  /** True for the outcome of the trial that was trained again: it is nobody else's. */
  see(outcome: Outcome): boolean {
    if (this.trial !== undefined && trialKey(outcome.trial) === trialKey(this.trial)) {
      const first = this.#first as Outcome;
      if (outcome.status === 'completed' && !isClose(outcome.loss, first.loss)) {
        this.#warn(unrepeatable(first, outcome));
      }
      return true;
    }
    if (outcome.status !== 'completed' && outcome.status !== 'diverged') return false;
    if (this.trial === undefined && outcome.status === 'completed') this.#completed.push(outcome);
    const constant = this.#repeats.see(outcome);
    if (constant > 0) {
      const { candidate } = outcome.trial;
      this.#warn(`the seeds change nothing: candidate ${candidate} has given exactly the same loss ${constant} times`);
    }
    return false;
  }

  #isDue(): boolean {
    return this.trial === undefined && this.#completed.length >= this.#needed;
  }

  #again(): Trial | undefined {
    if (!this.#isDue()) return undefined;
    this.#first = this.#completed.toSorted((a, b) => a.seconds - b.seconds)[0] as Outcome;
    this.trial = { ...this.#first.trial, repeat: BESIDES };
    return this.trial;
  }
}

/** Equal losses in so many replicates beyond the first of each candidate are no accident. */
const ENOUGH_REPEATS = 4;

/** Looks whether every candidate has one loss, whatever the replicate. */
class Repeats {
  readonly #seen = new Map<string, { readonly loss: number; times: number }>();
  #count = 0;
  #isOver = false;

  /** Above 0 once, when enough has been seen and all of it is constant: how often this candidate gave this loss. */
  see({ trial: { candidate }, status, loss: reported }: Outcome): number {
    if (this.#isOver) return 0;
    // Who diverges with some seeds alone is changed by them; who always does says nothing of them.
    const loss = status === 'diverged' ? Number.POSITIVE_INFINITY : reported;
    const seen = this.#seen.get(candidate);
    if (seen === undefined) {
      this.#seen.set(candidate, { loss, times: 1 });
      return 0;
    }
    seen.times++;
    if (seen.loss === loss && status === 'completed') this.#count++;
    this.#isOver = seen.loss !== loss || this.#count >= ENOUGH_REPEATS;
    return this.#isOver && seen.loss === loss ? seen.times : 0;
  }
}

function isClose(left: number, right: number): boolean {
  return Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
}

function unrepeatable({ trial, loss }: Outcome, again: Outcome): string {
  return (
    `the trainer does not follow its seeds: candidate ${trial.candidate}, replicate ${trial.streams.init}, gave ` +
    `${loss} and, trained again with the same seeds, ${again.loss}; seed every source of randomness to make results repeatable`
  );
}
