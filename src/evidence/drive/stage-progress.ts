/** @file Counts the trials of the stage that a plan is in, for progress. */
import type { RoundProgress, Stage } from '../../core/index.js';

export class StageProgress {
  #stage: Stage | undefined;
  #total = 0;
  #done = 0;
  #cut = false;
  #ended = true;

  isOf(stage: Stage): boolean {
    return this.#stage?.number === stage.number && this.#stage.phase === stage.phase;
  }

  begin(stage: Stage, trials: number, done: number, cut: boolean): void {
    this.#stage = stage;
    this.#total = trials;
    this.#done = done;
    this.#cut = cut;
    this.#ended = false;
  }

  /** More trials of the same stage. */
  extend(trials: number, done: number, cut: boolean): void {
    this.#total += trials;
    this.#done += done;
    this.#cut = cut;
    this.#ended = false;
  }

  answer(): void {
    this.#done++;
  }

  /** Whether it has just ended: all of it is there, and nobody has been told. */
  end(): boolean {
    if (this.#ended || this.#done < this.#total) return false;
    this.#ended = true;
    return true;
  }

  progress(running: number): RoundProgress {
    return {
      number: this.#stage?.number ?? 0,
      phase: this.#stage?.phase ?? '',
      done: this.#done,
      running: Math.min(running, this.#total - this.#done),
      total: this.#total,
      cut: this.#cut,
    };
  }
}
