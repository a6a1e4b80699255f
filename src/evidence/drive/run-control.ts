/** @file Holds a run that goes on in somebody's hand: paused, resumed, and given a larger budget. */
import type { Budget } from './budget.js';

/** What follows a run's control: the loop. */
interface ControlledRun {
  hold(): void;
  release(): void;
  /** Limits that are all at least what they were. */
  raise(budget: Budget): void;
}

export class RunControl {
  #budget: Budget;
  #isPaused = false;
  #run: ControlledRun | undefined;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** What the run may use by now. */
  get budget(): Budget {
    return this.#budget;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** No trial starts any more until `resume`; those that are being trained end. */
  pause(): void {
    this.#isPaused = true;
    this.#run?.hold();
  }

  resume(): void {
    this.#isPaused = false;
    this.#run?.release();
  }

  /** Adds to the limits that there are; a limit that the run does not have stays away. */
  extend(by: Budget): void {
    const { trials, minutes } = this.#budget;
    this.#budget = {
      ...(trials === undefined ? {} : { trials: trials + (by.trials ?? 0) }),
      ...(minutes === undefined ? {} : { minutes: minutes + (by.minutes ?? 0) }),
    };
    this.#run?.raise(this.#budget);
  }

  /** Has a run follow from now on; the returned function lets it go. */
  follow(run: ControlledRun): () => void {
    this.#run = run;
    if (this.#isPaused) run.hold();
    return () => {
      if (this.#run === run) this.#run = undefined;
    };
  }
}
