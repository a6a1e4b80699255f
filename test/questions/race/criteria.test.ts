/**
 * @file Criteria through the race: values by SciPy, what each says of itself against what it does, and one that is not built in,
 * which races as itself. Values by scripts/reference/stats-criteria.py.
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

/** What a file says of its criterion, and what that does. */
const samples = [...CRITERION_FAMILIES.map(({ sample }) => sample), trimmedMean.sample, parseCriterion('q0.9')];
const normalDensity = (at: number): number => Math.exp(-(at ** 2) / 2) / Math.sqrt(2 * Math.PI);

it('no criterion has the id of another, on which caches rest', () => {
  const ids = new Map(samples.map(({ name, statistic }) => [statistic.id, name]));
  expect([...ids.values()]).toEqual(samples.map(({ name }) => name));
});

describe.each(samples.map((sample) => [sample.name, sample] as const))('%s', (_, criterion) => {
  const { evaluate, statistic, divergence, kind } = criterion;
  const random = randomFrom('test', 'criterion', criterion.name);
  const losses = Float64Array.from({ length: 23 }, () => random.normal());
  const grid = Float64Array.from({ length: 4000 }, (_unused, index) => normalQuantile((index + 0.5) / 4000));

  it('has a value for losses of any sign: scores are raced as negated losses', () => {
    expect(evaluate(losses)).not.toBeNaN();
    expect(evaluate(losses.map((loss) => -Math.abs(loss)))).not.toBeNaN();
  });
  it('is of the normal law what it is of very many losses', () => {
    const law = { mean: 0, std: 1, quantile: normalQuantile, tailSum: normalDensity };
    const isExtreme = statistic.probability === 0 || statistic.probability === 1;
    if (isExtreme) expect(() => statistic.ofLaw(law)).toThrow(RangeError);
    else expect(statistic.ofLaw(law)).toBeCloseTo(evaluate(grid), 2);
  });
  it('lies between the smallest and the largest loss, if it says so', () => {
    const value = evaluate([100, 100, 100, 101, 101, 101]);
    expect(value >= 100 && value <= 101).toBe(statistic.isBounded);
  });
  it('bears as many bad losses as it says, and no more', () => {
    const withBad = (count: number) => Math.abs(evaluate(Float64Array.from(grid).fill(1e9, grid.length - count)));
    const borne = Math.floor(statistic.bears * grid.length);
    expect(withBad(Math.max(0, borne - 1))).toBeLessThan(1e3);
    if (statistic.bears < 0.99) expect(withBad(borne + 0.01 * grid.length)).toBeGreaterThan(1e6);
  });
  it('has an interval around its value, or a reason why there is none', () => {
    const interval = criterionInterval(losses, criterion);
    if ('reason' in interval) return expect(interval.reason).not.toBe('');
    expect(interval.low).toBeLessThanOrEqual(evaluate(losses));
    expect(interval.high).toBeGreaterThanOrEqual(evaluate(losses));
  });
  it('bears one diverged training, or is infinite with it, as it says', () => {
    const diverged = losses.with(7, Number.POSITIVE_INFINITY);
    expect(Number.isFinite(evaluate(diverged)) ? 'share' : 'infinite').toBe(divergence);
  });
  it('is the sum of the ordered losses by its weights, or what it measures itself', () => {
    const measured = statistic.pivot.measure?.(losses.toSorted());
    if (measured !== undefined) expect(measured.estimate).toBeCloseTo(evaluate(losses), 12);
    if (statistic.weights === undefined) return expect(measured).toBeDefined();
    const weights = statistic.weights(losses.length);
    const total = losses.toSorted().reduce((so, loss, rank) => so + loss * (weights[rank] as number), 0);
    expect(evaluate(losses)).toBeCloseTo(total, 12);
  });
  it('moves and stretches with the losses as its form asks', () => {
    expect(statistic.race.as === 'spread').toBe(kind === 'spread');
    if (statistic.race.as === 'none') return;
    const moved = evaluate(losses.map((loss) => 3 * loss + 5));
    expect(moved).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(moved).toBeCloseTo(3 * evaluate(losses) + (kind === 'spread' ? 0 : 5), 12);
  });
  it('is of the normal law, and of one of which some diverge, what it says', () => {
    const { race } = statistic;
    if (race.as !== 'location') return;
    if (race.normal !== undefined) expect(evaluate(grid)).toBeCloseTo(race.normal, 2);
    expect(race.diverging !== undefined).toBe(divergence === 'share');
    if (race.diverging === undefined) return;
    const share = 0.5 * race.diverging.bears;
    const at = (diverged: number) => {
      const infinite = Math.round((grid.length * diverged) / (1 - diverged));
      return evaluate([...grid, ...new Array<number>(infinite).fill(Number.POSITIVE_INFINITY)]);
    };
    const { value, slope } = race.diverging.among(normalQuantile, share);
    expect(value).toBeCloseTo(at(share), 2);
    expect(slope / ((at(share + 0.02) - at(share - 0.02)) / 0.04)).toBeCloseTo(1, 1);
    expect(at(race.diverging.bears - 0.01)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(at(race.diverging.bears + 0.01)).toBe(Number.POSITIVE_INFINITY);
  });
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
