/** @file A loss curve of bounded size, however many epochs there are. */

/** So many points at most; half of them when there would be more. */
const MOST_POINTS = 200;

export class LiveCurve {
  #points: number[] = [];
  #stride = 1;
  #epochs = 0;

  /** How many there were. */
  get epochs(): number {
    return this.#epochs;
  }

  add(losses: readonly number[]): void {
    for (const loss of losses) {
      if (this.#epochs++ % this.#stride === 0) this.#points.push(loss);
      if (this.#points.length <= MOST_POINTS) continue;
      this.#points = this.#points.filter((_, index) => index % 2 === 0);
      this.#stride *= 2;
    }
  }

  /** At even distances from the first on; null where one is not finite. */
  points(): (number | null)[] {
    return this.#points.map((loss) => (Number.isFinite(loss) ? Number(loss.toPrecision(6)) : null));
  }
}
