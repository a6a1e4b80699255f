/** @file `surefoot/race`: the same race as the whole library's, without files, and the same again from what was told. */
import { describe, expect, it } from 'vitest';
import { createRace as createWhole } from '../../src/app/index.js';
import {
  type AskedTrial,
  CRITERION_NAMES,
  createRace,
  type OpenRace,
  parseCriterion,
  type RaceOptions,
  RULE_NAMES,
  ruleOptions,
} from '../../src/race/index.js';

const candidates = Object.fromEntries(Array.from({ length: 8 }, (_, units) => [`m${units}`, { units: 2 ** units }]));

/** Simulated: noise from the seeds, the third best. */
const lossOf = ({ units = 1 }: { units?: number } = {}, { init }: { readonly init: number }): number => {
  const noise = ((init * 48_271 * units) % 2_147_483_647) / 2_147_483_647;
  return units === 128 && noise > 0.8 ? Number.NaN : Math.abs(Math.log2(units) - 2) / 10 + 0.2 * noise;
};

/** Trains `places` at a time and tells the last one first. */
function run(race: OpenRace<{ units: number }>, places = 1): OpenRace<{ units: number }> {
  for (let trials = race.ask(places); trials.length > 0; trials = race.ask(places)) {
    for (const { id, configuration, seeds } of trials.toReversed()) race.tell(id, lossOf(configuration, seeds));
  }
  return race;
}

const make = (options: Partial<Omit<RaceOptions<{ units: number }>, 'candidates'>> = {}) =>
  createRace({ candidates, seed: 7, ...options });

describe.each(['default', 'halving'])('a race under the rule %s', (rule) => {
  const done = run(make({ race: { rule } }));

  it('makes the decisions of the whole library', async () => {
    const whole = await createWhole({
      experiment: { name: 'w', seed: 7, candidates, race: { rule } },
    });
    for (let [trial] = whole.ask(1); trial; [trial] = whole.ask(1)) {
      whole.tell(trial.id, lossOf(trial.configuration, trial.seeds));
    }
    const { winner, candidates: ranked } = await whole.result();
    const nameOf = new Map(ranked.map(({ id, label }) => [id, label.split(' ')[0]]));
    expect(nameOf.get(winner?.candidate as string)).toBe(done.answer?.winner);
    expect(whole.decisions.map(({ incumbent, incumbentValue }) => [nameOf.get(incumbent), incumbentValue])).toEqual(
      done.decisions.map(({ incumbent, incumbentValue }) => [incumbent, incumbentValue]),
    );
    expect(whole.status).toBe(done.status);
  });

  it('does not depend on the order of telling', () => {
    const other = run(make({ race: { rule } }), 7);
    expect(other.decisions).toEqual(done.decisions);
    expect(other.answer).toEqual(done.answer);
  });

  it('goes on from what was told, wherever that was', () => {
    for (const many of [0, 1, Math.floor(done.told.length / 2), done.told.length]) {
      const told = JSON.parse(JSON.stringify(done.told.slice(0, many))) as typeof done.told;
      const again = run(make({ race: { rule }, told }));
      expect(again.answer).toEqual(done.answer);
      expect(again.told).toHaveLength(done.told.length);
    }
  });
});

it('goes on from what was told in any order, also of trials that were abandoned, wherever that was', () => {
  const names = Array.from({ length: 20 }, (_, place) => `m${place}`);
  const spread = (place: number, noise: number) =>
    (0.1 * 1.15 ** place) / Math.max(0.1, 1 - 0.06 * 1.15 ** place * noise);
  let late = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const done = createRace({ candidates: names, seed });
    const open: ReturnType<typeof done.ask> = [];
    for (let turn = seed; done.status === 'running'; ) {
      open.push(...done.ask(7));
      turn = (turn * 48_271) % 2_147_483_647;
      const [trial] = open.splice(turn % open.length, 1) as [(typeof open)[number]];
      const place = names.indexOf(trial.candidate);
      const noise = 2 * ((((place + 1) * 7919 + trial.replicate * 104_729) % 997) / 997) - 1;
      // What the race before the fresh trials has ended without is evidence.
      if (!done.awaited.includes(trial.id)) late++;
      done.tell(trial.id, spread(place, noise));
    }
    const again = createRace({ candidates: names, seed, told: done.told });
    expect([again.status, again.answer]).toEqual([done.status, done.answer]);
    // Among the fresh trials, after the race before them has ended without some that had been told.
    expect(createRace({ candidates: names, seed, told: done.told.slice(0, -1) }).status).toBe('running');
  }
  expect(late).toBeGreaterThan(0);
});

/** On places whose trainings take 0.5 to 1.5 s: when it has ended, the share of the time in which they trained, and what was for nothing. */
function scheduled(places: number, options: Partial<RaceOptions> = {}) {
  const names = Array.from({ length: 48 }, (_, place) => `m${place}`);
  const race = createRace({ candidates: names, seed: 3, ...options });
  const running: { readonly id: string; readonly loss: number; readonly endsAt: number }[] = [];
  let [now, busy] = [0, 0];
  while (race.status === 'running') {
    for (const { id, candidate, replicate } of race.ask(places - running.length)) {
      const noise = ((names.indexOf(candidate) * 7919 + replicate * 104_729 + 31) % 997) / 997;
      running.push({ id, loss: names.indexOf(candidate) / 12 + noise, endsAt: now + 0.5 + noise });
    }
    running.sort((a, b) => a.endsAt - b.endsAt);
    const [next] = running.splice(0, 1) as [(typeof running)[number]];
    busy += (running.length + 1) * (next.endsAt - now);
    now = next.endsAt;
    race.tell(next.id, next.loss);
  }
  return { race, seconds: now, busy: busy / places / now };
}

it('keeps the places of a scheduler of one’s own busy: the same decisions sooner, for a share that may be of no use', () => {
  const [idle, ahead] = [scheduled(32, { race: { ahead: 0 } }), scheduled(32)];
  expect([ahead.race.decisions, ahead.race.answer]).toEqual([idle.race.decisions, idle.race.answer]);
  expect(ahead.seconds).toBeLessThan(0.9 * idle.seconds);
  expect(ahead.busy).toBeGreaterThan(1.2 * idle.busy);
  expect(ahead.race.told.length - idle.race.told.length).toBeLessThanOrEqual(0.25 * idle.race.told.length);
  // A budget is no invitation to train more than it takes.
  const short = scheduled(32, { trials: 200 });
  expect(short.race.told.length).toBeLessThanOrEqual(200);
  // What no number asks for is what the race needs.
  const race = createRace({ candidates: ['a', 'b'], race: { rule: 'halving', warmup: 2 } });
  expect([race.ask().length, race.ask().length]).toEqual([4, 0]);
});

it('asks once for what was told before it was needed, here and where it goes on', () => {
  const names = Array.from({ length: 48 }, (_, place) => `m${place}`);
  const begun = createRace({ candidates: names, seed: 3 });
  const out = begun.ask(300);
  const [soon] = out.slice(-1) as [(typeof out)[number]];
  expect(begun.awaited).toContain(soon.id);
  begun.tell(soon.id, 0.5);
  // Another process goes on: it takes what the first gave, and does not ask for what is told.
  const again = createRace({ candidates: names, seed: 3, told: JSON.parse(JSON.stringify(begun.told)) });
  again.tell(out[0]?.id as string, 0.4);
  const asked = again.ask(400).map(({ id }) => id);
  expect(asked).not.toContain(soon.id);
  expect(asked).not.toContain(out[0]?.id);
  expect(again.told.map(({ id }) => id)).toEqual([soon.id, out[0]?.id]);
});

it('says what is wrong with its options and with what it is told', () => {
  const codeOf = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };
  const bad = (options: unknown) => codeOf(() => createRace(options as RaceOptions));
  expect([undefined, {}, { candidates: ['a'] }, { candidates: ['a', 'a'] }, { candidates: [1, 2] }].map(bad)).toEqual(
    Array(5).fill('bad-argument'),
  );
  const both = ['a', 'b'];
  expect(bad({ candidates: both, critereon: 'q3' })).toBe('unknown-option');
  expect(bad({ candidates: both, race: { critereon: 'q3' } })).toBe('unknown-option');
  expect(bad({ candidates: both, race: { delta: 0.3 } })).toBe('bad-argument');
  expect(bad({ candidates: both, race: { ahead: 5 } })).toBe('bad-argument');
  expect([-1, '200 %', 'some'].map((tolerance) => bad({ candidates: both, race: { tolerance } }))).toEqual(
    Array(3).fill('rule-option'),
  );
  expect(bad({ candidates: both, race: { warmup: 3 } })).toBe('warmup-without-rounds');
  expect(bad({ candidates: both, told: [{ id: 'x', loss: 1 }] })).toBe('told-elsewhere');
  const { id } = createRace({ candidates: both }).ask(1)[0] as AskedTrial<undefined>;
  // A loss as text would count as a training that diverged, and what is no trial as nothing at all.
  const wrong = [[1], [null], [{ id, loss: '0.5' }], [{ id }], [{ loss: 1 }], Array(2).fill({ id, loss: 1 })];
  expect(wrong.map((told) => bad({ candidates: both, told }))).toEqual(wrong.map(() => 'bad-argument'));
  const race = make();
  expect(codeOf(() => race.tell('x', 1))).toBe('trial-not-out');
  const [trial] = race.ask(1);
  expect(codeOf(() => race.tell(trial?.id as string, '1' as never))).toBe('bad-argument');
  expect(codeOf(() => race.ask(-1))).toBe('bad-argument');
  const short = run(make({ trials: 20 }));
  expect([short.told.length, short.status, short.answer?.verdict]).toEqual([20, 'budget', 'stopped']);
});

it('has configurations of the type that was given', () => {
  const [trial] = createRace({ candidates: { a: { units: 1 }, b: { units: 2 } } }).ask(1);
  const units: number | undefined = trial?.configuration.units;
  expect(units).toBeGreaterThan(0);
  // @ts-expect-error: there is no such setting
  expect(trial?.configuration.layers).toBeUndefined();
  const [named] = createRace({ candidates: ['a', 'b'] }).ask(1);
  const nothing: undefined = named?.configuration;
  expect(nothing).toBeUndefined();
});

it('names the criteria and rules that there are', () => {
  expect(CRITERION_NAMES).toContain('q3');
  expect(parseCriterion('mean').evaluate(Float64Array.of(1, 2, 6))).toBe(3);
  expect(RULE_NAMES).toContain('welch');
  expect(Object.keys(ruleOptions('welch'))).toContain('alpha');
});

it('takes failures: who never worked is compared with nobody, also where a race goes on from what was told', () => {
  const race = make();
  for (let [trial] = race.ask(1); trial; [trial] = race.ask(1)) {
    const isBroken = trial.candidate === 'm5';
    race.tell(trial.id, isBroken ? { failed: 'ValueError: no 3' } : lossOf(trial.configuration, trial.seeds));
  }
  expect(race.answer?.neverWorked).toEqual(['m5']);
  const failed = race.told.filter(({ id }) => id.startsWith('m5'));
  expect(failed).toEqual([0, 1].map(() => expect.objectContaining({ loss: null, failed: 'ValueError: no 3' })));
  const again = make({ told: JSON.parse(JSON.stringify(race.told)) });
  expect([again.answer, again.decisions]).toEqual([race.answer, race.decisions]);
  const open = make();
  const [asked] = open.ask(1);
  for (const told of [null, { failed: 1 }, {}, '1'])
    expect(() => open.tell(asked?.id ?? '', told as never)).toThrow(/tell: loss/);
});

it('says whom it waits for, given out or not', () => {
  const race = make({ race: { rule: 'halving', warmup: 2 } });
  const asked = race.ask(2).map(({ id }) => id);
  expect(race.awaited).toEqual(expect.arrayContaining(asked));
  expect(race.awaited.length).toBe(16);
  race.tell(asked[0] as string, 1);
  expect(race.awaited).not.toContain(asked[0]);
  expect(run(make()).awaited).toEqual([]);
});
