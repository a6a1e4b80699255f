/**
 * @file How often `surefoot assure new.yaml --against old.yaml` says "real" where nothing has changed, and where something has, on
 * simulated losses. `npm run bench:change`, with `--runs N` questions a row (1,000), `--criteria mean,q3`, `--losses normal` and `--shift D`: by how many standard
 * deviations the new one is better (0).
 */
import { parseArgs } from 'node:util';
import { Fold, type Outcome, type Random, randomFrom, type Trial } from '../src/core/index.js';
import { type ChangeRequest, createChange, judgeChange } from '../src/questions/change/plan/index.js';
import { estimateShare } from '../src/stats/index.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    criteria: { type: 'string', default: 'mean,q3,std' },
    losses: { type: 'string' },
    shift: { type: 'string', default: '0' },
  },
});
const runs = Number(values.runs);
const shift = Number(values.shift);

interface Asked {
  readonly isNew: boolean;
  readonly criterion: string;
}

/** Criteria of the standard normal law; of others the two are not alike where they spread unequally. */
const OF_NORMAL: Readonly<Record<string, number>> = { mean: 0, median: 0, q3: 0.67449 };

/** A loss, with what all candidates of a replicate share. */
type Law = (own: Random, shared: Random, asked: Asked) => number;

const LAWS: Readonly<Record<string, Law>> = {
  normal: (own) => own.normal(),
  lognormal: (own) => Math.exp(own.normal()),
  '90 % shared': (own, shared) => own.normal() + 3 * shared.normal(),
  'pass or fail': (own) => Number(own.uniform() < 0.25),
  '5 % collapse': (own) => (own.uniform() < 0.05 ? 20 : own.normal()),
  // Alike by the criterion alone: the new one spreads three times as much.
  'unequal spread': (own, _, { isNew, criterion }) => (isNew ? 3 : 1) * (own.normal() - (OF_NORMAL[criterion] ?? 0)),
  '5 % diverge': (own) => (own.uniform() < 0.05 ? Number.POSITIVE_INFINITY : own.normal()),
};

console.log('| criterion | losses | real | worse | behind | not shown by 75 pairs | mean pairs |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const criterion of values.criteria.split(',')) {
  for (const [name, law] of Object.entries(LAWS)) {
    if (values.losses !== undefined && values.losses !== name) continue;
    if (name === 'unequal spread' && OF_NORMAL[criterion] === undefined) continue;
    const found = Array.from({ length: runs }, (_, run) => ask(criterion, name, law, run));
    const count = (verdict: string): number => found.filter((one) => one.verdict === verdict).length;
    const { value, low, high } = estimateShare(count('real'), runs, 0.95);
    const real = `${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
    const others = ['worse', 'behind', 'open'].map((verdict) => (count(verdict) / runs).toFixed(3));
    const pairs = found.reduce((sum, one) => sum + one.pairs, 0) / runs;
    console.log(`| ${[criterion, name, real, ...others, pairs.toFixed(0)].join(' | ')} |`);
  }
}

function ask(criterion: string, name: string, law: Law, run: number) {
  const request: ChangeRequest = {
    ...{ candidates: ['new', 'old'], figure: 'loss', seed: run, criterion, trials: 75, sampleSize: 0 },
  };
  const fold = new Fold(createChange(request));
  while (fold.end === undefined)
    for (const { number, ask: trial } of fold.advance().slots) fold.settle(number, outcomeOf(trial));
  return judgeChange(request, fold.state.outcomes);

  function outcomeOf(trial: Trial): Outcome {
    const { candidate, streams } = trial;
    const own = randomFrom('bench/change', name, run, candidate, streams.init);
    const isNew = candidate === 'new';
    const shared = randomFrom('bench/change', name, run, streams.init);
    const loss = law(own, shared, { isNew, criterion }) - (isNew ? shift : 0);
    const status = Number.isFinite(loss) ? 'completed' : 'diverged';
    return { trial, status, loss, metrics: {}, lossPerEpoch: [], seconds: 0 };
  }
}
