/** @file Simulates a table of houses and their prices, for tests: nothing in it is real. */
import { randomFrom } from '../../../src/core/index.js';
import type { Samples } from '../../../src/engine/datasets/index.js';

export const HOUSE_COLUMNS = ['area', 'rooms', 'age', 'distance', 'garden'] as const;

/** Prices around 250,000, spread by 110,000, of which 45,000 is noise that nothing in the table explains. */
export function simulateHouses(count: number, seed: string): Samples {
  const random = randomFrom('houses', seed);
  const inputs = new Float32Array(count * HOUSE_COLUMNS.length);
  const targets = new Float32Array(count);
  for (let house = 0; house < count; house++) {
    const area = Math.exp(4.7 + 0.35 * random.normal());
    const rooms = Math.max(1, Math.round(area / 28 + 0.8 * random.normal()));
    const age = random.below(110);
    const distance = -4 * Math.log(random.uniform() * random.uniform() + 1e-9);
    const garden = random.below(2);
    inputs.set([area, rooms, age, distance, garden], house * HOUSE_COLUMNS.length);
    const worth = 2700 * area * Math.exp(-distance / 22) * (1 - 0.0025 * age + 0.000018 * age ** 2);
    targets[house] = Math.max(20_000, worth + 9000 * rooms + 18_000 * garden + 45_000 * random.normal());
  }
  return { count, inputs, targets, features: {} };
}
