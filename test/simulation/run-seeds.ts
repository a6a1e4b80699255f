/** @file Simulates one seed after another and tells which ones broke a promise, and which. */
import { type Simulated, simulate, type TransportUnderTest } from './simulate.js';

/** Gives one line for each seed that failed; `SEED` in the environment runs that one alone, and prints its trace. */
export async function runSeeds(count: number, transport: TransportUnderTest): Promise<readonly string[]> {
  const wanted = process.env.SEED;
  const seeds = wanted === undefined ? Array.from({ length: count }, (_, index) => index + 1) : [Number(wanted)];
  const failed: string[] = [];
  const sums = {
    steps: 0,
    coordinators: 0,
    workers: 0,
    trainings: 0,
    losses: 0,
    lateOutcomes: 0,
    unlucky: 0,
    outcomes: 0,
  };
  for (const seed of seeds) {
    const simulated: Simulated = await simulate(seed, transport);
    if (wanted !== undefined) console.log(simulated.trace.join('\n'));
    if (simulated.faults.length > 0) failed.push(`SEED=${seed}: ${simulated.faults.join('; ')}`);
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += simulated[name];
  }
  if (count >= 100 || wanted !== undefined) console.log(JSON.stringify({ seeds: seeds.length, ...sums }));
  return failed;
}
