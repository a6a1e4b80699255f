/** @file Deliveries that cannot be used: each is set aside and named once; where somebody sends thousands, a count stands for the rest. */
import type { UnusableDelivery } from '../../core/index.js';

/** So many are named one by one. */
const MOST_NAMED = 3;

export class Quarantine {
  readonly #move: (delivery: UnusableDelivery) => Promise<string>;
  readonly #tell: (text: string) => void;
  #count = 0;

  /** `move` gives where the delivery lies then. */
  constructor(move: (delivery: UnusableDelivery) => Promise<string>, tell: (text: string) => void) {
    this.#move = move;
    this.#tell = tell;
  }

  async take(delivery: UnusableDelivery): Promise<void> {
    const place = await this.#move(delivery);
    this.#count++;
    if (this.#count <= MOST_NAMED) {
      this.#tell(
        `a delivery cannot be used: ${delivery.flaw}. It was set aside (${place}); its trial is offered again`,
      );
    } else if (Number.isInteger(Math.log10(this.#count))) {
      this.#tell(`${this.#count} deliveries could not be used and were set aside so far; the last: ${delivery.flaw}`);
    }
  }
}
