/**
 * @file Runs as they were recorded: decisions, losses and results of every rule, criterion and question, through the library's door.
 * They change where users see other decisions. `RECORDED_RUNS=folder` writes them whole, to be compared before and after;
 * `-u` records them anew.
 */
import { writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { replay } from '../../dist/app/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { type AskedRace, type AskedStudy, askAndTell, askBundled, race, study } from './ask.js';
import { inShort } from './in-short.js';

const DIVERGING = { place: [0, 0.02, 0.2], diverging: [0, 0.3] };
const FAILING = { place: [0, 0.02, 0.2], failing: [0, 0.3] };
const LACKING = { place: [0, 0.02, 0.2], lacks: [false, true] };
const beyondNoise = {
  name: 'beyond-noise',
  version: 1,
  minimumTrials: 3,
  judge: ({ values }: { readonly values: Float64Array }) =>
    Array.from(values, (value) => ({ leaves: value > 1.1 * (values[0] as number), statistic: value })),
};
const capped = {
  name: 'capped-mean',
  version: 2,
  kind: 'location' as const,
  evaluate: (losses: Float64Array) => losses.reduce((sum, loss) => sum + Math.min(loss, 5), 0) / losses.length,
};

const RACES: Readonly<Record<string, AskedRace>> = {
  default: {},
  'default, mean': { race: { criterion: 'mean' } },
  'default, median, share': { race: { criterion: 'median', tolerance: '5 %' } },
  'default, q0.9, as they are': { race: { criterion: 'q0.9', rule: { name: 'default', scale: 'losses' } } },
  'default, q3+iqr': { race: { criterion: 'q3+iqr', maxReplicates: 12 } },
  'default, es0.25': { race: { criterion: 'es0.25', delta: 0.2 } },
  'default, std': { space: { place: 0, spread: [0.1, 0.12, 0.3, 0.5] }, race: { criterion: 'std' } },
  'default, iqr': { space: { place: 0, spread: [0.1, 0.12, 0.3, 0.5] }, race: { criterion: 'iqr' } },
  strict: { race: { rule: 'strict', criterion: 'mean', tolerance: 0.05 } },
  fast: { race: { rule: 'fast', criterion: 'median' } },
  halving: { race: { rule: 'halving', criterion: 'mean' } },
  'halving, up': { race: { rule: { name: 'halving', keep: 'ceil', minimumSurvivors: 2 }, criterion: 'max' } },
  fraction: { race: { rule: { name: 'fraction', share: 0.4 }, criterion: 'q3+iqr', warmup: 4 } },
  threshold: { race: { rule: { name: 'threshold', ratio: 0.02, testEvery: 2 }, criterion: 'min' } },
  welch: { race: { rule: 'welch', criterion: 'mean' } },
  'welch, one-sided, Holm': {
    race: { rule: { name: 'welch', alpha: 0.2, sided: 'one', correction: 'holm' }, criterion: 'mean' },
  },
  'mann-whitney': { race: { rule: { name: 'mann-whitney', alpha: 0.1 }, criterion: 'median', warmup: 5 } },
  'kolmogorov-smirnov': { race: { rule: { name: 'kolmogorov-smirnov', alpha: 0.1 }, criterion: 'q3', warmup: 5 } },
  'paired-t': { race: { rule: { name: 'paired-t', correction: 'benjamini-hochberg' }, criterion: 'mean' } },
  wilcoxon: { race: { rule: { name: 'wilcoxon', alpha: 0.1 }, criterion: 'median', warmup: 6 } },
  friedman: { race: { rule: 'friedman', criterion: 'mean' } },
  ...Object.fromEntries(
    ['bartlett', 'levene', 'fligner-killeen'].map((rule, place) => [
      rule,
      {
        space: { place: 0, spread: [0.1, 0.12, 0.5, 2] },
        race: { rule, criterion: place === 1 ? 'iqr' : 'std', warmup: 8 },
      },
    ]),
  ),
  'a rule and a criterion of its own': { race: { rule: beyondNoise, criterion: capped } },
  'a metric': { race: { metric: 'accuracy', direction: 'maximize' } },
  'a metric, in rounds': { race: { metric: 'waste', direction: 'minimize', rule: 'welch', criterion: 'mean' } },
  separate: { race: { maxReplicates: 5, tolerance: 0 }, separate: 9 },
  cost: { space: { place: [0, 0.02, 0.1], steps: [10, 40] }, more: { cost: 'steps' } },
  'some diverge': { space: DIVERGING },
  'some diverge, in rounds': { space: DIVERGING, race: { rule: 'welch', criterion: 'mean' } },
  'some fail': { space: FAILING, more: { failures: { action: 'worst', retries: 0 } } },
  'some fail and are left out': {
    space: FAILING,
    race: { rule: 'halving' },
    more: { failures: { action: 'exclude' } },
  },
  'some never work': { space: LACKING },
  'some never work, in rounds': { space: LACKING, race: { rule: 'halving' } },
  'a small budget': { more: { budget: { trials: 9 } } },
  'a small budget, in rounds': { race: { rule: 'halving' }, more: { budget: { trials: 21 } } },
};

test.each(Object.entries(RACES))('a race: %s', async (name, asked) => {
  expect(await race(name, asked)).toMatchSnapshot();
});

test.each(['default', 'halving'])('a race that is asked and told: %s', async (rule) => {
  const asked = { race: { rule, criterion: 'mean' } };
  expect(await askAndTell(`asked, ${rule}`, asked)).toMatchSnapshot();
});

test.each(['default', 'fast', 'welch'])('a race of surefoot/race: %s', async (rule) => {
  expect(await askBundled(`bundled, ${rule}`, rule)).toMatchSnapshot();
});

const SAMPLED = { place: [0, 0.05, 0.3], sampled: 0.5, reach: 20 };
const STUDIES: Readonly<Record<string, AskedStudy>> = {
  measure: { space: SAMPLED, measure: { trials: 8 } },
  'measure, crossed': {
    space: { ...SAMPLED, divided: 0.2 },
    measure: { vary: ['init', 'sample', 'split'], trials: 4, crossed: [3, 2, 2], repeats: 2 },
  },
  'measure a metric': {
    space: SAMPLED,
    measure: { trials: 6, metric: 'waste', crossed: 'none', vary: ['init', 'init+sample'] },
  },
  'measure where some never work': { space: LACKING, measure: { trials: 4, crossed: 'none' } },
  'measure with a small budget': { space: SAMPLED, measure: { trials: 8, budget: { trials: 30 } } },
  curve: { space: SAMPLED, curve: { trials: 8 } },
  'curve without stopping': {
    space: SAMPLED,
    curve: { trials: 5, adaptive: false, criterion: 'mean', spread: 'iqr', tolerance: { criterion: 0.2 } },
  },
  'curve where some diverge': { space: { ...SAMPLED, diverging: 0.3 }, curve: { trials: 6 } },
  compare: { space: SAMPLED, compare: { trials: 10 } },
  'compare factors': {
    space: { ...SAMPLED, spread: [0.1, 0.5] },
    compare: { trials: 8, factors: ['place', 'spread=0.1,0.3,0.5'], base: 'place=0.05 spread=0.1' },
  },
  'assure, and it holds': { space: { place: [0.02] }, assure: { below: 1.4 } },
  'assure, and it does not': {
    space: { place: [0.02], diverging: 0.2, failing: 0.1 },
    assure: { share: 0.9, below: 1.4 },
  },
  'assure a metric, undecided': {
    space: { place: [0.02] },
    assure: { share: 0.9, metric: 'accuracy', above: 0.78, trials: 60 },
  },
  'assure a change': { space: { place: [0.02] }, against: { place: [0.1] } },
  'assure a change by the mean of a metric': {
    space: { place: [0.02] },
    against: { place: [0.04] },
    race: { criterion: 'mean', metric: 'accuracy' },
  },
  couple: { space: SAMPLED, couple: { budget: { trials: 50 } } },
  'couple two settings where some diverge': {
    space: { ...SAMPLED, place: [0.1], diverging: [0.1, 0.3] },
    couple: { factors: ['place=0.1,0.3', 'diverging'], sizes: '10..160/3', vary: ['sample', 'init'], crossed: [3, 4] },
  },
  'couple a metric': { space: SAMPLED, couple: { crossed: [3], metric: 'accuracy' } },
  'compare a metric': { space: DIVERGING, compare: { trials: 8, metric: 'accuracy' } },
};

test.each(Object.entries(STUDIES))('a study: %s', async (name, asked) => {
  expect(await study(name, asked)).toMatchSnapshot();
});

/** Losses by candidate and replicate; some are missing, and one diverged. */
const TABLE = [
  'candidate,width,loss_0,loss_1,loss_2,loss_3,loss_4,loss_5,loss_6,loss_7',
  'a,1,0.50,0.52,0.61,0.48,0.55,0.57,0.51,0.53',
  'b,2,0.51,0.50,0.63,0.47,0.57,0.56,0.52,0.55',
  'c,4,0.70,0.74,0.69,0.81,0.72,0.77,0.70,0.75',
  'd,8,0.60,,0.66,0.58,0.66,0.64,,0.62',
  'e,16,0.49,0.90,0.47,Infinity,0.50,0.88,0.49,0.51',
  '',
].join('\n');
const WHOLE = TABLE.replace(/^d,.*\n/m, '');
const REPLAYS: Readonly<Record<string, readonly [table: string, options: Parameters<typeof replay>[1]]>> = {
  'default, partial': [TABLE, { criterion: 'mean' }],
  'fast, partial, in another order': [TABLE, { rule: 'fast', criterion: 'median', replicateOrder: [7, 2, 0, 5, 3] }],
  'default, orders': [WHOLE, { orders: 12, seed: 3 }],
  'halving, orders': [WHOLE, { rule: 'halving', criterion: 'mean', warmup: 2, orders: 30 }],
  'welch, scores': [
    WHOLE.replace('Infinity', '0.1'),
    { rule: { name: 'welch', alpha: 0.01 }, criterion: 'mean', direction: 'maximize', warmup: 2 },
  ],
  'wilcoxon, in pairs': [WHOLE, { rule: 'wilcoxon', criterion: 'median', warmup: 5 }],
  'columns by name': [
    WHOLE.replaceAll('loss_', 'error ').replace('candidate', 'model'),
    { columns: { candidate: 'model', loss: 'error *' }, rule: { name: 'threshold', margin: 0.1 } },
  ],
};

test.each(Object.entries(REPLAYS))('a replay: %s', async (name, [table, options]) => {
  // A replay is named after its table.
  const home = process.cwd();
  onTestFinished(() => process.chdir(home));
  process.chdir(temporaryFolder(onTestFinished));
  writeFileSync('losses.csv', table);
  expect(inShort(`replay ${name}`, await replay('losses.csv', options))).toMatchSnapshot();
});
