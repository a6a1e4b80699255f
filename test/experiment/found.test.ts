/** @file What another search has found: what Optuna 4.1.0 says of its own studies, from its storages and its table, and how trials become configurations. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFound } from '../../src/app/ask/found/read-found.js';
import {
  type FoundTrials,
  foundCandidates,
  type NamedSpace,
  requireSaid,
  shortlistOf,
  trialsOfTable,
} from '../../src/experiment/index.js';

const FOLDER = 'test/reference/optuna';

interface Said {
  readonly direction: string;
  readonly trials: readonly {
    readonly state: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly value: number | string | null;
  }[];
}
/** By study. */
const SAID: Readonly<Record<string, Said>> = JSON.parse(readFileSync(join(FOLDER, 'trials.json'), 'utf8'));

const valueSaid = (value: number | string | null): number =>
  value === null ? Number.NaN : value === 'inf' ? Number.POSITIVE_INFINITY : Number(value);

test.each(['journal.log', 'study.db'])('%s: as Optuna has it', async (file) => {
  for (const [study, { direction, trials }] of Object.entries(SAID)) {
    const found = await readFound(join(FOLDER, file), [], { study });
    expect(found.direction).toBe(direction);
    expect(found.trials.map(({ settings, value }) => ({ settings, value }))).toEqual(
      trials.map(({ params, value }) => ({ settings: params, value: valueSaid(value) })),
    );
  }
});

test("Optuna's own table says the same of trials that have ended", async () => {
  const found = await readFound(join(FOLDER, 'trials.csv'), [], { direction: 'minimize' });
  const { trials } = SAID.digits as Said;
  expect(found.trials.map(({ settings, value }) => ({ settings, value }))).toEqual(
    trials.map(({ params, value }) => ({ settings: params, value: valueSaid(value) })),
  );
  await expect(readFound(join(FOLDER, 'two.csv'), [], {})).rejects.toMatchObject({ code: 'several-objectives' });
});

test('equal configurations are one, with the mean of their values; the best come first', async () => {
  const found = await readFound(join(FOLDER, 'study.db'), [], { study: 'digits' });
  const all = foundCandidates(found, [{ place: 'space', space: {} }]);
  const best = shortlistOf(all, found, 2);
  const { trials } = SAID.digits as Said;
  const [first, again] = [trials[0]?.value as number, trials[9]?.value as number];
  const [second] = best;
  expect(best.map(({ value }) => value)).toEqual([trials[2]?.value, (first + again) / 2]);
  expect(best[1]).toMatchObject({ configuration: trials[0]?.params, values: [first, again], place: 'trial 0' });
  expect(second?.configuration).toEqual(trials[2]?.params);
  // One that diverged once has no finite mean; three never ended.
  expect(all).toHaveLength(8);
  expect(shortlistOf(all, found, 12)).toHaveLength(7);
  expect(shortlistOf(all, { ...found, direction: 'maximize' }, 1 + 1)[0]?.value).toBe(trials[8]?.value);
});

const table = (
  columns: Readonly<Record<string, readonly (string | number | null)[]>>,
  known: readonly string[] = [],
): FoundTrials => trialsOfTable('t.csv', new Map(Object.entries(columns)), known, { direction: 'minimize' });
const configured = (found: FoundTrials, space: NamedSpace['space']) =>
  foundCandidates(found, [{ place: 'space', space }]).map(({ configuration }) => configuration);

describe('columns', () => {
  test('with a prefix these alone are settings: Ray Tune, MLflow, our own', () => {
    for (const prefix of ['params_', 'params.', 'config/', 'config.']) {
      const found = table({
        [`${prefix}lr`]: ['0.1', '1e-2'],
        'metrics.loss': [1, 2],
        other: ['x', 'y'],
        loss: ['2', '1'],
      });
      expect(found.trials.map(({ settings }) => settings)).toEqual([{ lr: 0.1 }, { lr: 0.01 }]);
    }
  });

  test('without one they are what the space has; what tools write is none', () => {
    const columns = {
      name: ['a', 'b'],
      duration: ['3', '4'],
      lr: ['0.1', '0.2'],
      state: ['finished', 'crashed'],
      loss: ['2', '1'],
    };
    expect(table(columns, ['lr']).trials).toEqual([
      { place: 'row 1', settings: { lr: 0.1 }, value: 2 },
      { place: 'row 2', settings: { lr: 0.2 }, value: Number.NaN },
    ]);
    expect(() => table({ ...columns, lrr: ['1', '2'] }, ['lr'])).toThrow(/"lrr" is no setting.*did you mean "lr"/);
  });

  test('cells are numbers, truths, lists and texts; a text that the space has stays one', () => {
    const found = table({ a: ['True', '[1, 2]'], b: ['3', 'x'], c: ['', '1e3'], loss: [1, 2] });
    expect(found.trials.map(({ settings }) => settings)).toEqual([
      { a: true, b: 3 },
      { a: [1, 2], b: 'x', c: 1000 },
    ]);
    expect(configured(table({ b: ['3', '5'], loss: [1, 2] }), { b: ['3', '5'] })).toEqual([{ b: '3' }, { b: '5' }]);
  });
});

describe('settings in a space', () => {
  const LAYERS = { layers: [{ dense: { units: [8, 16], activation: 'relu' } }], optimizer: { learningRate: 0.1 } };

  test('take the places of what stands there; all else stays', () => {
    const found = table({ 'layers[0].dense.units': [32, 64], 'optimizer.learningRate': ['', '0.01'], loss: [1, 2] });
    expect(configured(found, LAYERS)).toEqual([
      { layers: [{ dense: { units: 32, activation: 'relu' } }], optimizer: { learningRate: 0.1 } },
      { layers: [{ dense: { units: 64, activation: 'relu' } }], optimizer: { learningRate: 0.01 } },
    ]);
  });

  test('choose the alternative that has them', () => {
    const space = {
      optimizer: {
        oneOf: [
          { name: 'adam', rate: { range: [0.1, 1] } },
          { name: 'sgd', rate: 0.1, momentum: [0, 0.9] },
        ],
      },
    } as NamedSpace['space'];
    const found = table({
      'optimizer.name': ['sgd', 'adam', 'sgd'],
      'optimizer.rate': ['0.1', '0.3', '0.1'],
      'optimizer.momentum': ['0.9', '', ''],
      loss: [1, 2, 3],
    });
    expect(configured(found, space)).toEqual([
      { optimizer: { name: 'sgd', rate: 0.1, momentum: 0.9 } },
      { optimizer: { name: 'adam', rate: 0.3 } },
      { optimizer: { name: 'sgd', rate: 0.1 } },
    ]);
  });

  test('an empty cell leaves out what has several values; no column at all is refused', () => {
    const space = { lr: [0.1, 0.2], gain: { range: [1, 2] } } as NamedSpace['space'];
    expect(configured(table({ lr: [0.1, 0.2], gain: ['', '1.5'], loss: [1, 2] }), space)).toEqual([
      { lr: 0.1 },
      { lr: 0.2, gain: 1.5 },
    ]);
    const refused = () => requireSaid('t.csv', [{ place: 'space', space: { ...LAYERS, gain: [1, 2] } }], ['gain']);
    expect(refused).toThrow(/space\.layers\.0\.dense\.units has several values/);
  });

  test('two that the trainer completes alike are one', () => {
    const found = table({ lr: [0.1, 0.1], gain: ['', '1'], loss: [1, 3] });
    const complete = (configuration: object) => ({ gain: 1, ...configuration });
    expect(foundCandidates(found, [{ place: 'space', space: { lr: 0.1, gain: [1, 2] } }], complete)).toMatchObject([
      { value: 2, values: [1, 3] },
    ]);
  });
});
