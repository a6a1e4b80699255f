/**
 * @file Races with a bound on a metric, in simulation: how often a winner that is said to keep it does not, how often one that keeps it was
 * dropped, and what that costs. `npm run bench:requirements -- --races 200`; `--search --races 50 --trials 400` for searches, beside those that leave
 * out whoever breaks the bound only in the end; `--ranges --races 12` for searches of ranges, of as many axes as `--axes` says. Seeds begin at `--first` (0).
 */
import { parseArgs } from 'node:util';
import { Fold, type Outcome, randomFrom, type Trial } from '../src/core/index.js';
import { type AdaptiveRule, metricRequirements, parseRule, planRequired } from '../src/questions/race/plan/index.js';
import { parseCriterion } from '../src/stats/index.js';
import { rateText } from './estimates.js';
import { AXES, rangeLines } from './requirements/ranges.js';
import { searchLines } from './requirements/searching.js';

const { values: given } = parseArgs({
  options: {
    races: { type: 'string', default: '200' },
    search: { type: 'boolean', default: false },
    ranges: { type: 'boolean', default: false },
    axes: { type: 'string' },
    trials: { type: 'string', default: '400' },
    first: { type: 'string', default: '0' },
  },
});
const [RACES, FIRST] = [Number(given.races), Number(given.first)];
const BOUND = 20;
const CANDIDATES = 12;
/** Third quartile of the standard normal. */
const QUARTILE = 0.6745;
const SKEW = 0.6;

/** The better by the loss, the lower the index. Where the criterion of each lies, in units in which one training deviates by about 1.5. */
const FIELDS = {
  apart: (i: number) => 30 - 1.5 * i,
  near: (_: number, uniform: number) => BOUND + 4 * uniform - 2,
  'on the bound, some below': (i: number) => (i > 7 ? BOUND - 4 : BOUND),
  'all on the bound': () => BOUND,
} as const;
/** Deviation from the criterion, by the law and the criterion. */
const LAWS = {
  normal: (z: number, sd: number, criterion: string) => sd * (z - (criterion === 'q3' ? QUARTILE : 0)),
  skewed: (z: number, sd: number, criterion: string) =>
    (sd / SKEW) * (Math.exp(SKEW * z) - Math.exp(criterion === 'q3' ? SKEW * QUARTILE : (SKEW * SKEW) / 2)),
} as const;

interface Cell {
  readonly field: keyof typeof FIELDS;
  readonly law: keyof typeof LAWS;
  readonly criterion: string;
}

function raced({ field, law, criterion }: Cell, seed: number) {
  const ids = Array.from({ length: CANDIDATES }, (_, i) => `c${i}`);
  const worlds = ids.map((_, i) => {
    const random = randomFrom('requirements', field, seed, i);
    const truth = FIELDS[field](i, random.uniform());
    return { truth, sd: 1.5 * Math.exp(0.4 * random.normal()), loss: 1 + 0.03 * i + 0.01 * random.normal() };
  });
  const outcomeOf = (trial: Trial): Outcome => {
    const i = ids.indexOf(trial.candidate);
    const { truth, sd, loss } = worlds[i] as (typeof worlds)[number];
    const random = randomFrom('requirements/training', field, seed, i, trial.streams.init);
    const own = loss + 0.02 * random.normal();
    const metrics = { ms: truth + LAWS[law](random.normal(), sd, criterion) };
    return { trial, status: 'completed', loss: own, metrics, lossPerEpoch: [], seconds: 0 };
  };
  const bound = { metric: 'ms', criterion: parseCriterion(criterion), below: BOUND };
  const msOf = ({ metrics }: Outcome): number => metrics.ms ?? Number.NaN;
  const race = planRequired({
    ...{ candidates: ids, criterion: parseCriterion('mean'), finalTrials: 0, seed },
    rule: parseRule('default') as AdaptiveRule,
    admission: metricRequirements({ candidates: ids, bounds: [{ ...bound, valueOf: msOf }], maxReplicates: 20, seed }),
  });
  const fold = new Fold(race);
  const open: { readonly number: number; readonly ask: Trial }[] = [];
  for (;;) {
    open.push(...fold.advance().slots);
    const next = open.shift();
    if (next === undefined) break;
    fold.settle(next.number, outcomeOf(next.ask));
  }
  const answer = race.answer(fold.state);
  const found = answer?.requirements?.metrics[0]?.candidates ?? [];
  const truthOf = (id: string): number => worlds[ids.indexOf(id)]?.truth ?? Number.NaN;
  const own = found.find(({ candidate }) => candidate === answer?.winner);
  return {
    said: own?.standing === 'met',
    wrong: own?.standing === 'met' && truthOf(own.candidate) >= BOUND,
    open: own?.standing === 'open',
    dropped: found.some(({ candidate, standing }) => standing === 'unmet' && truthOf(candidate) < BOUND),
    missed: found.some(({ candidate, low, high }) => !(low <= truthOf(candidate) && truthOf(candidate) <= high)),
    trials: fold.applied,
  };
}

if (given.search)
  for (const line of searchLines({ races: RACES, first: FIRST, budget: Number(given.trials) })) console.log(line);
else if (given.ranges) {
  const axes = given.axes === undefined ? AXES : [Number(given.axes)];
  for await (const line of rangeLines({ races: RACES, first: FIRST, axes })) console.log(line);
} else raceAll();

function raceAll(): void {
  console.log(
    '| field | law | criterion | races | said to keep it, and does not | not told | one that keeps it dropped | any interval misses | trainings |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const field of Object.keys(FIELDS) as (keyof typeof FIELDS)[]) {
    for (const law of Object.keys(LAWS) as (keyof typeof LAWS)[]) {
      for (const criterion of ['q3', 'mean']) {
        const races = Array.from({ length: RACES }, (_, i) => raced({ field, law, criterion }, FIRST + i));
        const count = (is: (race: (typeof races)[number]) => boolean): number => races.filter(is).length;
        const cells = [
          rateText(
            count(({ wrong }) => wrong),
            RACES,
          ),
          (count(({ open }) => open) / RACES).toFixed(3),
          rateText(
            count(({ dropped }) => dropped),
            RACES,
          ),
          rateText(
            count(({ missed }) => missed),
            RACES,
          ),
          (races.reduce((sum, { trials }) => sum + trials, 0) / RACES).toFixed(0),
        ];
        console.log(`| ${[field, law, criterion, RACES, ...cells].join(' | ')} |`);
      }
    }
  }
}
