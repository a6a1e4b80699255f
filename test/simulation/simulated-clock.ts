/** @file Time that passes when it is told to: callbacks in order, one after another, and all that follows from each of them. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/core/index.js';

interface Due {
  readonly atMs: number;
  /** Orders those that are due at the same time. */
  readonly number: number;
  readonly call: () => void;
}

export class SimulatedClock implements Clock {
  #nowMs = 0;
  #number = 0;
  /** A heap: the earliest is the first. */
  readonly #heap: Due[] = [];
  readonly #calledOff = new Set<number>();
  readonly #settled: () => Promise<void>;

  /** `settled` resolves when all that follows from a callback has happened: at once where promises wait for nothing else. */
  constructor(settled: () => Promise<void> = setImmediate) {
    this.#settled = settled;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const number = this.#number++;
    this.#push({ atMs: this.#nowMs + Math.max(0, delayMs), number, call: callback });
    return () => this.#calledOff.add(number);
  }

  /** Lets so much time pass. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await this.#settled();
    while ((this.#first()?.atMs ?? Number.POSITIVE_INFINITY) <= endMs) await this.step();
    this.#nowMs = endMs;
  }

  /** Goes to what is due next, with all that follows from it at once; false where nothing will ever be. */
  async step(): Promise<boolean> {
    const due = this.#first();
    if (due === undefined) return false;
    this.#pop();
    this.#nowMs = Math.max(this.#nowMs, due.atMs);
    due.call();
    await this.#settled();
    return true;
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let place = heap.push(due) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (isEarlier(heap[parent] as Due, due)) break;
      heap[place] = heap[parent] as Due;
      place = parent;
    }
    heap[place] = due;
  }

  /** What is due next; what was called off before it is gone. */
  #first(): Due | undefined {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined || !this.#calledOff.delete(top.number)) return top;
      this.#pop();
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isEarlier(heap[child + 1] as Due, heap[child] as Due)) child++;
      if (isEarlier(last, heap[child] as Due)) break;
      heap[place] = heap[child] as Due;
      place = child;
    }
    heap[place] = last;
  }
}

function isEarlier(one: Due, other: Due): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.number < other.number);
}
