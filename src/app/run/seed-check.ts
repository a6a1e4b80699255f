/** @file Finds out whether a trainer does what its seeds say: equal seeds equal losses, other seeds other losses. It takes one training. */
import {
  type Executor,
  type Outcome,
  type Question,
  type Store,
  type Trial,
  type TrialSource,
  trialKey,
} from '../../core/index.js';
import { leastTrials } from '../../questions/race/plan/index.js';
import { removeTrialFolder } from '../../work/here/index.js';
import { isSeedCheck, seedCheckOf, withoutFiles } from '../ask/trained-beside.js';
import type { Prepared } from '../questions/question-kind.js';
import { alteredExecutor } from '../workers/outcome-gate.js';

/** Losses of one trial that differ by less than this share are rounding, e.g. of sums in another order. */
const TOLERANCE = 1e-6;

/** This many completed trials are waited for, so that a quick one can be trained again. */
const ENOUGH = 3;

/** A check takes no more than a tenth of a budget of trials. */
const LEAST_BUDGET = 10;

/**
 * What the budget of trials is charged for the check, in every stretch alike, so that the plan is given the same; undefined where none is
 * to be made: the trainer is Surefoot's own, or the budget is too small for it.
 */
export function chargedForSeeds({
  backend,
  budget: { trials = Number.POSITIVE_INFINITY },
  planned: { work },
}: Pick<Prepared, 'backend' | 'budget' | 'planned'>): 1 | undefined {
  // One more would leave a race without an answer, or a study one short of all.
  const isTight = work.kind === 'race' ? trials <= leastTrials(work.facts) : trials === work.trials;
  return backend.checksSeeds === true && trials >= LEAST_BUDGET && !isTight ? 1 : undefined;
}

/**
 * The same executor, which also trains the quickest of the first few trials once more, logged beside those of the run,
 * and warns when the loss is another one, or when the losses of a candidate are the same whatever the seeds. Nothing waits
 * for that trial. As it is where the log has such a trial already.
 */
export function withSeedCheck(
  executor: Executor,
  artifactFolder: string,
  { question, store, warn }: SeedCheckLog,
): Executor {
  if (store.outcomes().some(({ trial }) => isSeedCheck(trial))) return executor;
  const check = new SeedCheck(warn);
  return alteredExecutor(executor, {
    execute: async (source, onOutcome, signal) => {
      const take = (outcome: Outcome) => {
        if (check.see(outcome)) record(question, outcome);
        else onOutcome(outcome);
      };
      await executor.execute(check.beside(source), take, signal);
      if (check.trial === undefined) return;
      executor.logged?.([check.trial]);
      // Where it cannot be, the end of the run tries again, and says so.
      await removeTrialFolder(artifactFolder, check.trial).catch(() => {});
    },
  });
}

interface SeedCheckLog {
  readonly question: Pick<Question, 'append'>;
  readonly store: Pick<Store, 'outcomes'>;
  readonly warn: (text: string) => void;
}

function record(question: Pick<Question, 'append'>, outcome: Outcome): void {
  try {
    question.append([withoutFiles(outcome)]);
  } catch {
    // A log that cannot be written is reported with the next outcome.
  }
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

  /** True for the outcome of the trial that was trained again: it is no trial of the question. */
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
    this.trial = seedCheckOf(this.#first.trial);
    return this.trial;
  }
}

/** Equal losses in so many replicates beyond the first of each candidate are no accident. */
const ENOUGH_REPEATS = 4;

/** Looks whether every candidate has one loss, whatever the seeds. Equal seeds at another size of the sample say nothing of them. */
class Repeats {
  readonly #seen = new Map<string, { readonly loss: number; times: number }>();
  readonly #seeds = new Set<string>();
  #count = 0;
  #isOver = false;

  /** Above 0 once, when enough has been seen and all of it is constant: how often this candidate gave this loss. */
  see({ trial: { candidate, streams }, status, loss: reported }: Outcome): number {
    if (this.#isOver) return 0;
    const seeds = JSON.stringify([candidate, streams]);
    if (this.#seeds.has(seeds)) return 0;
    this.#seeds.add(seeds);
    // A candidate that diverges with some seeds alone is changed by them; one that always does says nothing of them.
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
