/** @file The bridge as another language meets it: lines of JSON in, lines of JSON out. */
import { describe, expect, test } from 'vitest';
import { buildCandidates } from '../experiment/index.js';
import { createRace } from '../race/index.js';
import { createBridge } from './bridge.js';

interface Asked {
  readonly id: string;
  readonly candidate: string;
  readonly seeds: { readonly init: number };
  readonly phase: string;
}

/** No race here has a proposer. */
const nobody = (): string => '{}';

function talk() {
  const bridge = createBridge({ surefoot: '1.2.3', node: '20.19.0' }, nobody);
  return (op: string, request: object = {}) => JSON.parse(bridge(JSON.stringify({ id: 7, op, ...request })));
}

const CONFIGURATIONS = Array.from({ length: 6 }, (_, index) => ({ depth: index + 1, rate: 0.1 }));

/** A loss by seed and candidate alone. */
const lossOf = ({ candidate, seeds }: Pick<Asked, 'candidate' | 'seeds'>, order: readonly string[]): number =>
  order.indexOf(candidate) / 10 + (seeds.init % 1000) / 3000;

test('says who it is, and refuses another version', () => {
  const ask = talk();
  expect(ask('hello', { bridge: 1 })).toEqual({ id: 7, answer: { bridge: 1, surefoot: '1.2.3', node: '20.19.0' } });
  expect(ask('hello', { bridge: 2 }).error).toMatchObject({ name: 'InputError', code: 'bridge-version' });
});

test('what is too deep, or too long to be sent back, is refused in a sentence', () => {
  const ask = talk();
  const nested = (levels: number): object => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
  for (const request of [
    { op: 'candidates', configurations: [nested(1500), { a: 2 }] },
    { op: 'open', space: { x: [nested(120)] }, search: { prior: 'full' } },
    { op: 'draw', count: 2, space: nested(1500) },
  ]) {
    expect(ask(request.op, request).error).toMatchObject({ code: 'too-deep', allowed: 'at most 100 levels' });
  }
  expect(ask('candidates', { configurations: [nested(90), { a: 2 }] }).answer).toHaveLength(2);
  const bridge = createBridge({ surefoot: '1', node: '20' }, nobody);
  const long = 'x'.repeat(100_000);
  for (const request of [
    { op: long },
    { id: long, op: 'hello', bridge: 1 },
    { op: 'hello', bridge: long },
    { op: 'tell', race: long },
    { op: 'open', candidates: ['a', 'b'], [long]: 1 },
    { op: 'open', candidates: ['a', 'b'], race: { criterion: long } },
    { op: 'open', candidates: ['a', 'b'], told: [{ id: long, loss: 1 }] },
    { op: 'open', candidates: [long, 'b'] },
  ]) {
    const answer = bridge(JSON.stringify(request));
    expect([JSON.parse(answer).error?.name, answer.length < 8000]).toEqual(['InputError', true]);
  }
  const line = JSON.parse(bridge(' '.repeat(2 ** 26 + 1)));
  expect(line).toMatchObject({ id: null, error: { code: 'bridge-length', allowed: `at most ${2 ** 26}` } });
});

test('what is no request is answered all the same', () => {
  const bridge = createBridge({ surefoot: '1', node: '20' }, nobody);
  for (const line of ['rubbish', '[]', '1', 'null']) {
    expect(JSON.parse(bridge(line))).toMatchObject({ id: null, error: { code: 'bridge-request' } });
  }
  const ask = talk();
  expect(ask('drow').error).toMatchObject({ code: 'unknown-option', fix: 'Did you mean `draw`?' });
  expect(ask('tell', { race: 5 }).error.what).toBe('race is 5.');
  expect(ask('draw', { count: 3 }).error.what).toBe('draw: space is missing.');
  expect(ask('candidates', { configurations: 'all' }).error.code).toBe('bad-argument');
  expect(ask('open', { candidates: ['a', 'b'], race: { criterion: 'q7' } }).error.name).toBe('InputError');
  expect(ask('open', { candidates: ['a', 'b'], told: [null] }).error.code).toBe('bad-argument');
  expect(ask('open', {}).error.what).toBe('candidates: there are none.');
  expect(ask('open', { candidates: [{ x: 1 }] }).error.what).toBe('candidates: there is only one.');
});

test('configurations have the ids and labels that an experiment gives them', () => {
  const { candidates } = buildCandidates([{ place: 'space', space: { depth: [1, 2, 3, 4, 5, 6], rate: 0.1 } }]);
  const told = talk()('candidates', { configurations: CONFIGURATIONS }).answer;
  expect(told).toEqual(candidates.map(({ id, label }) => ({ id, label })));
});

describe('a race', () => {
  /** Raced to its end by lines; the last of `most` that are out is told first. `sign` turns losses into scores. */
  function raceByLines(options: object, candidates: unknown, { most = 1, sign = 1 } = {}) {
    const ask = talk();
    const { race, asked, candidates: names } = ask('open', { candidates, ...options }).answer;
    const order = names.map(({ id }: { id: string }) => id);
    let out: Asked[] = [...asked];
    const told: { id: string; loss: number }[] = [];
    while (out.length > 0) {
      const [trial] = out.splice(Math.min(most, out.length) - 1, 1) as [Asked];
      const loss = sign * lossOf(trial, order);
      const turn = ask('tell', { race, trial: trial.id, loss }).answer;
      told.push({ id: trial.id, loss });
      out = [...out.filter(({ id }) => !turn.dropped.includes(id)), ...turn.asked];
    }
    return { told, order, result: ask('result', { race }).answer };
  }

  test('asks, decides and answers as createRace does', () => {
    const race = { criterion: 'median', tolerance: '5 %', finalTrials: 6 };
    const { told, order, result } = raceByLines({ race, seed: 3 }, CONFIGURATIONS);
    const same = createRace({ candidates: order, race, seed: 3 });
    for (let [trial] = same.ask(1); trial; [trial] = same.ask(1)) same.tell(trial.id, lossOf(trial, order));
    expect(told).toEqual(same.told);
    expect(result.decisions).toEqual(same.decisions);
    expect(result.answer).toEqual(JSON.parse(JSON.stringify(same.answer)));
    expect(result.candidates.map(({ id, losses, fresh }: never) => ({ id, losses, fresh }))).toEqual(
      same.standings.map(({ candidate, losses, fresh }) => ({ id: candidate, losses: [...losses], fresh: [...fresh] })),
    );
    const inParallel = raceByLines({ race, seed: 3 }, CONFIGURATIONS, { most: 3 });
    expect(inParallel.result.decisions).toEqual(same.decisions);
    expect(result.candidates[0]).toMatchObject({
      label: 'depth=1',
      criterion: { from: 'fresh', n: 6, interval: { level: 0.95 } },
    });
  });

  test('of scores is that of their negatives, shown as they were told', () => {
    const options = { race: { criterion: 'q3', finalTrials: 5 }, seed: 2 };
    const candidates = ['a', 'b', 'c'];
    const { result } = raceByLines(options, candidates);
    const { result: scores } = raceByLines({ ...options, direction: 'maximize' }, candidates, { sign: -1 });
    expect(scores.criterion).toBe('q1');
    const [best] = scores.candidates;
    expect(best.fresh).toEqual(result.candidates[0].fresh.map((loss: number) => 0 - loss));
    expect(best.criterion.value).toBe(-result.candidates[0].criterion.value);
    expect(best.criterion.interval.low).toBe(-result.candidates[0].criterion.interval.high);
    expect(scores.answer.winner).toBe(result.answer.winner);
    expect(scores.answer.rivals[0].difference).toBe(-result.answer.rivals[0].difference);
    expect(scores.answer.rivals[0].effectSize).toBe(-result.answer.rivals[0].effectSize);
    expect(scores.answer.rivals[0].interval.low).toBe(-result.answer.rivals[0].interval.high);
    const printed = { ...options, race: { ...options.race, criterion: 'q1 of the score' }, direction: 'maximize' };
    expect(raceByLines(printed, candidates, { sign: -1 }).result).toEqual(scores);
  });

  test('goes on from what was told, failures among it', () => {
    const ask = talk();
    const options = { candidates: ['a', 'b', 'c'], race: { criterion: 'mean' }, seed: 4, direction: 'maximize' };
    const opened = ask('open', options).answer;
    const told: object[] = [];
    let asked: Asked[] = [...opened.asked];
    for (let count = 0; count < 12; count++) {
      const trial = asked.shift() as Asked;
      const says = trial.candidate === 'b' ? { failed: 'ValueError: no 3' } : { loss: (trial.seeds.init % 7) / 10 };
      const turn = ask('tell', { race: opened.race, trial: trial.id, ...says }).answer;
      told.push({ id: trial.id, loss: null, ...says });
      asked = [...asked, ...turn.asked];
    }
    const again = ask('open', { ...options, told }).answer;
    expect(again.asked).toEqual(asked);
    const [result, same] = [opened, again].map(({ race }) => ask('result', { race }).answer);
    expect(same).toEqual(result);
    expect(result.neverWorked).toEqual(['b']);
  });

  test('tells which trials nobody waits for any more', () => {
    const ask = talk();
    const race = { rule: 'halving', warmup: 2, finalTrials: 2 };
    const { race: number, asked } = ask('open', { candidates: ['a', 'b', 'c', 'd'], race, trials: 5 }).answer;
    const out = new Set<string>(asked.map(({ id }: Asked) => id));
    let dropped: string[] = [];
    for (const { id } of asked as Asked[]) {
      if (dropped.includes(id)) continue;
      const turn = ask('tell', { race: number, trial: id, loss: null }).answer;
      out.delete(id);
      for (const next of turn.asked) out.add(next.id);
      dropped = [...dropped, ...turn.dropped];
      if (turn.status !== 'running') break;
    }
    expect([...out].filter((id) => !dropped.includes(id))).toEqual([]);
  });

  test('is let go', () => {
    const ask = talk();
    const { race } = ask('open', { candidates: ['a', 'b'] }).answer;
    expect(ask('close', { race }).answer).toBe(true);
    expect(ask('result', { race }).error.code).toBe('bad-argument');
  });
});
