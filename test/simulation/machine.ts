/** @file A machine of the simulation: its clock, which may stop or jump, and its life, which may end at any moment. */
import type { Clock } from '../../src/core/index.js';
import type { SimulatedClock } from './simulated-clock.js';

export class Machine implements Clock {
  readonly name: string;
  readonly #world: SimulatedClock;
  readonly #onEnd: (() => void)[] = [];
  #offsetMs = 0;
  #pausedUntilMs = 0;
  #isUp = true;
  /** When its clock last stood still, or it was not served; for who judges what it did. */
  lastStallMs = Number.NEGATIVE_INFINITY;
  /** Nothing comes through, from it or to it, before. */
  cutOffUntilMs = 0;

  constructor(name: string, world: SimulatedClock) {
    this.name = name;
    this.#world = world;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  get isCutOff(): boolean {
    return this.#world.nowMs() < this.cutOffUntilMs;
  }

  nowMs(): number {
    return this.#world.nowMs() + this.#offsetMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    let callOff = () => {};
    const due = () => {
      if (!this.#isUp) return;
      const restMs = this.#pausedUntilMs - this.#world.nowMs();
      if (restMs > 0) callOff = this.#world.after(restMs, due);
      else callback();
    };
    callOff = this.#world.after(delayMs, due);
    return () => callOff();
  }

  /** Nothing runs for so long; its clock may stand still as well, as a sleeping laptop's does. */
  pause(ms: number, withClock: boolean): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#world.nowMs() + ms);
    this.lastStallMs = this.#pausedUntilMs;
    if (withClock) this.#offsetMs -= ms;
  }

  jump(ms: number): void {
    this.#offsetMs += ms;
  }

  onEnd(callback: () => void): void {
    this.#onEnd.push(callback);
  }

  /** All that ran on it is gone; it will not come back under this name. */
  end(): void {
    if (!this.#isUp) return;
    this.#isUp = false;
    for (const callback of this.#onEnd) callback();
  }
}
