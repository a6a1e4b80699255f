/**
 * @file How often intervals of shares of the variance, of savings and of rates of collapse hold the truth, and how often a change of the larger stream is claimed where
 * there is none, on simulated tables. `npm run bench:couple-shares`, with `--runs N` repetitions a row (1,000), `--tables 5,8,4x4+20`, `--laws normal,...` and `--criteria mean,q3`.
 */
import { parseArgs } from 'node:util';
import { randomFrom } from '../src/core/index.js';
import { analyseCollapses } from '../src/questions/couple/plan/collapses.js';
import { analyseSavings, type SavingInterval } from '../src/questions/couple/plan/savings.js';
import { analyseShares, type CellShares } from '../src/questions/couple/plan/shares.js';
import { parseCriterion } from '../src/stats/index.js';
import {
  type Design,
  designName,
  lognormal,
  normal,
  type Parts,
  readDesign,
  simulateTable,
  type Truth,
} from './couple/simulated.js';
import { Tally } from './couple/tally.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    tables: { type: 'string', default: '5,8' },
    laws: { type: 'string', default: 'normal,lognormal0.5,lognormal1,collapse,collapse10,curved' },
    criteria: { type: 'string', default: 'mean,q3' },
  },
});
const runs = Number(values.runs);
const LEVEL = 0.95;
const SIZES = [500, 1000, 2000, 4000, 8000];
const EXPONENT = 0.35;
/** So many times fewer examples the second level needs. */
const SAVING = 2;

/** The share of samples falls with the size. */
const PARTS: readonly Parts[] = [
  { weights: 0.1, samples: 0.8, both: 0.1 },
  { weights: 0.2, samples: 0.5, both: 0.3 },
  { weights: 1 / 3, samples: 1 / 3, both: 1 / 3 },
  { weights: 0.64, samples: 0.16, both: 0.2 },
  { weights: 0.5, samples: 0, both: 0.5 },
];

/** By the logarithm of examples over those of the first size, at the first level; the second has the same of more examples. */
interface Curve {
  readonly location: (examples: number) => number;
  readonly logSpread: (examples: number) => number;
}

const POWER: Curve = {
  location: (examples) => -EXPONENT * examples,
  logSpread: (examples) => Math.log(0.15) - EXPONENT * examples,
};
/** Level off. */
const CURVED: Curve = {
  location: (examples) => Math.log(0.2 + Math.exp(-examples)),
  logSpread: (examples) => Math.log(0.1) + Math.log(0.3 + Math.exp(-0.7 * examples)),
};

const LAWS: Readonly<Record<string, Pick<Truth, 'draw' | 'collapsing'> & { readonly curve: Curve }>> = {
  normal: { draw: normal, collapsing: 0, curve: POWER },
  'lognormal0.5': { draw: lognormal(0.5), collapsing: 0, curve: POWER },
  lognormal1: { draw: lognormal(1), collapsing: 0, curve: POWER },
  collapse: { draw: normal, collapsing: 0.02, curve: POWER },
  collapse10: { draw: normal, collapsing: 0.1, curve: POWER },
  curved: { draw: normal, collapsing: 0, curve: CURVED },
};

const CRITERIA = values.criteria.split(',');

console.log('| table | law | what | held (Wilson) | told |');
console.log('| --- | --- | --- | --- | --- |');
for (const design of values.tables.split(',').map(readDesign))
  for (const name of values.laws.split(',')) simulate(design, name);

function simulate(design: Design, name: string): void {
  const { curve, ...law } = LAWS[name] as (typeof LAWS)[string];
  const at = (level: number, place: number) =>
    Math.log((SIZES[place] as number) / (SIZES[0] as number)) + level * Math.log(SAVING);
  const truth: Truth = {
    ...law,
    parts: (place) => PARTS[place] as Parts,
    location: (level, place) => curve.location(at(level, place)),
    logSpread: (level, place) => curve.logSpread(at(level, place)),
  };
  const tally = new Tally(`${designName(design)} | ${name}`, LEVEL);
  for (let run = 0; run < runs; run++) {
    const table = simulateTable(truth, SIZES, design, randomFrom('couple-shares', name, design.key, run));
    const { cells, crossings } = analyseShares(table, LEVEL);
    for (const cell of cells) judgeShares(cell, tally);
    for (const { ratios, finding } of crossings) {
      const wrong = ratios.some(({ size, larger }) => {
        const { weights, samples } = PARTS[SIZES.indexOf(size)] as Parts;
        return larger !== null && (larger === 'sample' ? samples <= weights : weights <= samples);
      });
      tally.add('no stream called the larger that is not', !wrong);
      tally.add('crossing told as one (not a coverage)', finding.kind === 'one');
    }
    if (law.collapsing > 0) judgeCollapses(analyseCollapses(table, LEVEL), law.collapsing, tally);
    for (const criterion of CRITERIA) {
      for (const { of, savings } of analyseSavings(table, parseCriterion(criterion), LEVEL).rows) {
        if (of === 'spread' && criterion !== CRITERIA[0]) continue;
        for (const { size, interval } of savings) {
          const what = `saving, ${of === 'spread' ? of : criterion}${size === SIZES[0] ? ', at the smallest size' : ''}`;
          if (!('reason' in interval)) tally.add(what, holdsSaving(interval, size));
          else tally.untold(what);
        }
      }
    }
  }
  tally.print();
}

function judgeCollapses({ cells, effects }: ReturnType<typeof analyseCollapses>, rate: number, tally: Tally): void {
  for (const { interval } of cells) {
    if ('low' in interval) tally.add('rate of collapse, a cell', interval.low <= rate && rate <= interval.high);
    else tally.untold('rate of collapse, a cell');
  }
  for (const { factor, interval } of effects) {
    const what = `difference of rates, ${factor}`;
    if ('low' in interval) tally.add(what, interval.low <= 0 && interval.high >= 0);
    else tally.untold(what);
  }
  tally.add(
    'no rates called different that are not',
    effects.every(({ finding }) => finding !== 'shown'),
  );
}

function judgeShares({ size, parts }: CellShares, tally: Tally): void {
  const { weights, samples, both } = PARTS[SIZES.indexOf(size)] as Parts;
  [weights, samples, both].forEach((share, place) => {
    const interval = parts[place]?.interval;
    const what = `share at ${size} of ${['weights', 'sample', 'interaction'][place]}`;
    if (interval === undefined || 'reason' in interval) tally.untold(what);
    else tally.add(what, interval.low <= share + 1e-9 && share <= interval.high + 1e-9);
  });
}

/** Between sizes a curve is a line in logarithms; both levels are the same curve at places where both are measured. */
function holdsSaving({ low, high }: Exclude<SavingInterval, { readonly reason: string }>, size: number): boolean {
  // At the smallest size the other needs fewer than were measured.
  if (size === SIZES[0]) return high === 'open';
  return (low === 'never' || low <= SAVING + 1e-9) && (high === 'open' || (high !== 'never' && high >= SAVING - 1e-9));
}
