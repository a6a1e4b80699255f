/** @file Rules by name: options, refusals, what each does to a small table, and the warning of too little power. */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/index.js';
import {
  parseRule,
  planRace,
  powerWarning,
  RULE_NAMES,
  RULE_OPTIONS,
  type RuleSettings,
  replayRace,
  ruleOptions,
} from '../../../src/questions/race/plan/index.js';
import { parseCriterion, welchTest } from '../../../src/stats/index.js';

const example = (name: string): RuleSettings =>
  name === 'fraction' ? { name, share: 0.5 } : name === 'threshold' ? { name, margin: 1 } : { name };

/** Rows by candidate become the table's columns. */
const tableOf = (rows: Readonly<Record<string, readonly number[]>>) => {
  const losses = Object.values(rows);
  return {
    candidates: Object.keys(rows),
    columns: (losses[0] ?? []).map((_, replicate) => Float64Array.from(losses, (row) => row[replicate] as number)),
  };
};
const firstDecision = (rule: RuleSettings, criterion: string, rows: Readonly<Record<string, readonly number[]>>) => {
  const table = tableOf(rows);
  const settings = { criterion: parseCriterion(criterion), rule: parseRule(rule), warmup: table.columns.length };
  return replayRace(settings, table).decisions[0];
};

describe('settings', () => {
  it.each(RULE_NAMES)('%s is read back from what it writes', (name) => {
    const rule = parseRule(example(name));
    expect(parseRule(rule.settings as unknown as RuleSettings).settings).toEqual(rule.settings);
    expect(rule.settings.name).toBe(name);
  });
  it('short names mean the long ones', () => {
    expect(parseRule('ks').name).toBe('kolmogorov-smirnov');
    expect(parseRule({ name: 'fligner', alpha: 0.1 }).settings).toMatchObject({ name: 'fligner-killeen', alpha: 0.1 });
  });
  it('an option means the same in every rule that has it, so that one flag can give it to all', () => {
    const meanings = (name: string) =>
      Object.entries(ruleOptions(name)).filter(([option, meaning]) => RULE_OPTIONS.get(option) !== meaning);
    expect(RULE_NAMES.flatMap(meanings)).toEqual([]);
    expect([...RULE_OPTIONS.keys()]).toContain('alpha');
  });
  it.each<[string, RuleSettings, RegExp]>([
    ['unknown, with the nearest', { name: 'welsh' }, /did you mean "welch"/],
    ['a name of the prototype', { name: 'constructor' }, /Unknown rule "constructor"/],
    ['how to round', { name: 'halving', keep: 'round' }, /keep of rule "halving" is "round"[\s\S]*floor, ceil/],
    ['alpha of a rule without a test', { name: 'halving', alpha: 0.1 }, /"halving" has no option "alpha"/],
    ['alpha out of range', { name: 'welch', alpha: 1 }, /alpha of rule "welch" is 1/],
    ['sides', { name: 'welch', sided: 'both' as 'two' }, /sided of rule "welch" is "both"[\s\S]*two, one/],
    ['no share', { name: 'fraction' }, /share of rule "fraction" is missing/],
    ['no threshold', { name: 'threshold' }, /neither margin nor ratio/],
  ])('%s', (_, settings, message) => {
    expect(() => parseRule(settings)).toThrow(InputError);
    expect(() => parseRule(settings)).toThrow(message);
  });
  it.each([
    ['welch', 'std', 'mean, median, q3'],
    ['bartlett', 'mean', 'std, iqr'],
    ['friedman', 'max', 'mean, median, q3'],
    ['levene', 'q3+iqr', 'std, iqr'],
  ])('%s does not fit %s', (name, criterion, table) => {
    const race = () =>
      planRace({ candidates: ['a', 'b'], criterion: parseCriterion(criterion), rule: parseRule(name), warmup: 5 });
    expect(race).toThrow(InputError);
    expect(race).toThrow(table);
  });
});

describe('decisions', () => {
  const rows = { good: [1, 2, 3, 2], close: [2, 1, 3, 3], bad: [9, 10, 11, 9] };

  it('welch tests every rival against the incumbent and tells what it saw', () => {
    const decision = firstDecision({ name: 'welch' }, 'mean', rows);
    expect(decision).toMatchObject({ survivors: ['good', 'close'], eliminated: ['bad'], incumbent: 'good' });
    expect(decision?.evidence).toEqual([
      { candidate: 'close', n: 4, ...welchTest(rows.close, rows.good, 'two-sided') },
      { candidate: 'bad', n: 4, ...welchTest(rows.bad, rows.good, 'two-sided') },
    ]);
  });
  it('a correction shows in the evidence as the adjusted p-value', () => {
    const decision = firstDecision({ name: 'welch', correction: 'holm', sided: 'one' }, 'mean', rows);
    const { pValue } = welchTest(rows.bad, rows.good, 'greater');
    expect(decision?.evidence[1]).toMatchObject({ correction: 'holm', pValue: 2 * pValue });
  });
  it('a mean test of a median sees a diverged rival as infinitely worse, and a diverged incumbent on ranks', () => {
    const diverged = Number.POSITIVE_INFINITY;
    const rival = firstDecision({ name: 'welch' }, 'median', { ...rows, close: [2, 1, 3, diverged] });
    expect(rival?.eliminated).toEqual(['close', 'bad']);
    expect(rival?.evidence[0]).toEqual({
      candidate: 'close',
      n: 4,
      statistic: diverged,
      pValue: 0,
      reason: 'divergence',
    });
    const incumbent = firstDecision({ name: 'welch' }, 'median', { ...rows, good: [1, 1, 1, diverged] });
    expect(incumbent?.incumbent).toBe('good');
    expect(incumbent?.evidence.map(({ reason }) => reason)).toEqual(['tested-on-ranks', 'tested-on-ranks']);
  });
  it('threshold counts from the incumbent', () => {
    expect(firstDecision({ name: 'threshold', margin: 0.1 }, 'mean', rows)?.eliminated).toEqual(['close', 'bad']);
    expect(firstDecision({ name: 'threshold', ratio: 0.2 }, 'mean', rows)?.eliminated).toEqual(['bad']);
  });
  it.each([
    ['floor', 5, 2],
    ['floor', 3, 1],
    ['floor', 2, 1],
    ['ceil', 5, 3],
    ['ceil', 3, 2],
    ['ceil', 2, 1],
  ])('halving with keep %s of %d keeps %d', (keep, entrants, kept) => {
    const many = Object.fromEntries(Array.from({ length: entrants }, (_, index) => [`c${index}`, [index]]));
    expect(firstDecision({ name: 'halving', keep }, 'mean', many)?.survivors).toHaveLength(kept);
    if (keep === 'floor') expect(firstDecision({ name: 'halving' }, 'mean', many)?.survivors).toHaveLength(kept);
  });
  it('fraction keeps its share, rounded up, and always drops somebody', () => {
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`c${index}`, [index]]));
    expect(firstDecision({ name: 'fraction', share: 0.3 }, 'mean', many)?.survivors).toEqual(['c0', 'c1', 'c2']);
    expect(firstDecision({ name: 'fraction', share: 0.99 }, 'mean', many)?.eliminated).toEqual(['c9']);
  });
  it('friedman drops nobody where the replicates disagree', () => {
    const decision = firstDecision({ name: 'friedman' }, 'mean', { a: [1, 2, 3], b: [2, 3, 1], c: [3, 1, 2.5] });
    expect(decision?.eliminated).toEqual([]);
    expect(decision?.evidence[0]?.reason).toBe('no-difference-overall');
  });
  it("friedman never drops a rival whose ranks are better than the incumbent's", () => {
    const often = { a: Array(8).fill(5), b: [...Array(7).fill(4), 100], c: Array(8).fill(50) };
    const decision = firstDecision({ name: 'friedman', alpha: 0.2 }, 'mean', often);
    expect(decision).toMatchObject({ incumbent: 'a', survivors: ['a', 'b'], eliminated: ['c'] });
    expect(decision?.evidence[0]?.pValue).toBeLessThan(0.2);
  });
});

describe('tables with gaps', () => {
  const gap = Number.NaN;
  const rows = { a: [1, 2, 1, 2], b: [9, gap, 8, 9], c: [1, 2, gap, 3] };
  it('two-sample rules use the losses there are', () => {
    expect(firstDecision({ name: 'welch' }, 'mean', rows)).toMatchObject({ eliminated: ['b'], survivors: ['a', 'c'] });
    expect(firstDecision({ name: 'welch' }, 'mean', rows)?.evidence.map(({ n }) => n)).toEqual([3, 3]);
  });
  it('paired rules refuse them', () => {
    expect(() => firstDecision({ name: 'paired-t' }, 'mean', rows)).toThrow(/"b" has 3 losses in 4 replicates/);
  });
  it('too few losses count as the worst, with the reason', () => {
    const decision = firstDecision({ name: 'welch' }, 'mean', { a: [1, 2], b: [gap, 0.1] });
    expect(decision).toMatchObject({ survivors: ['a'], eliminated: ['b'], incumbent: 'a' });
    expect(decision?.evidence).toEqual([{ candidate: 'b', n: 1, reason: 'too-few-losses' }]);
  });
});

describe('powerWarning', () => {
  it.each<[RuleSettings, number, number, RegExp | undefined]>([
    [{ name: 'kolmogorov-smirnov' }, 3, 604, /smallest p-value is 0.100; it can from 4 trainings on/],
    [{ name: 'kolmogorov-smirnov' }, 4, 604, undefined],
    [{ name: 'mann-whitney', sided: 'one' }, 3, 10, /is 0.0500/],
    [
      { name: 'mann-whitney', sided: 'one', correction: 'holm' },
      6,
      50,
      /after holm correction is 0.0530; it can from 7 trainings/,
    ],
    [{ name: 'wilcoxon' }, 5, 10, /is 0.0625; it can from 6 trainings on/],
    [{ name: 'fligner-killeen' }, 3, 10, /can never reach p < 0.05/],
    [{ name: 'friedman' }, 2, 3, /it can from 3 trainings on/],
    [{ name: 'welch' }, 2, 604, undefined],
    [{ name: 'halving' }, 1, 604, undefined],
  ])('%o with %d trials of %d candidates', (settings, trials, candidates, expected) => {
    const warning = powerWarning(parseRule(settings), trials, candidates);
    if (expected === undefined) expect(warning).toBeUndefined();
    else expect(warning).toMatch(expected);
  });
});
