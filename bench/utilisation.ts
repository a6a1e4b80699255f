/**
 * @file How busy workers are whose trials take very different times, and what running further ahead costs in trials: 1,000 candidates,
 * lognormal times with sigma 1, simulated. `npm run bench:utilisation [-- --seeds 40 --workers 8,64,512 --windows "96 ahead 4"
 * --candidates 100 --json]`.
 */
import { parseArgs } from 'node:util';
import {
  AheadTrials,
  Fold,
  type Outcome,
  type Plan,
  randomFrom,
  type Slot,
  type Trial,
  trialKey,
} from '../src/core/index.js';
import { createAdaptivePlan } from '../src/questions/race/plan/adaptive/adaptive-plan.js';
import { parseRule, planRace } from '../src/questions/race/plan/index.js';
import { worstUnlessCompleted } from '../src/questions/race/plan/plan-race.js';
import { type Estimate, estimateMean, parseCriterion } from '../src/stats/index.js';

/** Standard deviation of a retraining; that of the means is 1. The default race then takes some three trials each. */
const NOISE = 1;
const LEVEL = 0.95;

/**
 * Asks that decisions may run ahead of the outcomes applied, at most; the first is what a race has that says nothing of it. With
 * `ahead` places that it leaves idle train what it is likely to ask for soon, of which so much may turn out not to be needed, as a
 * share of the trials that decide.
 */
const WINDOWS = ['96 ahead 0.25', '96 ahead 0', '96 ahead 4', '96', '0', '256', '512', '1024', '2048'];

interface Simulated {
  /** Share of the workers' time in which they train, until the race has its answer. */
  readonly busy: number;
  /** Applied. */
  readonly trials: number;
  /** Trained to the end, of use or not. */
  readonly trained: number;
  /** Trained to the end and not applied, as a share of those that were. */
  readonly unused: number;
  /** Share of the time of training that went into trials that were asked for. */
  readonly ofUse: number;
  /** In multiples of a trial's median time. */
  readonly time: number;
}

interface Running {
  readonly trial: Trial;
  readonly seconds: number;
  readonly endsAt: number;
}

/** Trials given out in order to whoever is free, outcomes as they come; those that were not asked for wait until they are. */
function simulate(plan: Plan<unknown>, workers: number, seed: number, share: number | undefined): Simulated {
  const fold = new Fold<unknown, Trial, Outcome>(plan);
  let waiting: Trial[] = [];
  /** Slots of what is waited for, by the key of the trial. */
  let open = new Map<string, number>();
  const begun = new Set<string>();
  const trained = new Set<string>();
  let running: Running[] = [];
  let now = 0;
  let spent = 0;
  let useful = 0;
  const course = {
    get end() {
      return fold.end;
    },
    get hasAbandoned() {
      return fold.hasAbandoned;
    },
    get asked() {
      return fold.asked;
    },
    get applied() {
      return fold.applied;
    },
    ahead: (most: number) => fold.ahead(most),
  };
  const lacks = (trial: Trial) => !begun.has(trialKey(trial));
  const ahead = share === undefined ? undefined : new AheadTrials(course, { share, lacks });
  const ask = ({ number, ask: trial }: Slot<Trial>) => {
    const key = trialKey(trial);
    if (ahead?.askLogged(trial) === undefined) ahead?.ask(trial);
    useful += timeOf(trial, seed);
    if (trained.has(key)) fold.settle(number, outcomeOf(trial, seed));
    else open.set(key, number);
    if (!begun.has(key)) waiting.push(trial);
    return trained.has(key);
  };
  const advance = () => {
    for (let isNew = true; isNew; ) {
      const { slots, abandoned } = fold.advance();
      if (abandoned.length > 0) {
        waiting = [];
        open = new Map();
      }
      isNew = slots.map(ask).some((isThere) => isThere);
    }
  };
  advance();
  while (fold.end === undefined) {
    while (running.length < workers) {
      const trial = waiting.shift() ?? ahead?.take();
      if (trial === undefined) break;
      begun.add(trialKey(trial));
      const seconds = timeOf(trial, seed);
      running.push({ trial, seconds, endsAt: now + seconds });
    }
    const next = running.reduce((first, one) => (one.endsAt < first.endsAt ? one : first));
    running = running.filter((one) => one !== next);
    spent += next.seconds;
    now = next.endsAt;
    const key = trialKey(next.trial);
    trained.add(key);
    const slot = open.get(key);
    open.delete(key);
    if (slot !== undefined) fold.settle(slot, outcomeOf(next.trial, seed));
    advance();
  }
  // What runs when the race has its answer ends unfinished.
  for (const { seconds, endsAt } of running) spent += seconds - (endsAt - now);
  const ofUse = Math.min(1, useful / spent);
  const unused = trained.size / fold.applied - 1;
  return { busy: spent / (workers * now), trials: fold.applied, trained: trained.size, unused, ofUse, time: now };
}

function timeOf(trial: Trial, seed: number): number {
  return Math.exp(randomFrom('bench/utilisation/time', seed, trialKey(trial)).normal());
}

function outcomeOf(trial: Trial, seed: number): Outcome {
  const mean = randomFrom('bench/utilisation/mean', seed, trial.candidate).normal();
  const loss = mean + NOISE * randomFrom('bench/utilisation/loss', seed, trialKey(trial)).normal();
  return { trial, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: 1 };
}

/** Undefined where places stay idle. */
function shareOf(window: string | undefined): number | undefined {
  const share = window?.split(' ahead ')[1];
  return share === undefined ? undefined : Number(share);
}

function raceOf(name: string, window: string | undefined): Plan<unknown> {
  const candidates = Array.from({ length: Number(given.candidates) }, (_, index) => `c${index}`);
  const shared = { candidates, criterion: parseCriterion('mean'), finalTrials: 0 };
  const rule = parseRule(name);
  if (rule.kind !== 'adaptive') return planRace({ ...shared, rule }) as Plan<unknown>;
  const width = window === undefined ? {} : { window: Number.parseInt(window, 10) };
  return createAdaptivePlan({ ...shared, ...width, rule }, worstUnlessCompleted) as Plan<unknown>;
}

const { values: given } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    workers: { type: 'string', default: '8,64,512' },
    rules: { type: 'string', default: 'default,halving' },
    windows: { type: 'string', default: WINDOWS.join(',') },
    candidates: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});

const show = ({ value, low, high }: Estimate, digits: number) =>
  `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;

const rows = [];
for (const rule of given.rules.split(',')) {
  // Rounds wait for all of their trials: no window says how far they run ahead.
  for (const window of rule === 'halving' ? [undefined] : given.windows.split(',')) {
    for (const workers of given.workers.split(',').map(Number)) {
      const made = Array.from({ length: Number(given.seeds) }, (_, seed) =>
        simulate(raceOf(rule, window), workers, seed, shareOf(window)),
      );
      const estimateOf = (figure: keyof Simulated) =>
        estimateMean(
          made.map((one) => one[figure]),
          LEVEL,
        );
      const [busy, trials, trained] = [estimateOf('busy'), estimateOf('trials'), estimateOf('trained')];
      const [ofUse, time] = [estimateOf('ofUse'), estimateOf('time')];
      const mostUnused = Math.max(...made.map(({ unused }) => unused));
      rows.push({ rule, window, workers, busy, ofUse, trials, trained, mostUnused, time });
      if (given.json) continue;
      console.log(
        `${rule}, ${window === undefined ? 'whole rounds' : `window ${window}`}, ${workers} workers: ` +
          `busy ${show(busy, 3)}, of use ${show(ofUse, 3)}, ${show(trials, 0)} trials, ${show(trained, 0)} trained (at most ${(100 * mostUnused).toFixed(0)} % unused), ` +
          `${show(time, 1)} median times`,
      );
    }
  }
}
if (given.json) console.log(JSON.stringify(rows));
