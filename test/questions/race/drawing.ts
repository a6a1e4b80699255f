/** @file Configurations of two numbers that join a searching race, by what the race itself proposes. */
import { randomFrom } from '../../../src/core/index.js';
import type { Draft, DraftSource, Newcomers } from '../../../src/questions/race/plan/index.js';

/** Points are 4 times a share, as those of ranges are. Whom it was shown at each look joins, and is remembered. */
export class Drawing implements Newcomers {
  readonly joined = new Map<number, readonly Draft[]>();
  readonly places: number[][];
  readonly #draws: number;

  constructor(draws: number) {
    const random = randomFrom('refine test');
    this.places = Array.from({ length: draws }, () => [4 * random.uniform(), 4 * random.uniform()]);
    this.#draws = draws;
  }

  readonly source: DraftSource = {
    near: (from, width, ...names) => {
      const at = typeof from === 'string' ? (this.places[Number(from)] as number[]) : from.places;
      const random = randomFrom('near', ...names);
      return { places: Array.from(at, (place) => Math.min(4, Math.max(0, place + 4 * width * random.normal()))) };
    },
    anywhere: (...names) => {
      const random = randomFrom('anywhere', ...names);
      return { places: [4 * random.uniform(), 4 * random.uniform()] };
    },
  };

  joining({ outcomes, propose }: Parameters<Newcomers['joining']>[0]) {
    const drafts = this.joined.get(outcomes) ?? propose(this.source);
    const isNew = !this.joined.has(outcomes);
    this.joined.set(outcomes, drafts);
    const first = isNew
      ? this.places.length
      : this.#draws + [...this.joined].filter(([at]) => at < outcomes).flatMap(([, one]) => one).length;
    if (isNew) this.places.push(...drafts.map(({ places }) => Array.from(places)));
    return { newcomers: drafts.map(({ places }, index) => ({ id: String(first + index), places })), refused: 0 };
  }
}
