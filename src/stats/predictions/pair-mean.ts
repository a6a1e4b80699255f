/**
 * @file The mean distance between any two members of a growing sample, and what each member is worth to its error. The distances of one member
 * rest on all others and move with each further one, so that their spread says little: half of the error, for many. Its jackknife does.
 */

/**
 * A U-statistic of order 2: without bias at any size from 2 on, and one pass over the members before for each further one.
 *
 * @example
 * const mean = new PairMean();
 * mean.add([]);          // the first: no distance yet
 * mean.add([0.1]);       // the second, 0.1 from the first
 * mean.add([0.3, 0.2]);
 * mean.value             // 0.2
 * mean.pseudoValues()    // [0.2, 0, 0.4]: of mean 0.2; the standard error of 0.2 is that of their mean
 */
export class PairMean {
  /** Of each member, to all others. */
  readonly #sums: number[] = [];
  #total = 0;

  get size(): number {
    return this.#sums.length;
  }

  /** NaN for fewer than two members. */
  get value(): number {
    return (2 * this.#total) / (this.size * (this.size - 1));
  }

  /** Takes the next member by its distances to all before it, in order. */
  add(distances: ArrayLike<number>): void {
    let own = 0;
    for (let place = 0; place < this.size; place++) {
      const distance = distances[place] as number;
      this.#sums[place] = (this.#sums[place] as number) + distance;
      own += distance;
    }
    this.#sums.push(own);
    this.#total += own;
  }

  /**
   * By member: their mean is the value, and their standard error that of the value, by the jackknife (Arvesen 1969, doi 10.1214/aoms/1177697287);
   * on average it is not too small (Efron and Stein 1981, doi 10.1214/aos/1176345462). One member has none (NaN), and two have one between
   * them, which the first is given: what they leave open only others can tell.
   */
  pseudoValues(): Float64Array {
    const { size, value } = this;
    if (size < 3) return Float64Array.from(this.#sums, (_, place) => (place === 0 ? value : Number.NaN));
    const weight = (2 * (size - 1)) / (size - 2);
    return Float64Array.from(this.#sums, (sum) => value + weight * (sum / (size - 1) - value));
  }
}
