/**
 * @file A worker's own look for leases that ran out, while nobody coordinates: workers go on with what is offered, whichever of them is
 * lost meanwhile.
 */

import { ObservedRun, type OpenedRun } from './observed-run.js';
import type { News } from './records.js';

/** In a lease: so often. */
const LOOKS = 4;

export class LostLeases {
  readonly #run: OpenedRun;
  /** Since the coordinator is silent: nothing is offered meanwhile. */
  #view: ObservedRun | undefined;
  #beat = -1;
  #beatMs: number;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #again: News['again'] = [];

  constructor(run: OpenedRun) {
    this.#run = run;
    this.#beatMs = run.clock.nowMs();
  }

  /** What may be claimed again by this worker's own observation; nothing as long as there is a coordinator, who says it. */
  async look({ beat }: News): Promise<News['again']> {
    const { clock, leaseMs } = this.#run;
    const now = clock.nowMs();
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#beatMs = now;
      this.#view = undefined;
      this.#again = [];
    }
    if (now - this.#beatMs <= leaseMs || now - this.#lookedMs < leaseMs / LOOKS) return this.#again;
    this.#lookedMs = now;
    const view = this.#view ?? (await ObservedRun.open(this.#run));
    this.#view = view;
    await view.look();
    await view.hear();
    await view.judge();
    this.#again = view.again();
    return this.#again;
  }
}
