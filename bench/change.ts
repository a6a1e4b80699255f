/**
 * @file How often `surefoot assure new.yaml --against old.yaml` says "real" where nothing has changed, and where something has, on
 * simulated losses: of two that are alike, and of two that are alike by the criterion alone. `npm run bench:change`, with `--runs N` questions a row (2,000), `--criteria mean,q3`,
 * `--losses normal` and `--shift D`: by how many standard deviations the new one is better (0).
 */
import { parseArgs } from 'node:util';
import { Fold, type Outcome, type Random, randomFrom, type Trial } from '../src/core/index.js';
import { type ChangeRequest, createChange, judgeChange } from '../src/questions/change/plan/index.js';
import { type Criterion, estimateShare, parseCriterion } from '../src/stats/index.js';
import { basins, criterionOf, EXPONENTIAL, type Law, LOGNORMAL_1, NORMAL, T3 } from './calibration/laws.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    criteria: { type: 'string', default: 'mean,median,q3,std,iqr' },
    losses: { type: 'string' },
    shift: { type: 'string', default: '0' },
  },
});
const runs = Number(values.runs);
const shift = Number(values.shift);

interface Asked {
  readonly isNew: boolean;
}

/** A loss, with what all candidates of a replicate share. */
type Draw = (own: Random, shared: Random, asked: Asked) => number;

/** One law for both. */
const ALIKE: Readonly<Record<string, Draw>> = {
  normal: (own) => own.normal(),
  lognormal: (own) => Math.exp(own.normal()),
  '90 % shared': (own, shared) => own.normal() + 3 * shared.normal(),
  'pass or fail': (own) => Number(own.uniform() < 0.25),
  '5 % collapse': (own) => (own.uniform() < 0.05 ? 20 : own.normal()),
  '5 % diverge': (own) => (own.uniform() < 0.05 ? Number.POSITIVE_INFINITY : own.normal()),
};

interface Side {
  readonly law: Law;
  readonly scale: number;
}

const side = (law: Law, scale = 1): Side => ({ law, scale });
const NARROW = side(NORMAL, 0.1);

/** Alike by the criterion alone: new and old. Where a spread is the criterion, scales make these equal, and are no difference. */
const UNLIKE: Readonly<Record<string, readonly [fresh: Side, old: Side]>> = {
  'new 3 x noisier': [side(NORMAL, 3), side(NORMAL)],
  'new 10 x noisier': [side(NORMAL, 10), side(NORMAL)],
  'new 10 x quieter': [NARROW, side(NORMAL)],
  'new t3': [side(T3), side(NORMAL)],
  'new lognormal': [side(LOGNORMAL_1), NARROW],
  'old lognormal': [NARROW, side(LOGNORMAL_1)],
  'new lognormal, as wide': [side(LOGNORMAL_1), side(NORMAL)],
  'new exponential': [side(EXPONENTIAL), NARROW],
  'new in basins, 30 %': [side(basins(0.3, 4)), side(basins(0.22, 4))],
  'new in basins, 25 %': [side(basins(0.25, 8)), NARROW],
  'old in basins, 25 %': [NARROW, side(basins(0.25, 8))],
  'new in basins, 5 %': [side(basins(0.05, 6)), NARROW],
};

function drawsFor(criterion: Criterion): Readonly<Record<string, Draw>> {
  const drawOf = ({ law, scale }: Side) => {
    const truth = criterionOf(criterion, law);
    return (own: Random) => (criterion.kind === 'spread' ? law.draw(own) / truth : scale * (law.draw(own) - truth));
  };
  const differing = Object.entries(UNLIKE).filter(
    ([, [fresh, old]]) => criterion.kind !== 'spread' || fresh.law !== old.law,
  );
  const unlike = differing.map(([name, [fresh, old]]): [string, Draw] => {
    const [ofNew, ofOld] = [drawOf(fresh), drawOf(old)];
    return [name, (own, _, { isNew }) => (isNew ? ofNew : ofOld)(own)];
  });
  return { ...ALIKE, ...Object.fromEntries(unlike) };
}

console.log('| criterion | losses | real | worse | behind | not shown by 75 pairs | mean pairs |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const criterion of values.criteria.split(',')) {
  for (const [name, draw] of Object.entries(drawsFor(parseCriterion(criterion)))) {
    if (values.losses !== undefined && values.losses !== name) continue;
    const found = Array.from({ length: runs }, (_, run) => ask(criterion, name, draw, run));
    const count = (verdict: string): number => found.filter((one) => one.verdict === verdict).length;
    const { value, low, high } = estimateShare(count('real'), runs, 0.95);
    const real = `${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
    const others = ['worse', 'behind', 'open'].map((verdict) => (count(verdict) / runs).toFixed(3));
    const pairs = found.reduce((sum, one) => sum + one.pairs, 0) / runs;
    console.log(`| ${[criterion, name, real, ...others, pairs.toFixed(0)].join(' | ')} |`);
  }
}

function ask(criterion: string, name: string, draw: Draw, run: number) {
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
    const loss = draw(own, shared, { isNew }) - (isNew ? shift : 0);
    const status = Number.isFinite(loss) ? 'completed' : 'diverged';
    return { trial, status, loss, metrics: {}, lossPerEpoch: [], seconds: 0 };
  }
}
