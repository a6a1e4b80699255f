/** @file What is said where nobody meets the bounds on metrics: who comes nearest, by which bound, and which one to loosen. */
import { expect, test } from 'vitest';
import { noneMeets, requiredAdvice } from '../../src/report/answer/requirement-words.js';
import { groundsOf } from '../../src/report/answer/search-words.js';
import { formatTables, type Result, showRace } from '../../src/report/index.js';
import type { Telling } from '../../src/report/view/telling.js';
import { parseCriterion } from '../../src/stats/index.js';
import { simulateRun } from './simulated-run.js';

const telling = { nameWithId: (id: string) => id } as Telling;

test('the bound that is shown to be broken is named, and not one that may be kept', () => {
  const required = (metric: string, below: number) => ({ metric, criterion: 'q3', below, isConstant: false });
  const broken = { value: 21, low: 20.5, high: 22, n: 5, standing: 'unmet' };
  // Far from its bound, on the right side, by too few trainings to be sure.
  const untold = { value: 3, low: -40, high: 46, n: 3, standing: 'open' };
  const requirements = {
    delta: 0.05,
    metrics: [
      { ...required('ms', 20), candidates: [{ candidate: 'a', ...broken }] },
      { ...required('mb', 30), candidates: [{ candidate: 'a', ...untold }] },
    ],
    refused: ['a'],
  };
  const result = { requirements, winner: null, candidates: [{ id: 'a' }], neverWorked: [] } as unknown as Result;
  expect(noneMeets(result, telling)).toBe(
    'no candidate meets the requirement: q3 of ms below 20. Nearest is a with 21.00 [20.50, 22.00], 1.0 too high; q3 of ms below 20 leaves out the most, 1',
  );
  expect(requiredAdvice(result)).toMatch(/^Loosen `require\.ms\.q3`, to about 22/);
});

test('where the nearest breaks two bounds both are to be loosened', () => {
  const required = (metric: string, own: object) => ({
    ...{ metric, criterion: 'q3', below: 20, isConstant: false },
    candidates: [{ candidate: 'a', n: 5, standing: 'unmet', ...own }],
  });
  const metrics = [
    required('ms', { value: 21, low: 20.5, high: 22 }),
    required('mb', { value: 40, low: 38, high: 44 }),
  ];
  const requirements = { delta: 0.05, metrics, refused: ['a'] };
  const result = { requirements, winner: null, candidates: [{ id: 'a' }], neverWorked: [] } as unknown as Result;
  expect(requiredAdvice(result)).toBe(
    'Loosen `require.mb.q3`, to about 44.0, and `require.ms.q3`, to about 22.0 for the nearest, or add candidates that meet both',
  );
});

test('of whom a search has not tried nothing is said, and one that is hardly likely to keep a bound is told as well', () => {
  const own = { value: 21, low: 15, high: 27, n: 1, standing: 'open' };
  const metric = {
    metric: 'ms',
    criterion: 'q3',
    below: 20,
    isConstant: false,
    candidates: [{ candidate: 'a', ...own }],
  };
  const result = {
    ...{ requirements: { delta: 0.05, metrics: [metric], refused: ['a'] }, search: { candidates: 60 } },
    ...{ winner: null, candidates: [{ id: 'a' }], neverWorked: [] },
  } as unknown as Result;
  expect(noneMeets(result, telling)).toBe(
    'none of the 1 tried meets the requirement: q3 of ms below 20. Nearest is a with 21.0 [15.0, 27.0], 1.0 too high',
  );
});

test.each([
  [['met', 'met'], "2 look better so far: 2 with fewer trainings than the winner's 20."],
  [['open', 'open'], '2 look better so far: 2 not shown to meet what is required.'],
  [['open', 'unmet'], '2 look better so far: 2 not shown to meet what is required.'],
  [['open'], '1 looks better so far: 1 not shown to meet what is required.'],
  [
    ['open', 'met', 'open'],
    "3 look better so far: 1 with fewer trainings than the winner's 20, 2 not shown to meet what is required.",
  ],
] as const)('of those that look better, %j, it is said what each lacks to win', (standings, said) => {
  const rivals = standings.map((_, index) => ({ candidate: `c${index}`, difference: -0.1, n: 5 }));
  const metric = { metric: 'ms', criterion: 'q3', below: 20, isConstant: false };
  const candidates = standings.map((standing, index) => ({
    candidate: `c${index}`,
    value: 3,
    low: 1,
    high: 9,
    n: 5,
    standing,
  }));
  const result = {
    ...{ verdict: 'stopped', direction: 'minimize', criterion: { name: 'q3' }, tieSet: { rivals } },
    ...{ winner: { candidate: 'w' }, candidates: [{ id: 'w', trials: 20 }], tolerance: { value: 0.1, alpha: 0.05 } },
    search: { candidates: 60, tried: 10, amongTried: 0.2, audit: null },
    requirements: { delta: 0.05, metrics: [{ ...metric, candidates }], refused: [] },
  } as unknown as Result;
  expect(groundsOf(result, { allAreEqual: false, better: 'low' })[0]?.text).toMatch(
    / they say nothing\. By trainings and settings /,
  );
  expect(groundsOf(result, { allAreEqual: false, better: 'low' })[0]?.text.endsWith(`together ${said}`)).toBe(true);
});

test('the table of the answer has what each candidate of the race has of a bounded metric, and whether that meets it', () => {
  const bound = { metric: 'ms', criterion: parseCriterion('q3'), below: 20 };
  const input = simulateRun({
    ...{ candidates: 3, finalTrials: 3, rule: { name: 'default', tolerance: 0 }, maxReplicates: 12 },
    required: {
      bounds: [{ ...bound, valueOf: ({ metrics }) => metrics.ms ?? Number.NaN }],
      metricsOf: (candidate, { streams: { init } }) => ({ ms: (candidate === 0 ? 30 : 10) + 0.01 * init }),
    },
  });
  const [fresh = '', raced = ''] = formatTables(showRace(input).tables(), 'markdown')
    .split('\n\n')
    .filter((part) => part.startsWith('|'));
  expect(fresh).not.toContain('of ms');
  expect(raced).toContain('| q3 of ms below 20 |');
  expect(raced).toMatch(/ 10\.\S* \\\[\S+, \S+\\\] met \| winner/);
});

test('of a prior it is said that who meets what is required does not rest on it', () => {
  const known = { source: 'old.csv', configurations: 40, both: 12, tau: 0.5, interval: [0.2, 0.8], used: true };
  const result = {
    ...{
      verdict: 'decided',
      direction: 'minimize',
      criterion: { name: 'q3' },
      tieSet: null,
      winner: { candidate: 'w' },
    },
    ...{ candidates: [{ id: 'w', trials: 20 }], tolerance: { value: 0.1, alpha: 0.05 } },
    search: { candidates: 60, tried: 10, amongTried: 0.2, audit: null, from: [known] },
  };
  const saidOf = (more: object) =>
    groundsOf({ ...result, ...more } as unknown as Result, { allAreEqual: false, better: 'low' })[1]?.text;
  const plain = 'The claim rests on it, too; own trainings, audit and fresh trainings do not';
  expect(saidOf({})).toContain(`${plain}.`);
  const requirements = { delta: 0.05, metrics: [], refused: [] };
  expect(saidOf({ requirements })).toContain(`${plain}, nor do requirements.`);
});
