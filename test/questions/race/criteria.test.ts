/**
 * @file Criteria through the race: values by SciPy, and one that is not built in, which races as itself. Values by scripts/reference/stats-criteria.py.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomFrom, replicateTrial } from '../../../src/core/index.js';
import { describeDistribution } from '../../../src/questions/common/plan/index.js';
import { type LossTable, parseRule, planRace, replayRace } from '../../../src/questions/race/plan/index.js';
import {
  CRITERION_FAMILIES,
  criterionInterval,
  customCriterion,
  type KnownCriterion,
  mean,
  median,
  normalQuantile,
  parseCriterion,
} from '../../../src/stats/index.js';
import { outcomeOf, runRace } from './outcomes.js';
import { trimmedMean } from './trimmed-mean.js';

interface Table {
  /** By candidate and replicate; null = diverged. */
  readonly losses: readonly (readonly (number | null)[])[];
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

const file = new URL('../../reference/stats-criteria.json', import.meta.url);
const tables = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Table>;
const criterionOf = (name: string): KnownCriterion => trimmedMean.read(name) ?? parseCriterion(name);
const lossOf = (value: number | null | undefined): number => value ?? Number.POSITIVE_INFINITY;

function tableOf({ losses }: Table): LossTable {
  const replicates = losses[0]?.length ?? 0;
  return {
    candidates: losses.map((_, index) => `c${index}`),
    columns: Array.from({ length: replicates }, (_, place) => Float64Array.from(losses, (row) => lossOf(row[place]))),
  };
}

describe.each(Object.entries(tables))('a race over the %s table', (_, table) => {
  it.each(Object.entries(table.values))('in rounds by %s goes by the values of SciPy', (name, values) => {
    const { columns } = tableOf(table);
    const settings = { criterion: criterionOf(name), rule: parseRule('halving'), warmup: columns.length };
    const { decisions, standings } = replayRace(settings, tableOf(table));
    for (const { candidate, criterion } of standings()) {
      const value = lossOf(values[Number(candidate.slice(1))]);
      expect(criterion, candidate).toBeCloseTo(value, 12);
    }
    expect(decisions[0]?.incumbentValue).toBeCloseTo(Math.min(...values.map(lossOf)), 12);
  });

  const raced = Object.keys(table.values).filter((name) => criterionOf(name).statistic.race.as !== 'none');
  it.each(raced)('trial by trial by %s keeps whom SciPy has for the best', (name) => {
    const values = (table.values[name] ?? []).map(lossOf);
    const rule = parseRule({ name: 'strict', tolerance: 0 });
    const { answer } = replayRace({ criterion: criterionOf(name), rule }, tableOf(table));
    expect(answer()?.set).toContain(`c${values.indexOf(Math.min(...values))}`);
  });
});

it.each(CRITERION_FAMILIES)('$written has values of SciPy, and its name in docs/replay.md', ({ written }) => {
  const page = readFileSync(new URL('../../../docs/replay.md', import.meta.url), 'utf8');
  const [prefix = '', isShare] = written.split('<p>');
  const isIt = (name: string) =>
    isShare === undefined ? name === written : name.startsWith(prefix) && /^[\d.]+$/.test(name.slice(prefix.length));
  expect(Object.keys(tables.normal?.values ?? {}).filter(isIt)).not.toEqual([]);
  expect([...page.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name).filter(isIt)).not.toEqual([]);
});

describe('a race trial by trial', () => {
  const { normal } = tables as { readonly normal: Table };
  const [losses = []] = normal.losses;
  const raced = Object.keys(normal.values).filter((name) => criterionOf(name).statistic.race.as !== 'none');
  it.each(raced)('by %s knows it to the last digit when all is recorded, of two that are alike', (name) => {
    const rule = parseRule({ name: 'strict', tolerance: 0 });
    const twice = tableOf({ ...normal, losses: [losses, losses] });
    const { decisions } = replayRace({ criterion: criterionOf(name), rule }, twice);
    expect(decisions.at(-1)?.incumbentValue).toBeCloseTo(lossOf(normal.values[name]?.[0]), 12);
  });
});

const samples = [...CRITERION_FAMILIES.map(({ sample }) => sample), parseCriterion('q0.9')];

it.each(samples)('$name has an interval around its value, or a reason why there is none', (criterion) => {
  const random = randomFrom('test', 'criterion', criterion.name);
  const losses = Float64Array.from({ length: 23 }, () => random.normal());
  const interval = criterionInterval(losses, criterion);
  if ('reason' in interval) return expect(interval.reason).not.toBe('');
  expect(interval.low).toBeLessThanOrEqual(criterion.evaluate(losses));
  expect(interval.high).toBeGreaterThanOrEqual(criterion.evaluate(losses));
});

describe('a criterion that is none of the built-in ones', () => {
  /** One that varies much is the best by its median, and on logarithms; without its worst fifth it is the worse of two. */
  const LAWS: Readonly<Record<string, readonly [median: number, sigma: number]>> = {
    wild: [1, 1.5],
    calm: [1.05, 0.3],
    ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((place) => [`poor${place}`, [4 * place, 0.5] as const])),
  };
  const TRUTH = { wild: 1.261, calm: 1.06 };

  it('is the mean of the middle three fifths of a law', () => {
    for (const [name, value] of Object.entries(TRUTH)) {
      const [middle = 0, sigma = 0] = LAWS[name] ?? [];
      const points = Array.from({ length: 3000 }, (_, index) => 0.2 + (0.6 * (index + 0.5)) / 3000);
      const total = points.reduce((so, p) => so + middle * Math.exp(sigma * normalQuantile(p)), 0);
      expect(total / points.length).toBeCloseTo(value, 3);
    }
  });
  it('races as itself: the better of two is chosen in 40 of 40 races', () => {
    const choices = Array.from({ length: 40 }, (_, seed) => {
      const race = planRace({
        candidates: Object.keys(LAWS),
        criterion: criterionOf('trimmed0.2'),
        rule: parseRule({ name: 'default', tolerance: 0.05 }),
        maxReplicates: 40,
        finalTrials: 0,
        seed,
      });
      const { state } = runRace(race, (candidate, replicate) => {
        const [middle = 0, sigma = 0] = LAWS[candidate] ?? [];
        return middle * Math.exp(sigma * randomFrom('test', 'trimmed', seed, candidate, replicate).normal());
      });
      return race.answer(state)?.winner;
    });
    expect(choices).toEqual(new Array(40).fill('calm'));
  });
  it('of which a race knows too little is refused by name, and not guessed', () => {
    const { statistic } = criterionOf('trimmed0.2');
    const race = { as: 'none', why: 'Nobody has said how a race goes by trimmed0.2', instead: 'mean' } as const;
    const criterion = { ...criterionOf('trimmed0.2'), statistic: { ...statistic, race } };
    const create = (rule: string) => planRace({ candidates: ['a', 'b'], criterion, rule: parseRule(rule) });
    expect(() => create('default')).toThrow(
      /how a race goes by trimmed0.2[\s\S]*Allowed: mean, [\s\S]*Race by mean, or choose/,
    );
    expect(create('halving').facts.criterion.name).toBe('trimmed0.2');
  });
});

describe('what goes by a criterion', () => {
  const random = randomFrom('test', 'criteria', 'goes by');
  const losses = Array.from({ length: 20 }, () => random.normal());
  const drawn = (candidate: string, replicate: number) =>
    Number(candidate.slice(1)) + 2 * randomFrom('test', 'criteria', candidate, replicate).normal();
  const candidates = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'];

  it('decides by q0.5 as by the median, which it is', () => {
    const decisionsBy = (name: string) =>
      runRace(planRace({ candidates, criterion: parseCriterion(name), rule: parseRule('default') }), drawn).decisions;
    expect(decisionsBy('q0.5')).toEqual(decisionsBy('median'));
  });
  it.each([
    ['iqr', parseCriterion('iqr'), 'infinite'],
    ['q3+iqr', parseCriterion('q3+iqr'), 'infinite'],
    ['a mean of its own', ownCriterion(mean), 'infinite'],
    ['a median of its own', ownCriterion(median), 'share'],
  ] as const)('says in rounds what one diverged training means to %s', (_, criterion, means) => {
    const race = planRace({ candidates, criterion, rule: parseRule('halving') });
    expect(race.answer(runRace(race, drawn).state)?.divergence).toBe(means);
  });
  it('has in a study of scores the interval of the criterion, mirrored, whatever it is called there', () => {
    const outcomes = losses.map((loss, replicate) => ({
      ...outcomeOf(replicateTrial('c0', replicate, 0), 1),
      metrics: { accuracy: 0.5 - 0.01 * loss },
    }));
    const { criteria } = describeDistribution(outcomes, { figure: 'accuracy' }, [], { further: ['q0.1'] });
    const told = criteria.find(({ name }) => name === 'q0.9')?.interval;
    const costs = losses.map((loss) => 0.01 * loss - 0.5);
    const known = criterionInterval(costs, parseCriterion('q0.1'));
    if (told === undefined || !('low' in told) || !('low' in known)) throw new Error('there is an interval');
    expect([told.low, told.high]).toEqual([expect.closeTo(-known.high, 12), expect.closeTo(-known.low, 12)]);
  });

  function ownCriterion(evaluate: (losses: Float64Array) => number) {
    return customCriterion({ name: 'own', version: 1, kind: 'location', evaluate });
  }
});
