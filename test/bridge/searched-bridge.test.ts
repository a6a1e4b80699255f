/** @file A search asked and told over the bridge is that of `createRace`: the same asks, whoever joins or proposes, and the same again from what was told. */
import { expect, test } from 'vitest';
import { createRace } from '../../dist/app/index.js';
import { createBridge } from '../../src/bridge/bridge.js';
import type { JsonObject } from '../../src/core/index.js';

interface Asked {
  readonly id: string;
  readonly candidate: string;
  readonly seeds: { readonly init: number };
}
interface Turn {
  readonly status: string;
  readonly asked: readonly Asked[];
  readonly dropped: readonly string[];
  readonly joined: readonly { readonly id: string; readonly configuration: Sized }[];
}
interface Sized extends JsonObject {
  readonly lr: number;
  readonly units: number;
}

const SPACE = {
  lr: { range: [1e-4, 1e-1], scale: 'log' },
  units: { range: [8, 64], integer: true },
} as const;
const SEARCH = { prior: 'full', refine: true, audit: 4 } as const;
const RACE = { criterion: 'mean', finalTrials: 2 } as const;
const FOUND = {
  name: 'spring',
  trials: [0.001, 0.003, 0.01, 0.03].map((lr, i) => ({ settings: { lr, units: 9 + 9 * i }, loss: lr + i / 9 })),
};

const lossOf = ({ lr, units }: Sized, { seeds }: Pick<Asked, 'seeds'>): number =>
  Math.abs(Math.log10(lr) + 2) / 3 + Math.abs(units - 30) / 60 + (seeds.init % 1000) / 5000;

const propose = ({ trainings, most }: { trainings: number; most: number }) =>
  Array.from({ length: Math.min(2, most) }, (_, i) => ({ lr: 0.01 + trainings / 1e6, units: 29 + i }));

function talk(reply: (state: never) => object = () => ({ failed: 'nobody' })) {
  const asks: JsonObject[] = [];
  const bridge = createBridge({ surefoot: '1.2.3', node: '20.19.0' }, (line) => {
    const { state } = JSON.parse(line);
    asks.push(state);
    return JSON.stringify(reply(state as never));
  });
  const ask = (op: string, request: object = {}) => JSON.parse(bridge(JSON.stringify({ id: 7, op, ...request })));
  return { ask, asks };
}

/** Trains until the end, or so many have been told. */
function raced(ask: ReturnType<typeof talk>['ask'], options: object, most = Number.POSITIVE_INFINITY) {
  const { race, candidates, ...first } = ask('open', options).answer;
  const configurations = new Map<string, Sized>();
  const told: { id: string; loss: number }[] = [];
  const out: Asked[] = [];
  const joined: string[] = [];
  const take = (turn: Turn) => {
    for (const { id, configuration } of turn.joined) configurations.set(id, configuration);
    joined.push(...turn.joined.map(({ id }) => id));
    out.push(...turn.asked);
  };
  for (const { id, configuration } of candidates) configurations.set(id, configuration);
  take(first);
  while (out.length > 0 && told.length < most) {
    const trial = out.shift() as Asked;
    const loss = lossOf(configurations.get(trial.candidate) as Sized, trial);
    told.push({ id: trial.id, loss });
    const { answer, error } = ask('tell', { race, trial: trial.id, loss });
    if (error !== undefined) return { race, told, joined, open: [], error };
    take(answer);
  }
  return { race, told, joined, open: out.map(({ id }) => id) };
}

async function byLibrary(more: object) {
  const race = await createRace<typeof SPACE>({
    experiment: {
      name: 'e',
      trainer: { command: ['-'] },
      space: SPACE,
      search: SEARCH,
      race: RACE,
      seed: 5,
      budget: { trials: 90 },
    },
    ...more,
  });
  const told: { id: string; loss: number }[] = [];
  for (let [trial] = race.ask(1); trial; [trial] = race.ask(1)) {
    const loss = lossOf(trial.configuration as unknown as Sized, trial);
    race.tell(trial.id, loss);
    told.push({ id: trial.id, loss });
  }
  const result = await race.result();
  return { told, winner: result.winner?.candidate, proposed: result.search?.proposed };
}

const ASKED = { space: SPACE, search: SEARCH, race: RACE, seed: 5, trials: 90 };

test.each([
  ['alone', {}, {}],
  ['by a proposer', { propose }, { proposes: true }],
  ['with what is known before', { from: FOUND }, { from: [FOUND] }],
])('%s', async (_, library, bridge) => {
  const same = await byLibrary(library);
  const { ask, asks } = talk((state) => ({ configurations: propose(state) }));
  const { race, told, joined } = raced(ask, { ...ASKED, ...bridge });
  expect(told.length).toBe(90);
  expect(told).toEqual(same.told);
  const { answer } = ask('result', { race });
  expect([answer.answer.winner, answer.answer.search.proposed]).toEqual([same.winner, same.proposed]);
  expect([joined.length > 0, asks.length > 0]).toEqual([true, 'proposes' in bridge]);
});

test('goes on from what was told and proposed, and asks no proposer again', () => {
  const first = talk((state) => ({ configurations: propose(state) }));
  const half = raced(first.ask, { ...ASKED, proposes: true }, 40);
  const proposed = first.asks.map((state) => ({
    trainings: state.trainings,
    configurations: propose(state as never),
  }));
  const again = talk();
  const { answer } = again.ask('open', { ...ASKED, proposes: true, proposed, told: half.told });
  expect(answer.asked.map(({ id }: Asked) => id)).toEqual(half.open);
  expect(answer.candidates.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(half.joined));
  expect(again.asks).toEqual([]);
  expect(again.ask('result', { race: answer.race })).toEqual(first.ask('result', { race: half.race }));
});

test('of what a proposer gives, a configuration with another setting is refused alone, and the proposer is told', () => {
  const { ask, asks } = talk((state) => {
    const [first, ...others] = propose(state);
    return { configurations: [{ ...first, rate: 1 }, ...others, { lr: 'much', units: 9, sise: 3 }] };
  });
  const { race, told, joined, error } = raced(ask, { ...ASKED, proposes: true });
  expect([error, told.length]).toEqual([undefined, 90]);
  const { refused } = ask('result', { race }).answer.answer.search;
  expect(refused).toBe(2 * asks.length);
  expect(asks[0]?.refused).toEqual([]);
  expect(asks.at(-1)?.refused).toEqual([
    { configuration: expect.objectContaining({ rate: 1 }), why: expect.stringContaining('has `rate`, which is no') },
    { configuration: { lr: 'much', units: 9, sise: 3 }, why: expect.stringContaining('has `sise`, which is no') },
  ]);
  expect(joined.length).toBeGreaterThan(0);
});

test('a proposer that fails closes the race; what was told opens it again', () => {
  const { ask } = talk(() => ({ failed: 'ValueError: no' }));
  const { race, error } = raced(ask, { ...ASKED, proposes: true });
  expect(error).toMatchObject({ code: 'propose-failed', what: 'The proposer failed: ValueError: no' });
  expect(ask('result', { race }).error.code).toBe('bad-argument');
});

test.each([
  ['no search', { space: { units: [1, 2] } }, /^open: there is a space, and nothing says how it is searched/],
  ['a search of another kind', { ...ASKED, search: { prior: 'half' } }, /^open: `search\.prior` is "half"/],
  ['a range reversed', { ...ASKED, space: { lr: { range: [1, 0] } } }, /space\.lr/],
  ['candidates beside it', { ...ASKED, candidates: ['a', 'b'] }, /^candidates is /],
  [
    'a proposer where nobody can join',
    { space: { units: [1, 2, 3] }, search: { prior: 'full' }, proposes: true },
    /no candidate can join this race/,
  ],
  [
    'settings that the space does not have',
    { ...ASKED, from: [{ trials: [{ settings: { rate: 1 }, loss: 1 }] }] },
    /"rate" is no setting/,
  ],
  ['a rule in rounds', { ...ASKED, race: { rule: 'halving' } }, /halving/],
  ['an audit of more than there are', { space: { units: [1, 2, 3] }, search: { audit: 9 } }, /^search\.audit is 9/],
  ['a space of one candidate', { space: { units: 1 }, search: { prior: 'full' } }, /^candidates: there is only one/],
  ['proposals that are no list', { ...ASKED, proposes: true, proposed: [3] }, /^proposed is a list/],
])('%s is refused', (_, request, said) => {
  const { error } = talk().ask('open', request);
  expect([error?.name, error?.what]).toEqual(['InputError', expect.stringMatching(said)]);
});

test('errors name fields of the request, not options of a shell', () => {
  const from = [{ trials: [{ settings: { rate: 1 }, loss: 1 }] }];
  const { error } = talk().ask('open', { ...ASKED, from });
  expect(error.fix).toBe("Add it to `space`, rename the column, or leave it out: `ignore: ['rate']`.");
});
