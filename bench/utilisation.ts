/**
 * @file How busy workers are whose trials take very different times, and what running further ahead costs in trials: 1,000 candidates,
 * lognormal times with sigma 1, simulated. `npm run bench:utilisation [-- --seeds 40 --workers 8,64,512 --json]`.
 */
import { parseArgs } from 'node:util';
import { Fold, type Outcome, type Plan, randomFrom, type Slot, type Trial, trialKey } from '../src/core/index.js';
import { createAdaptivePlan } from '../src/selection/adaptive/adaptive-plan.js';
import { worstUnlessCompleted } from '../src/selection/create-race.js';
import { createRace, parseRule } from '../src/selection/index.js';
import { type Estimate, estimateMean, parseCriterion } from '../src/stats/index.js';

const CANDIDATES = 1000;
/** Standard deviation of a retraining; that of the means is 1. The default race then takes some three trials each. */
const NOISE = 1;
const LEVEL = 0.95;

/** Asks ahead of the outcomes applied, at most; the first is what a race has that says nothing of it. */
const WINDOWS = [96, 0, 256, 512, 1024, 2048];

interface Simulated {
  /** Share of the workers' time in which they train, until the race has its answer. */
  readonly busy: number;
  /** Applied. */
  readonly trials: number;
  /** In multiples of a trial's median time. */
  readonly time: number;
}

/** Trials given out in order to whoever is free, outcomes as they come. */
function simulate(plan: Plan<unknown>, workers: number, seed: number): Simulated {
  const fold = new Fold<unknown, Trial, Outcome>(plan);
  let waiting: Slot<Trial>[] = [];
  let running: { readonly slot: Slot<Trial>; readonly endsAt: number; isWanted: boolean }[] = [];
  let now = 0;
  let trained = 0;
  const advance = () => {
    const { slots, abandoned } = fold.advance();
    if (abandoned.length > 0) {
      waiting = [];
      for (const one of running) one.isWanted = false;
    }
    waiting.push(...slots);
  };
  advance();
  while (fold.end === undefined) {
    while (running.length < workers && waiting.length > 0) {
      const slot = waiting.shift() as Slot<Trial>;
      running.push({ slot, endsAt: now + timeOf(slot.ask, seed), isWanted: true });
    }
    const next = running.reduce((first, one) => (one.endsAt < first.endsAt ? one : first));
    running = running.filter((one) => one !== next);
    trained += (next.endsAt - now) * (running.length + 1);
    now = next.endsAt;
    if (next.isWanted) fold.settle(next.slot.number, outcomeOf(next.slot.ask, seed));
    advance();
  }
  return { busy: trained / (workers * now), trials: fold.applied, time: now };
}

function timeOf(trial: Trial, seed: number): number {
  return Math.exp(randomFrom('bench/utilisation/time', seed, trialKey(trial)).normal());
}

function outcomeOf(trial: Trial, seed: number): Outcome {
  const mean = randomFrom('bench/utilisation/mean', seed, trial.candidate).normal();
  const loss = mean + NOISE * randomFrom('bench/utilisation/loss', seed, trialKey(trial)).normal();
  return { trial, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: 1 };
}

function raceOf(name: string, window: number | undefined): Plan<unknown> {
  const candidates = Array.from({ length: CANDIDATES }, (_, index) => `c${index}`);
  const shared = { candidates, criterion: parseCriterion('mean'), finalTrials: 0 };
  const rule = parseRule(name);
  if (rule.kind !== 'adaptive') return createRace({ ...shared, rule }) as Plan<unknown>;
  const ahead = window === undefined ? {} : { window };
  return createAdaptivePlan({ ...shared, ...ahead, rule }, worstUnlessCompleted) as Plan<unknown>;
}

const { values: given } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    workers: { type: 'string', default: '8,64,512' },
    rules: { type: 'string', default: 'default,halving' },
    windows: { type: 'string', default: WINDOWS.join(',') },
    json: { type: 'boolean', default: false },
  },
});

const show = ({ value, low, high }: Estimate, digits: number) =>
  `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;

const rows = [];
for (const rule of given.rules.split(',')) {
  // Rounds wait for all of their trials: no window says how far they run ahead.
  for (const window of rule === 'halving' ? [undefined] : given.windows.split(',').map(Number)) {
    for (const workers of given.workers.split(',').map(Number)) {
      const made = Array.from({ length: Number(given.seeds) }, (_, seed) =>
        simulate(raceOf(rule, window), workers, seed),
      );
      const [busy, trials, time] = (['busy', 'trials', 'time'] as const).map((figure) =>
        estimateMean(
          made.map((one) => one[figure]),
          LEVEL,
        ),
      ) as [Estimate, Estimate, Estimate];
      rows.push({ rule, window, workers, busy, trials, time });
      if (given.json) continue;
      console.log(
        `${rule}, ${window === undefined ? 'whole rounds' : `window ${window}`}, ${workers} workers: ` +
          `busy ${show(busy, 3)}, ${show(trials, 0)} trials, ${show(time, 1)} median times`,
      );
    }
  }
}
if (given.json) console.log(JSON.stringify(rows));
