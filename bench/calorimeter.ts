/** @file Events per second of the simulated calorimeter on one core, in processor time: `npm run bench:calorimeter`. */
import { dataSpecSchema, loadDataset } from '../src/engine/datasets/index.js';

const EVENTS = 20_000;
const REPEATS = 5;

for (const spectrum of ['A', 'B']) {
  const rates: number[] = [];
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const spec = { source: 'calorimeter', spectrum, split: { pool: EVENTS, selection: 1, final: 1, seed: repeat } };
    const before = process.cpuUsage();
    await loadDataset(dataSpecSchema.parse(spec), { baseFolder: process.cwd() });
    const { user, system } = process.cpuUsage(before);
    // The first one warms the compiler up.
    if (repeat > 0) rates.push(EVENTS / ((user + system) / 1e6));
  }
  rates.sort((left, right) => left - right);
  const rounded = rates.map((rate) => Math.round(rate));
  console.log(`spectrum ${spectrum}: median ${rounded[(REPEATS - 1) / 2]} events/s (${rounded.join(', ')})`);
}
