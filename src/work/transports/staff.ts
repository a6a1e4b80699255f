/** @file The workers of a run, as its coordinator counts them: tells when there are others than before, and when there are none. */
import type { ExecutorListener, SeenWorker } from '../../core/index.js';

export class Staff {
  readonly #onEvent: ExecutorListener;
  /** Ids of workers that were counted, or that sent something. */
  readonly #known = new Set<string>();
  #hasStranger = false;
  #places = 0;
  #isAlone = false;

  constructor(onEvent: ExecutorListener) {
    this.#onEvent = onEvent;
  }

  /** Places for trials, when they were counted last. */
  get places(): number {
    return this.#places;
  }

  /** Whether somebody has sent something who was not there when they were counted: one who is quick may be done before the next time. */
  get hasStranger(): boolean {
    return this.#hasStranger;
  }

  hear(worker: string): void {
    this.#hasStranger ||= !this.#known.has(worker);
    this.#known.add(worker);
  }

  /** `open`: trials that are waited for. */
  count(seen: readonly SeenWorker[], open: number): void {
    this.#hasStranger = false;
    for (const { id } of seen) this.#known.add(id);
    const workers = seen.reduce((sum, { places }) => sum + places, 0);
    if (workers !== this.#places) this.#onEvent({ kind: 'workers', workers });
    this.#places = workers;
    const isAlone = workers === 0 && open > 0;
    if (isAlone && !this.#isAlone) this.#onEvent({ kind: 'no-workers', open });
    this.#isAlone = isAlone;
  }
}
