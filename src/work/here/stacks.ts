/**
 * @file Which of the trials that wait go along with one that a place has taken, to be trained together: of one key, no more than leave
 * every other place as many, and none where trainings of that key could not be done together before.
 */
import {
  type Candidate,
  type ExecutorListener,
  type Outcome,
  STACK_SIZES,
  type Stackable,
  type Trial,
} from '../../core/index.js';

/** Says which trainings can be done together; undefined for one that is done alone. */
export type StackRule = (candidate: Candidate, trial: Trial) => Stackable | undefined;

/** Of the trials that wait so many are looked at. */
const MOST_LOOKED_AT = 512;

/** What came of trials that were to be trained together. */
export interface TrainedTogether {
  /** In their order; empty where they were not trained together, which is no attempt at any of them. */
  readonly outcomes: readonly Outcome[];
  /** Why they were not. */
  readonly undone?: string;
}

export class Stacks {
  readonly #rule: (trial: Trial) => Stackable | undefined;
  readonly #places: number;
  readonly #onEvent: ExecutorListener;
  /** Keys of what is trained alone from now on. */
  readonly #alone = new Set<string>();

  /** `places`: that train side by side. */
  constructor(rule: (trial: Trial) => Stackable | undefined, places: number, onEvent: ExecutorListener) {
    this.#rule = rule;
    this.#places = places;
    this.#onEvent = onEvent;
  }

  /** Those of `waiting` that go along with `trial`. */
  choose(trial: Trial, waiting: readonly Trial[]): readonly Trial[] {
    const share = Math.ceil((1 + waiting.length) / this.#places);
    if (share < Math.min(...STACK_SIZES)) return [];
    const stackable = this.#rule(trial);
    if (stackable === undefined || this.#alone.has(stackable.key)) return [];
    const { key, most } = stackable;
    const fitting = STACK_SIZES.filter((size) => size <= most);
    if (fitting.length === 0) this.#endWith(key, 'several would take more memory than they may together');
    const others = waiting.slice(0, MOST_LOOKED_AT).filter((other) => this.#rule(other)?.key === key);
    const size = fitting.find((one) => one <= Math.min(share, 1 + others.length)) ?? 1;
    return others.slice(0, size - 1);
  }

  /** What could not be trained together with `trial` is not tried again. */
  undone(trial: Trial, why: string): void {
    const key = this.#rule(trial)?.key;
    if (key !== undefined) this.#endWith(key, why);
  }

  #endWith(key: string, why: string): void {
    if (this.#alone.has(key)) return;
    this.#alone.add(key);
    this.#onEvent({ kind: 'note', text: `trainings of one shape go on one at a time: ${why}` });
  }
}
