/** @file Calls from a machine to a service elsewhere, with all that may happen to them on the way. */
import { type Random, RunError } from '../../src/core/index.js';
import type { Machine } from './machine.js';
import type { SimulatedClock } from './simulated-clock.js';

export interface LinkFaults {
  /** Share of calls that meet a fault; 0 once the world has calmed down. */
  share: number;
  /** Nobody reaches the service before. */
  outageUntilMs: number;
}

/** `duplicated`: it arrives twice. `late`: it hangs for minutes, is done then, and its answer is lost or not. */
type Fate = 'fine' | 'lost' | 'answer-lost' | 'duplicated' | 'late' | 'never';

const FATES: readonly Fate[] = ['lost', 'answer-lost', 'answer-lost', 'duplicated', 'late', 'never'];
const LATE_MS = 120_000;

export class Link {
  readonly #world: SimulatedClock;
  readonly #random: Random;
  readonly #faults: LinkFaults;

  constructor(world: SimulatedClock, random: Random, faults: LinkFaults) {
    this.#world = world;
    this.#random = random;
    this.#faults = faults;
  }

  /** `isRepeatable`: what is not may be lost, but does not arrive twice by itself. */
  call<Answer>(machine: Machine, run: () => Promise<Answer>, isRepeatable = true): Promise<Answer> {
    const fate = this.#fate(machine);
    return new Promise((resolve, reject) => {
      const fail = () => machine.after(this.#latency(), () => reject(unreachable()));
      const arrive = (answer: (value: Answer) => void) =>
        run().then(answer, (error) => machine.after(this.#latency(), () => reject(error)));
      const respond = (value: Answer) => machine.after(this.#latency(), () => resolve(value));
      switch (fate) {
        case 'lost':
          fail();
          return;
        case 'never':
          return;
        case 'answer-lost':
          this.#world.after(this.#latency(), () => void arrive(fail));
          return;
        case 'late':
          this.#world.after(this.#random.uniform() * LATE_MS, () => void arrive(respond));
          return;
        case 'duplicated':
          if (isRepeatable) this.#world.after(this.#random.uniform() * LATE_MS, () => void run().catch(() => {}));
          break;
        default:
      }
      this.#world.after(this.#latency(), () => void arrive(respond));
    });
  }

  #fate(machine: Machine): Fate {
    if (machine.isCutOff || this.#world.nowMs() < this.#faults.outageUntilMs)
      return this.#random.uniform() < 0.8 ? 'lost' : 'never';
    if (this.#random.uniform() >= this.#faults.share) return 'fine';
    return FATES[this.#random.below(FATES.length)] as Fate;
  }

  #latency(): number {
    return 1 + this.#random.uniform() * 20;
  }
}

export function unreachable(): RunError {
  return new RunError({ code: 'unreachable', what: 'The exchange does not answer.', fix: 'Wait.' });
}
