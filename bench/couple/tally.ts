/** @file Counts how often something that is printed holds. */
import { estimateShare } from '../../src/stats/index.js';

export class Tally {
  private readonly counts = new Map<string, { held: number; told: number; all: number }>();

  constructor(
    private readonly title: string,
    private readonly level: number,
  ) {}

  add(what: string, held: boolean): void {
    const count = this.of(what);
    count.told++;
    if (held) count.held++;
  }

  untold(what: string): void {
    this.of(what);
  }

  print(): void {
    for (const [what, { held, told, all }] of this.counts) {
      const { value, low, high } = estimateShare(held, Math.max(1, told), this.level);
      console.log(
        `| ${this.title} | ${what} | ${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)}) | ${(told / all).toFixed(2)} |`,
      );
    }
  }

  private of(what: string) {
    const count = this.counts.get(what) ?? { held: 0, told: 0, all: 0 };
    this.counts.set(what, count);
    count.all++;
    return count;
  }
}
