/**
 * @file What stopping hopeless trials saves, and what it costs: races on the log of a run in which every candidate was
 * trained on every replicate, in random orders of the replicates, with and without. Give the run folder:
 * `npm run bench:early-stop -- runs/all --criterion q3 --rule fraction:share=0.8 --warmup 3 --orders 500`
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Outcome, permutation, randomFrom, reportsUntilStop, trialKey } from '../src/core/index.js';
import { createRace, parseRule, type RaceSettings } from '../src/selection/index.js';
import { estimateMean, estimateShare, parseCriterion } from '../src/stats/index.js';
import { openSqliteStore } from '../src/store/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    criterion: { type: 'string', default: 'q3' },
    rule: { type: 'string', multiple: true, default: ['halving', 'welch'] },
    warmup: { type: 'string', default: '3' },
    orders: { type: 'string', default: '500' },
  },
});
const store = openSqliteStore(join(positionals[0] ?? '.', 'log.sqlite'), { readOnly: true });
const candidates = store.header.candidates.map(({ id }) => id);
const outcomes = new Map(store.outcomes().map((outcome) => [trialKey(outcome.trial), outcome]));
store.close();

const criterion = parseCriterion(values.criterion);
const sample = [...outcomes.values()][0] as Outcome;
const recorded = (candidate: string, replicate: number): Outcome => {
  const streams = { init: replicate, sample: replicate, order: replicate, noise: replicate };
  const outcome = outcomes.get(trialKey({ ...sample.trial, candidate, streams }));
  if (outcome === undefined) throw new Error(`no trial of ${candidate} on replicate ${replicate}`);
  return outcome;
};
// Replicates 0, 1, ... that every candidate was trained on: the warm-up of the run, at least.
const replicates = Number(store.header.plan.warmup);
const whole = new Map(
  candidates.map((id) => {
    const losses = Array.from({ length: replicates }, (_, replicate) => recorded(id, replicate).loss);
    return [id, criterion.evaluate(losses)];
  }),
);
const best = Math.min(...whole.values());

/** One race on one order; epochs are those that were trained. */
function runRace(settings: RaceSettings, order: Int32Array) {
  const race = createRace(settings);
  let state = race.initialState;
  const cost = { trials: 0, epochs: 0, stopped: 0 };
  for (;;) {
    const next = race.planNext(state);
    if (next.kind === 'finished') return { ...cost, pick: candidates[state.incumbent] as string };
    const told = next.trials.map((trial): Outcome => {
      const outcome = { ...recorded(trial.candidate, order[trial.streams.init] as number), trial };
      const until = reportsUntilStop(outcome.lossPerEpoch, next.ceilings?.get(trial.candidate));
      cost.trials++;
      cost.epochs += until ?? outcome.lossPerEpoch.length;
      if (until === undefined) return outcome;
      cost.stopped++;
      return {
        ...outcome,
        status: 'stopped',
        loss: Number.POSITIVE_INFINITY,
        lossPerEpoch: outcome.lossPerEpoch.slice(0, until),
      };
    });
    state = race.applyOutcomes(state, told).state;
  }
}

/** `fraction:share=0.8` */
function ruleFrom(text: string) {
  const [name = '', ...options] = text.split(/[:,]/);
  const pairs = options.map((option) => option.split('=')).map(([key, value]) => [key, Number(value)]);
  return parseRule({ name, ...Object.fromEntries(pairs) });
}

const orders = Number(values.orders);
for (const name of values.rule) {
  for (const earlyStop of [undefined, { after: 1 }, { after: 3 }]) {
    const settings: RaceSettings = {
      ...{ candidates, criterion, rule: ruleFrom(name), warmup: Number(values.warmup), earlyStop },
      ...{ finalTrials: 0, maxReplicates: replicates, sampleSize: sample.trial.fidelity.sampleSize },
    };
    const random = randomFrom('bench-early-stop', 1);
    const races = Array.from({ length: orders }, () => runRace(settings, permutation(replicates, random)));
    const warmupEpochs = Number(values.warmup) * candidates.length * sample.lossPerEpoch.length;
    const mean = (figure: (race: (typeof races)[number]) => number) => estimateMean(races.map(figure), 0.95);
    const show = ({ value, low, high }: { value: number; low: number; high: number }, digits = 4) =>
      `${value.toPrecision(digits)} [${low.toPrecision(digits)}, ${high.toPrecision(digits)}]`;
    const correct = estimateShare(races.filter(({ pick }) => whole.get(pick) === best).length, orders, 0.95);
    console.log(
      `${name}, ${earlyStop === undefined ? 'to the end' : `stopping after ${earlyStop.after}`}: epochs ${show(mean(({ epochs }) => epochs))}, ` +
        `after the warm-up ${show(mean(({ epochs }) => epochs - warmupEpochs))}; trials ${show(mean(({ trials }) => trials))}, ` +
        `stopped ${show(mean(({ stopped }) => stopped))}; best picked ${show(correct, 3)}, ` +
        `regret ${show(mean(({ pick }) => (whole.get(pick) as number) - best))}`,
    );
  }
}
