/**
 * @file Measures how busy workers are: trainers that sleep 30 ms, in this process, under plans that decide trial by trial
 * through a window, and under Welch's race, which waits for whole rounds; and the default race of three models whose trainings take very
 * different times. `npm run bench:busy [-- --json]`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Candidate,
  type Executor,
  type Plan,
  randomFrom,
  replicateStreams,
  type Trial,
} from '../src/core/index.js';
import { runPlan } from '../src/evidence/drive/index.js';
import { createMemoryStore } from '../src/evidence/log/index.js';
import { parseRule, planRace } from '../src/questions/race/plan/index.js';
import { parseCriterion } from '../src/stats/index.js';
import { createInProcessExecutor, inProcessPlaces, localExecutor, modelPlaces } from '../src/work/here/index.js';

const SLEEP_MS = 30;
const TRIALS = 2000;

interface Row {
  readonly plan: string;
  readonly workers: number;
  readonly trials: number;
  readonly busy: number;
}

const candidates: readonly Candidate[] = Array.from({ length: 16 }, (_, index) => ({
  id: `c${index}`,
  label: '',
  configuration: { index },
}));

/** Asks for the candidate with the lowest mean so far, each time it is asked. */
function byTrial(window: number): Plan<{ sums: number[]; counts: number[] }> {
  return {
    window: () => window,
    begin: () => ({ sums: candidates.map(() => 0), counts: candidates.map(() => 0) }),
    next: ({ sums, counts }, pending) => {
      const applied = counts.reduce((sum, count) => sum + count, 0);
      if (applied + pending.length >= TRIALS)
        return pending.length > 0 ? { kind: 'wait', outcomes: 1 } : { kind: 'finished' };
      const means = sums.map((sum, index) => (counts[index] === 0 ? -1 : sum / (counts[index] as number)));
      const best = means.indexOf(Math.min(...means));
      const streams = replicateStreams(applied + pending.length);
      const trial: Trial = { candidate: `c${best}`, streams, fidelity: { sampleSize: 0 }, repeat: 0 };
      return { kind: 'asked', asks: [trial], stage: { number: 1, phase: 'race' }, divisible: true };
    },
    apply: (state, outcomes) => {
      for (const { trial, loss } of outcomes) {
        const index = Number(trial.candidate.slice(1));
        state.sums[index] = (state.sums[index] as number) + loss;
        state.counts[index] = (state.counts[index] as number) + 1;
      }
      return { state, decisions: [] };
    },
  };
}

async function measure<State>(name: string, plan: Plan<State>, workers: number, straggling: boolean): Promise<Row> {
  let sleptMs = 0;
  let trials = 0;
  const executor = createInProcessExecutor({
    workers,
    candidates,
    experimentSeed: 1,
    createTrainer: () => ({
      train: async ({ configuration }, trial) => {
        const isSlow = straggling && trial.streams.init % 10 === 3;
        const startedMs = performance.now();
        await sleep(SLEEP_MS * (isSlow ? 10 : 1));
        sleptMs += performance.now() - startedMs;
        trials++;
        return { loss: Number(configuration.index) / 100 + ((trial.streams.init * 7919) % 101) / 101 };
      },
    }),
  });
  const wallMs = await runAll(plan, executor, candidates);
  return { plan: name, workers, trials, busy: sleptMs / (workers * wallMs) };
}

/** Milliseconds that it took. */
async function runAll<State>(plan: Plan<State>, executor: Executor, of: readonly Candidate[]): Promise<number> {
  const head = { name: 'busy', identity: 'busy', identityParts: {}, seed: 1, plan: {}, experiment: {} };
  const header = { ...head, candidates: of };
  const question = createMemoryStore(header).ask({ header });
  const startedMs = performance.now();
  await runPlan({ plan, question, executor, budget: {}, signal: new AbortController().signal, environment: {} });
  const wallMs = performance.now() - startedMs;
  await executor.close();
  return wallMs;
}

/** How many candidates each has, how long a training takes, how its losses lie and vary from one training to another. */
const KINDS = {
  net: { count: 12, ms: 300, best: 0.1, noise: 0.1 },
  line: { count: 5, ms: 4, best: 0.3, noise: 0 },
  boost: { count: 6, ms: 700, best: 0, noise: 0.05 },
};

/** Trainings of a kind take lognormal times (sigma 0.3). */
async function measureKinds(workers: number, seed: number): Promise<Row> {
  const ofKinds = Object.entries(KINDS).flatMap(([model, { count }]) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${model}${index}`,
      label: '',
      configuration: { [model]: { index } },
    })),
  );
  let [sleptMs, trials] = [0, 0];
  const placesOf = (model: keyof typeof KINDS) => {
    const { ms, best, noise } = KINDS[model];
    return inProcessPlaces({
      workers,
      candidates: ofKinds,
      experimentSeed: seed,
      createTrainer: () => ({
        train: async ({ id, configuration }, trial) => {
          const random = randomFrom('bench/busy', seed, id, trial.streams.init);
          const startedMs = performance.now();
          await sleep(ms * Math.exp(0.3 * random.normal()));
          sleptMs += performance.now() - startedMs;
          trials++;
          const { index } = configuration[model] as { index: number };
          return { loss: 1 + best + 0.05 * index + noise * random.normal() };
        },
      }),
    });
  };
  const parts = { net: placesOf('net'), line: placesOf('line'), boost: placesOf('boost') };
  const places = modelPlaces(parts, { candidates: ofKinds });
  const executor = localExecutor(places, { candidates: ofKinds, experimentSeed: seed });
  const plan = planRace({
    candidates: ofKinds.map(({ id }) => id),
    criterion: parseCriterion('q3'),
    rule: parseRule('default'),
    warmup: 1,
    finalTrials: 20,
  });
  const wallMs = await runAll(plan, executor, ofKinds);
  return { plan: `three kinds, default, seed ${seed}`, workers, trials, busy: sleptMs / (workers * wallMs) };
}

const rows: Row[] = [];
rows.push(await measure('trial by trial, window 32', byTrial(32), 16, false));
rows.push(await measure('trial by trial, window 96, one in ten ten times as long', byTrial(96), 16, true));
for (const workers of [1, 4, 16, 64]) {
  const race = planRace({
    candidates: candidates.map(({ id }) => id),
    criterion: parseCriterion('mean'),
    rule: parseRule('welch'),
    warmup: 3,
    finalTrials: 20,
  });
  rows.push(await measure('Welch, warm-up 3, by rounds', race, workers, false));
}
for (let seed = 1; seed <= 5; seed++) rows.push(await measureKinds(4, seed));
if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else {
  for (const { plan, workers, trials, busy } of rows) {
    console.log(`${plan}: ${workers} workers, ${trials} trials, busy ${busy.toFixed(3)}`);
  }
}
