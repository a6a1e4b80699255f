/** @file Single sentences and their numbers, each beside the one that a slip would make of it: ends of intervals, levels, counts and sides. */
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/core/index.js';
import type { AssureAnalysis } from '../../src/questions/assure/plan/index.js';
import type { KeepAnalysis } from '../../src/questions/keep/plan/index.js';
import type { RaceAnswer } from '../../src/questions/race/plan/index.js';
import { claimOf } from '../../src/report/answer/claim.js';
import { assuredBar } from '../../src/report/answer/next-effort.js';
import { leadOnFresh } from '../../src/report/answer/overtuning.js';
import { noneMeets, requiredAdvice, requiredFacts } from '../../src/report/answer/requirement-words.js';
import { groundsOf } from '../../src/report/answer/search-words.js';
import { countStatuses, countsText, type StatusCounts, statusesOf } from '../../src/report/answer/statuses.js';
import type { Result, StudyInput } from '../../src/report/index.js';
import { countOutcomes, runFactsOf } from '../../src/report/result/run-facts.js';
import { ASSURE_SHOWN } from '../../src/report/studies/assure.js';
import { KEEP_SHOWN } from '../../src/report/studies/keep.js';
import { conditionText } from '../../src/report/view/choice-words.js';
import { probationCount } from '../../src/report/view/ending-words.js';
import { noIntervalWords } from '../../src/report/view/interval-words.js';
import { type Telling, tellingOf } from '../../src/report/view/telling.js';
import { parseCriterion } from '../../src/stats/index.js';

const resultOf = (part: object): Result => part as Result;

describe('the lead on fresh examples', () => {
  const told = (value: number, low: number, high: number) =>
    leadOnFresh(
      resultOf({
        ...{ winner: {}, metric: null, direction: 'minimize', data: { split: { final: 100 } } },
        overtuning: { chosenBy: { lead: 0.05 }, final: { value, low, high } },
      }),
    );

  test('is shown where all of its interval is a lead, and lost where none is', () => {
    expect(told(0.04, 0.02, 0.06)?.kind).toBe('shown');
    expect(told(-0.04, -0.06, -0.02)).toMatchObject({
      kind: 'lost',
      sentence: expect.stringContaining('by 0.040 [0.020, 0.060] loss'),
    });
    expect([told(0.01, -0.02, 0.04)?.kind, told(-0.01, -0.04, 0.02)?.kind]).toEqual(['open', 'open']);
  });
});

describe('what is required', () => {
  const metricOf = (...candidates: readonly object[]) => ({
    ...{ metric: 'ms', criterion: 'q3', below: 20, isConstant: false },
    candidates: candidates.map((own, place) => ({ candidate: `c${place}`, n: 5, ...own })),
  });
  const of = (metric: object, more: object) =>
    resultOf({
      requirements: { delta: 0.05, metrics: [metric], refused: ['c0', 'c1'] },
      ...{ candidates: [{ id: 'c0' }, { id: 'c1' }], neverWorked: [], ...more },
    });

  test.each([
    ['met', /^Yes: its q3 of ms is .*, below 20 \(95 %\)/],
    ['open', /^Not shown: its q3 of ms is .*, and has to be below 20 \(95 %\)/],
    ['unmet', /^Not shown: /],
  ])('a bound that is %s', (standing, said) => {
    const metric = metricOf({ value: 18, low: 17, high: 19, standing });
    expect(requiredFacts(of(metric, { winner: { candidate: 'c0' } }))[0]?.text).toMatch(said);
  });

  test('nearest is who misses by least, and the bound to set is one that it keeps for sure', () => {
    const metric = metricOf(
      { value: 40, low: 38, high: 44, standing: 'unmet' },
      { value: 22, low: 21, high: 23, standing: 'unmet' },
    );
    const result = of(metric, { winner: null });
    expect(noneMeets(result, { nameWithId: (id: string) => id } as never)).toContain('Nearest is c1 with 22.0');
    expect(requiredAdvice(result)).toContain('to about 23');
  });
});

describe('where candidates stand', () => {
  const rival = (candidate: string, standing: string, low: number, high: number) => ({
    ...{ candidate, standing, n: 5, difference: (low + high) / 2, effectSize: 0 },
    interval: { low, high },
  });
  const answer = {
    ...{ winner: 'w', tolerance: { value: 0.1 }, neverWorked: [], untried: [] },
    rivals: [
      rival('unknown', 'undecided', -1, 1),
      rival('within', 'close', -0.05, 0.1),
      rival('maybe far', 'close', -0.05, 0.3),
      rival('on probation', 'worse', 0.2, 0.3),
    ],
    reliability: { members: [{ candidate: 'on probation', status: 'open' }] },
  } as unknown as RaceAnswer;
  const standings = ['w', ...answer.rivals.map(({ candidate }) => candidate)].map((id) => {
    return { id, eliminatedAt: null, outcomes: [{}], fresh: { outcomes: [] } };
  });
  const statuses = statusesOf(answer, standings as never, false);

  test('is told by both ends of what is known of them', () => {
    expect([...statuses]).toEqual([
      ['w', 'winner'],
      ['unknown', 'undecided'],
      ['within', 'equivalent'],
      ['maybe far', 'behind'],
      ['on probation', 'on probation'],
    ]);
  });

  test('candidates of a search that none of its trainings was of are counted', () => {
    const searched = { candidates: standings, search: { candidates: 12 } } as never;
    expect(countsText(countStatuses(statuses), searched)).toContain('7 not tried');
  });

  test('two losses in common make no twins', () => {
    const standing = (id: string, losses: readonly number[]) => ({
      ...{ id, losses, replicates: losses.map((_, place) => place), fresh: { losses: [], replicates: [] } },
    });
    const twins = (count: number) => {
      const [same, other] = [0.5, 0.6].map((first) => Array.from({ length: 6 }, (_, place) => first + place));
      const standingsNow = [
        standing('w', same as number[]),
        standing('t', (same as number[]).slice(0, count)),
        standing('o', other as number[]),
      ];
      const input = { answer: { winner: 'w' }, criterion: parseCriterion('median'), direction: 'minimize' };
      return tellingOf(input as never, standingsNow as never, new Map()).twins;
    };
    expect([twins(2), twins(3)]).toEqual([[], ['t']]);
  });
});

test('a promise that is proposed is one that the worst training so far keeps', () => {
  for (const worst of [0.2345, 3.1, 120, -0.4]) {
    const low = /^--loss-below (\S+)$/.exec(assuredBar(null, 'minimize', worst)?.options ?? '');
    expect(Number(low?.[1])).toBeGreaterThan(worst);
    const high = /^--metric accuracy --above (\S+)$/.exec(assuredBar('accuracy', 'maximize', worst)?.options ?? '');
    expect(Number(high?.[1])).toBeLessThan(worst);
  }
});

test('an audit that finds one says so, at its level', () => {
  const saidOf = (open: number) =>
    groundsOf(
      resultOf({
        ...{ verdict: 'decided', direction: 'minimize', criterion: { name: 'q3' }, winner: { candidate: 'w' } },
        ...{ candidates: [{ id: 'w', trials: 20 }], tieSet: null, tolerance: { value: 0.1, confidence: 0.95 } },
        search: { candidates: 60, tried: 10, amongTried: 0.2, audit: { drawn: 30, tried: 30, open, atMost: 0.2 } },
      }),
      { allAreEqual: false, better: 'low' },
    ).find(({ label }) => label === 'Audit')?.text;
  expect(saidOf(0)).toMatch(/^Of 30 random candidates none has .*: at most 20 % of the space has \(95 %\)\. A single/);
  expect(saidOf(1)).toMatch(/^Of 30 random candidates 1 may have .* \(95 %\)\.$/);
});

test('under which condition an interval holds, and how sure one is without any', () => {
  expect([conditionText({ collapsed: 0 }), conditionText({ collapsed: 2 })]).toEqual([
    'if none collapses',
    'if none is worse than these',
  ]);
  const none = { reason: 'too few', n: 20, beyond: { confidence: 0.95, share: 0.14 } };
  expect(noIntervalWords(none, 'max')).toMatch(/With 95 % confidence at most 14 % of further trainings/);
});

test('a probation that is over counts its first trainings, one that goes on those so far', () => {
  const member = { candidate: 'c', begun: 26, failed: 0, collapsed: 3, passesAfter: 59 };
  expect(probationCount({ ...member, status: 'failed' })).toBe('3 of the first 26 fresh trainings collapsed');
  expect(probationCount({ ...member, status: 'open' })).toBe('3 of 26 fresh trainings collapsed');
});

describe('the effort', () => {
  test('counts what was trained beside the question', () => {
    const unused = [{ seconds: 2 }] as unknown as Outcome[];
    expect(countOutcomes([], { unused, seedCheck: 1, forModels: 3, again: 9, budget: null })).toMatchObject({
      begun: 5,
      used: 0,
    });
  });

  test('ends when its last stretch has ended, in seconds, though a clock was set back', () => {
    const stretches = [
      { startedAt: '2026-03-01T10:00:00.000Z', seconds: 100, workers: 1, environment: {} },
      { startedAt: '2026-03-01T10:01:00.000Z', seconds: 30, workers: 1, environment: {} },
    ];
    const header = { seed: 1, plan: {}, identity: '', identityParts: {} };
    const facts = runFactsOf(header as never, stretches, { split: {} } as never, null, undefined);
    expect([facts.finishedAt, facts.seconds]).toEqual(['2026-03-01T10:02:10.000Z', 130]);
  });
});

describe('a study', () => {
  const outcomes = [{ seconds: 2 }, { seconds: 4 }] as unknown as Outcome[];
  const input = { command: 'surefoot ask x.yaml --trials 60', outcomes } as unknown as StudyInput;

  test('that holds a promise rounds its bounds to the safe side, and doubles what was not enough', () => {
    const analysis = {
      ...{ kind: 'assure', candidate: 'c', verdict: 'holds', trials: 60, most: 60, share: 0.95, baselines: [] },
      bar: { figure: 'loss', side: 'below', value: 0.4 },
      interval: { low: 0.95049, high: 0.99911, level: 0.95 },
    } as unknown as AssureAnalysis;
    const also = (verdict: AssureAnalysis['verdict']) =>
      ASSURE_SHOWN.also?.({ ...analysis, verdict }, 'loss', String)[0];
    expect(also('holds')).toMatch(/^At least 95\.0 % pass \(95 % confidence\)/);
    expect(also('does not hold')).toMatch(/^At most 100\.0 % pass/);
    expect(ASSURE_SHOWN.next?.({ ...analysis, verdict: 'undecided' }, input, undefined)).toMatchObject({
      command: 'surefoot ask x.yaml --trials 120',
    });
  });

  test('of a change prices the trainings of both versions, and tells the error of all looks', () => {
    const analysis = {
      ...{ kind: 'keep', verdict: 'discard', because: 'pairs', most: 60, trainings: { new: 60, old: 60 } },
      ...{ look: 60, pValue: 0.2, threshold: 0.013, error: 0.05, assumes: null, smallest: 0.1 },
      ...{ new: { collapsed: { events: 0, n: 60 } }, old: { collapsed: { events: 0, n: 60 } } },
    } as unknown as KeepAnalysis;
    expect(KEEP_SHOWN.next?.(analysis, input, undefined)).toMatchObject({
      command: 'surefoot ask x.yaml --trials 120',
      why: expect.stringContaining('120 more trainings'),
    });
    expect(KEEP_SHOWN.also?.(analysis, 'loss', String)[0]).toContain(
      'kept below 0.013, so that all looks together keep a change that gains nothing in at most 5 %',
    );
  });
});

test('who is left alone by what is required is the best of nobody else', () => {
  const told = (refused: readonly string[]) => {
    const result = resultOf({
      ...{ verdict: 'decided', direction: 'minimize', criterion: { name: 'q3' }, unconfirmed: null },
      ...{ winner: { candidate: 'w', criterion: { value: 0.5 } }, baselines: [], neverWorked: [] },
      ...{ candidates: [{ id: 'w' }, { id: 'a' }, { id: 'b' }], requirements: { refused } },
      tolerance: { value: 0.1, confidence: 0.95, level: 'strict', spansAll: false },
    });
    const telling = { better: 'low', twins: [] as readonly string[] } as Telling;
    return claimOf(result, { equivalent: 0 } as StatusCounts, telling, null).sentence;
  };
  expect(told(['a', 'b'])).toMatch(/: the other 2 cannot win by what is required\.$/);
  expect(told(['a'])).toMatch(/: none of the 2 that may win has /);
});

test('a race that was stopped says nothing of all while one of them was not tried', () => {
  const told = (untried: number) => {
    const result = resultOf({
      ...{ verdict: 'stopped', status: 'budget', direction: 'minimize', criterion: { name: 'q3' }, unconfirmed: null },
      ...{ winner: { candidate: 'w', criterion: { value: 0.5 } }, baselines: [], neverWorked: [], bound: 0.2 },
      ...{ candidates: [{ id: 'w' }, { id: 'a' }, { id: 'b' }], requirements: { refused: [] }, decisions: [] },
      tolerance: { value: 0.1, confidence: 0.95, level: 'any-look', spansAll: false },
      ...{ plan: { rule: {} }, survivors: ['w'], members: [], trials: { used: 9 }, replay: null },
    });
    const telling = { better: 'low', twins: [] as readonly string[] } as Telling;
    return claimOf(result, { equivalent: 0, 'not tried': untried } as StatusCounts, telling, null).sentence;
  };
  expect(told(0)).toMatch(/within 0\.20 of/);
  expect(told(1)).toMatch(/1 of 3 was not tried, so nothing can be said of all\.$/);
  expect(told(2)).toMatch(/2 of 3 were not tried, so nothing can be said of all\.$/);
});
