/** @file Rules and criteria that a program brings itself: as documented, in the question, in the log, and refused by name. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type Contest,
  type CustomRule,
  createRace,
  InputError,
  type PlanRunEvent,
  type RaceValue,
  type Result,
  RunError,
  select,
} from '../../dist/app/index.js';
import { requireBuiltInParts } from '../../src/app/ask/custom-parts.js';
import { raceOfLog, refuseCustomPart } from '../../src/app/questions/replay-question.js';
import type { RunHeader } from '../../src/core/index.js';
import { customRule } from '../../src/questions/race/plan/index.js';
import { customCriterion } from '../../src/stats/index.js';
import { temporaryFolder } from './command-line.js';

const half: CustomRule = {
  name: 'half',
  version: 1,
  judge: ({ values, entrants }: Contest) => {
    return Array.from(values, (_, place) => ({
      leaves: place >= Math.max(1, Math.floor(entrants / 2)),
      statistic: place + 1,
    }));
  },
};
const typical = {
  name: 'typical',
  version: '2026-01',
  kind: 'location',
  evaluate: (losses: Float64Array) => losses.sort()[losses.length >> 1] as number,
} as const;
const trainer = ({ x }: { readonly x: number }, { seeds }: { readonly seeds: { readonly init: number } }) => {
  return (x - 3) ** 2 + (seeds.init % 1000) / 500;
};
const experimentWith = (race: object) =>
  ({ name: 'own', space: { x: [1, 2, 3, 4, 5] }, race: race as RaceValue, seed: 5 }) as const;
const raceWith = (race: object) =>
  select({ experiment: experimentWith({ warmup: 3, rule: 'halving', finalTrials: 5, ...race }), trainer });

test('the example of docs/own-rules.md runs', async () => {
  const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/own-rules.md', 'utf8')) ?? [];
  const text = example.replace("'surefoot'", JSON.stringify(pathToFileURL('dist/app/index.js').href));
  const { result } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { result: Result };
  expect(result).toMatchObject({
    status: 'decided',
    winner: { label: 'depth=2' },
    criterion: { name: 'capped-mean', onLosses: 'capped-mean', version: 1 },
    plan: {
      criterion: { name: 'capped-mean', version: 1 },
      rule: { name: 'beyond-noise', version: 1, options: { times: 2 } },
    },
  });
  expect(result.decisions[0]?.rule).toBe('beyond-noise');
});

test("a rule of one's own decides as the built-in one that does the same", async () => {
  const own = await raceWith({ rule: half, criterion: 'median' });
  const builtIn = await raceWith({ rule: 'halving', criterion: 'median' });
  const withoutName = ({ decisions }: Result) => decisions.map(({ rule: _, ...decision }) => decision);
  expect(withoutName(own.result)).toEqual(withoutName(builtIn.result));
  expect(own.result.winner).toEqual(builtIn.result.winner);
});

test("a criterion of one's own gives what the built-in one gives, for three trials", async () => {
  const own = await raceWith({ criterion: typical });
  const builtIn = await raceWith({ criterion: 'median' });
  expect(own.result.decisions[0]).toEqual(builtIn.result.decisions[0]);
  expect(own.result.criterion).toMatchObject({ name: 'typical', onLosses: 'typical', version: '2026-01' });
});

test('what a function changes in its arguments reaches nobody else', () => {
  const losses = Float64Array.of(3, 1, 2);
  expect(customCriterion(typical).evaluate(losses)).toBe(2);
  const rule = customRule({
    ...half,
    judge: ({ values, losses: lossesOf }: Contest) => {
      lossesOf(0).sort();
      values.fill(0);
      return [{ leaves: false }, { leaves: true }];
    },
  });
  const values = Float64Array.of(2, 5);
  rule.judge({ values, entrants: 2, losses: () => losses });
  expect([...losses, ...values]).toEqual([3, 1, 2, 2, 5]);
});

test('another version is another question', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const experiment = (version: number) => experimentWith({ warmup: 3, finalTrials: 5, rule: { ...half, version } });
  const { result } = await select({ experiment: experiment(1), trainer, out });
  expect(result.plan.rule).toMatchObject({ name: 'half', version: 1 });
  const again = await select({ experiment: experiment(1), trainer: trainer, out });
  expect(again.result.decisions).toEqual(result.decisions);
  const trained: string[] = [];
  const onEvent = ({ kind }: PlanRunEvent) => void trained.push(kind);
  const other = await select({ experiment: experiment(2), trainer, out, onEvent });
  expect(other.result.plan.rule).toMatchObject({ version: 2 });
  expect(other.result.decisions).toEqual(result.decisions);
  expect(trained).toContain('opened');
  expect(trained).not.toContain('outcome');
  expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toContain('undefined');
});

test('createRace takes them, too', async () => {
  const race = await createRace({
    experiment: experimentWith({ warmup: 2, finalTrials: 4, rule: half, criterion: typical }),
  });
  while (race.status === 'running')
    for (const trial of race.ask()) race.tell(trial.id, trainer(trial.configuration as { x: number }, trial));
  expect(race.decisions[0]?.rule).toBe('half');
  race.close();
});

describe('what cannot be used is refused before anything is trained', () => {
  test.each<[string, object, RegExp]>([
    ['no version', { rule: { name: 'mine', judge: () => [] } }, /version of your own rule "mine" is missing/],
    ['no judge', { rule: { name: 'mine', version: 1 } }, /judge of your own rule "mine" is missing/],
    [
      'a name that is taken',
      { rule: { ...half, name: 'ks' } },
      /name of your own rule "ks" is "ks"[\s\S]*no built-in rule/,
    ],
    ['an odd name', { rule: { ...half, name: 'a b' } }, /name of your own rule is "a b"/],
    ['odd kinds', { rule: { ...half, fits: ['mean'] } }, /fits of your own rule "half" is \["mean"\]/],
    ['trials', { rule: { ...half, minimumTrials: 0 } }, /minimumTrials of your own rule "half" is 0/],
    ['how often', { rule: { ...half, testEvery: 0.5 } }, /testEvery of rule "half" is 0.5/],
    [
      'a criterion without its function',
      { criterion: { name: 'mine', version: 1 } },
      /evaluate of your own criterion "mine" is missing/,
    ],
    ['a criterion that is there', { criterion: { ...typical, name: 'q0.3' } }, /name of your own criterion "q0.3"/],
    [
      'a kind that is none',
      { criterion: { ...typical, kind: 'middle' } },
      /kind of your own criterion "typical" is "middle"/,
    ],
    [
      'a pair that does not fit',
      { criterion: { ...typical, kind: 'tail' }, rule: 'welch' },
      /"welch" does not fit criterion "typical"/,
    ],
  ])('%s', async (_, race, message) => {
    const refusal = raceWith(race);
    await expect(refusal).rejects.toThrow(InputError);
    await expect(refusal).rejects.toThrow(message);
  });
});

describe('what a function answers is checked', () => {
  test.each<[string, object, RegExp]>([
    [
      'too few findings',
      { rule: { ...half, judge: () => [{ leaves: false }] } },
      /asked about 5 candidates and found something about 1/,
    ],
    [
      'the incumbent leaves',
      { rule: { ...half, judge: ({ values }: Contest) => Array.from(values, () => ({ leaves: true })) } },
      /drops the best/,
    ],
    ['no findings', { rule: { ...half, judge: () => undefined } }, /answered undefined/],
    [
      'odd findings',
      { rule: { ...half, judge: ({ values }: Contest) => Array.from(values, () => ({ leaves: 1 })) } },
      /\{"leaves":1\} for the one at place 0/,
    ],
    ['NaN', { criterion: { ...typical, evaluate: () => Number.NaN } }, /criterion "typical" gives NaN/],
    ['infinitely good', { criterion: { ...typical, evaluate: () => Number.NEGATIVE_INFINITY } }, /gives -Infinity/],
  ])('%s', async (_, race, message) => {
    const failure = raceWith(race);
    await expect(failure).rejects.toThrow(RunError);
    await expect(failure).rejects.toThrow(message);
  });
});

test('a log names them, and a replay says what it lacks', () => {
  const plan = {
    kind: 'race',
    warmup: 3,
    criterion: { name: 'typical', version: 1 },
    rule: { name: 'half', version: 1 },
  };
  const header = { plan } as unknown as RunHeader;
  expect(raceOfLog(header)).toEqual({ warmup: 3 });
  expect(() => refuseCustomPart('rule', header)).toThrow(/custom rule, "half" \(version 1\)/);
  expect(() => requireBuiltInParts(header)).toThrow(/Ask it again from that program/);
  const builtIn = { plan: { ...plan, criterion: 'q3', rule: { name: 'welch', alpha: 0.1 } } } as unknown as RunHeader;
  expect(() => requireBuiltInParts(builtIn)).not.toThrow();
  expect(raceOfLog(builtIn)).toMatchObject({
    criterion: { name: 'q3' },
    rule: { name: 'welch', settings: { alpha: 0.1 } },
  });
});
