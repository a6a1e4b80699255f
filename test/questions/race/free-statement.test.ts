/** @file A statement without assumptions as a setting: read and logged, refused where it cannot be made, and kept to its bounds. */
import { describe, expect, it, test } from 'vitest';
import { InputError, type Outcome, replicateTrial, type Trial } from '../../../src/core/index.js';
import { parseRule, planRace, type RaceSettings } from '../../../src/questions/race/plan/index.js';
import { type ReplaySource, raceOnRecord } from '../../../src/questions/replay/plan/index.js';
import { createRace } from '../../../src/race/index.js';
import { parseCriterion } from '../../../src/stats/index.js';

const written = { name: 'default', statement: 'distribution-free' };

test('it is read back from what the log keeps', () => {
  const rule = parseRule({ ...written, bounds: [0, 1] });
  expect(rule).toMatchObject({ statement: { bounds: [0, 1] }, settings: { ...written, bounds: [0, 1] } });
  expect(parseRule(rule.settings)).toEqual(rule);
  expect(parseRule({ ...written, bounds: '0 to 1' })).toEqual(rule);
});

test('a calibrated statement is logged as it always was', () => {
  const { settings } = parseRule({ name: 'default', statement: 'calibrated' });
  expect(Object.keys(settings)).toEqual(['name', 'delta', 'tolerance', 'scale']);
});

it.each([
  [{ ...written, bounds: [1, 0] }, /bounds/],
  [{ ...written, bounds: [0, 1, 2] }, /bounds/],
  [{ ...written, bounds: '0 1' }, /bounds/],
  [{ name: 'default', bounds: [0, 1] }, /calibrated statement does not use/],
  [{ name: 'default', statement: 'free' }, /statement/],
  [{ name: 'fast', statement: 'distribution-free' }, /"fast" claims nothing/],
])('refuses %j', (rule, message) => {
  expect(() => parseRule(rule)).toThrow(InputError);
  expect(() => parseRule(rule)).toThrow(message);
});

describe('declared bounds', () => {
  const outcome = (trial: Trial, loss: number): Outcome => ({
    trial,
    status: 'completed',
    loss,
    metrics: {},
    lossPerEpoch: [],
    seconds: 0,
  });
  const settings: RaceSettings = {
    candidates: ['a', 'b'],
    criterion: parseCriterion('mean'),
    rule: parseRule({ ...written, bounds: [0.5, 1] }),
  };
  const tell = (direction: 'minimize' | 'maximize', loss: number) => {
    const race = planRace({ ...settings, direction });
    const state = race.begin();
    const asked = race.next(state, []);
    const [trial = replicateTrial('a', 0, 0)] = asked.kind === 'asked' ? asked.asks : [];
    race.apply(state, [outcome(trial, loss)]);
  };

  it('are of what is raced: of scores, where larger ones are better', () => {
    expect(() => tell('minimize', 0.7)).not.toThrow();
    expect(() => tell('maximize', -0.7)).not.toThrow();
    expect(() => tell('minimize', 0.4)).toThrow(
      /outside declared bounds: .* gave 0.4, and race.rule.bounds are 0.5 to 1/,
    );
    expect(() => tell('maximize', -0.4)).toThrow(
      /outside declared bounds: .* gave 0.4, and race.rule.bounds are 0.5 to 1/,
    );
  });

  it('are those of the scores in a replay, too', () => {
    const columns = Array.from({ length: 12 }, (_, j) => Float64Array.of(-0.9 - 0.001 * j, -0.6 - 0.001 * j));
    const source: ReplaySource = {
      ...{
        name: 'scores',
        hash: '',
        simulated: true,
        candidates: ['a', 'b'].map((id) => ({ id, label: id, configuration: {} })),
      },
      ...{ columns, replicates: columns.map((_, j) => `${j}`) },
    };
    const request = { source, criterion: settings.criterion, rule: settings.rule, warmup: 3, orders: 0, seed: 1 };
    expect(() => raceOnRecord({ ...request, direction: 'maximize' })).not.toThrow();
    expect(() => raceOnRecord(request)).toThrow(/outside declared bounds/);
  });

  it('refuse a loss that is told, and the race stands as it was', () => {
    const race = createRace({
      candidates: ['a', 'b'],
      race: { criterion: 'mean', rule: { ...written, bounds: [0, 1] } },
    });
    const [first] = race.ask(1);
    const id = first?.id as string;
    expect(() => race.tell(id, 1.5)).toThrow(/outside declared bounds/);
    expect(race.told).toEqual([]);
    race.tell(id, 0.5);
    expect(race.told).toEqual([{ id, loss: 0.5 }]);
  });
});
