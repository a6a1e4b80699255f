/**
 * @file How long the adaptive race itself takes: normal candidates with means spread over 4 standard deviations, raced to
 * the end or to so many outcomes; the processor time
 * (not wall time, so that a busy machine shows less) of looks, and all of it over all trials; and of one answer with all standings, as a
 * page that follows a run asks for it. `npm run bench:decision`.
 */
import { randomFrom } from '../src/core/index.js';
import { createAdaptiveRace, parseRule, planRace } from '../src/questions/race/plan/index.js';
import { parseCriterion } from '../src/stats/index.js';
import { runRace } from '../test/questions/race/outcomes.js';

const SIZES = [1_000, 10_000, 100_000] as const;
const REPLICATES = 20;

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

console.log('candidates  criterion  looks  trials ordered by a look  look ms: median  slowest   us a trial  begin ms');
for (const candidates of SIZES) {
  for (const name of ['mean', 'q3']) measure(candidates, name);
}
for (const candidates of SIZES.slice(0, 2)) {
  console.log(`One answer about ${candidates} candidates: ${answerMs(candidates).toFixed(0)} ms`);
}

/** Of a race that has trained each candidate once, and a fifth of them again. */
function answerMs(candidates: number): number {
  const race = planRace({
    candidates: Array.from({ length: candidates }, (_, index) => `c${index}`),
    ...{ criterion: parseCriterion('mean'), rule: parseRule({ name: 'default' }), finalTrials: 0 },
  });
  const lossOf = (id: string, replicate: number) =>
    Number(id.slice(1)) / 1000 + randomFrom('bench/answer', id, replicate).normal();
  const { state } = runRace(race, lossOf, 1.2 * candidates);
  const startedAt = processorMs();
  race.standings(state);
  race.answer(state);
  return processorMs() - startedAt;
}

function measure(candidates: number, name: string): void {
  const race = createAdaptiveRace({ candidates, criterion: parseCriterion(name), maxReplicates: REPLICATES });
  const random = randomFrom('bench/decision', candidates);
  const losses = Float64Array.from({ length: candidates * REPLICATES }, () => random.normal());
  // Once unmeasured, so that the compiler has seen the code.
  runOnce();
  const { looksMs, totalMs, outcomes, beginMs } = runOnce();
  const sorted = Float64Array.from(looksMs).sort();
  const median = sorted[sorted.length >> 1] as number;
  console.log(
    [
      String(candidates).padStart(10),
      name.padEnd(9),
      String(looksMs.length).padStart(5),
      (outcomes / looksMs.length).toFixed(0).padStart(24),
      median.toFixed(2).padStart(15),
      (sorted.at(-1) ?? 0).toFixed(2).padStart(8),
      ((1000 * totalMs) / outcomes).toFixed(2).padStart(11),
      beginMs.toFixed(1).padStart(8),
    ].join('  '),
  );

  function runOnce() {
    const begunAt = processorMs();
    const state = race.begin();
    const beginMs = processorMs() - begunAt;
    const { evidence } = state;
    const looksMs: number[] = [];
    const startedAt = processorMs();
    while (state.end === undefined) {
      // All outcomes up to the next look in one slice, so that the last one carries the look alone.
      const until = state.nextLook - 1;
      if (until > evidence.outcomes) race.apply(state, lossesBetween(evidence.outcomes, until));
      const last = lossesBetween(until, until + 1);
      const lookedAt = processorMs();
      race.apply(state, last);
      looksMs.push(processorMs() - lookedAt);
    }
    return { looksMs, totalMs: processorMs() - startedAt, outcomes: evidence.outcomes, beginMs };

    function lossesBetween(from: number, until: number): Float64Array {
      return Float64Array.from({ length: until - from }, (_, index) => {
        const candidate = evidence.sequence[from + index] as number;
        const noise = losses[candidate * REPLICATES + (evidence.replicateAt[from + index] as number)] as number;
        return (4 * candidate) / candidates + noise;
      });
    }
  }
}
