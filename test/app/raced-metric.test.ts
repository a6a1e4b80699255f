/** @file Races by a metric in place of the loss: another question of the same trials, in the metric's own direction. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
// The built package: worker processes run its files.
import { replay, select } from '../../dist/app/index.js';
import { asRaced, racedFigure } from '../../src/app/ask/raced-figure.js';
import { type JsonObject, replicateTrial } from '../../src/core/index.js';
import { outcomeOf } from '../questions/played-study.js';
import { temporaryFolder } from './command-line.js';

const FIELD = { rule: 'halving', warmup: 4, maxReplicates: 8, finalTrials: 8 };

test('a metric that is better higher is raced and shown as itself, from the trials that are there', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  let trained = 0;
  // The larger x, the larger the loss, and the accuracy too.
  const trainer = ({ x }: JsonObject, { streams }: { streams: { init: number } }) => {
    trained++;
    const noise = ((streams.init * 7919) % 13) / 1000;
    return { loss: Number(x) + noise, metrics: { accuracy: 0.5 + Number(x) / 10 - noise, mine: Number(x) } };
  };
  const run = async (race: object) => {
    const experiment = { name: 'made-up', space: { x: [0, 1, 2] }, race: { ...FIELD, ...race } };
    return (await select({ experiment, trainer, out })).result;
  };
  const byLoss = await run({});
  expect(byLoss).toMatchObject({ metric: null, direction: 'minimize', winner: { configuration: { x: 0 } } });
  const before = trained;
  const { metric, direction, criterion, winner, candidates } = await run({ metric: 'accuracy', finalTrials: 0 });
  expect({ metric, direction, criterion }).toMatchObject({
    metric: 'accuracy',
    direction: 'maximize',
    criterion: { name: 'q1', onLosses: 'q3' },
  });
  expect(winner).toMatchObject({ configuration: { x: 2 }, criterion: { name: 'q1' } });
  expect(winner?.criterion.value).toBeGreaterThan(0.68);
  expect(candidates.map(({ id }) => id)).toEqual(byLoss.candidates.map(({ id }) => id).reverse());
  // Nothing but what the other race had dropped.
  expect(trained - before).toBeLessThanOrEqual(3 * FIELD.maxReplicates - 12);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('q1 of the accuracy');
  expect(await run({ metric: 'mine', direction: 'maximize', finalTrials: 0 })).toMatchObject({
    winner: { configuration: { x: 2 } },
  });
  // The criterion may be written as the page has it.
  const asPrinted = { metric: 'accuracy', finalTrials: 0, criterion: 'q1 of the accuracy' };
  expect((await run(asPrinted)).criterion).toEqual(criterion);
  await expect(run({ ...asPrinted, criterion: 'q1 of the loss' })).rejects.toThrow('is of the loss');
  const again = await replay(out);
  expect(again).toMatchObject({ direction: 'maximize', metric: 'mine', winner: { configuration: { x: 2 } } });
  expect(await replay(out, { criterion: 'q1 of the mine' })).toMatchObject({ criterion: { onLosses: 'q3' } });
  await expect(run({ metric: 'rocAuc' })).rejects.toThrow('completed trainings have no metric "rocAuc"');
});

test('the exported model is the best by the metric, where the best is asked for', async () => {
  const experiment = {
    name: 'bumps',
    deliver: 'best',
    data: { source: 'bumps', split: { pool: 100, selection: 50, final: 50 } },
    space: { layers: [{ dense: { units: [2, 4] } }], epochs: 1 },
    race: { ...FIELD, maxReplicates: 4, finalTrials: 6, metric: 'r2' },
  } as const;
  const out = join(temporaryFolder(onTestFinished), 'run');
  const { result } = await select({ experiment, out, workers: 1 });
  const { winner, baselines } = result;
  expect(Object.keys(winner?.final ?? {})[0]).toBe('r2');
  expect(baselines[0]).toMatchObject({ name: 'mean', loss: expect.closeTo(0, 0) });
  const [head = '', ...rows] = readFileSync(join(out, 'trials.csv'), 'utf8').trim().split('\r\n');
  const columns = head.split(',');
  const own = rows.map((row) => row.split(',')).filter(([id]) => id === winner?.candidate);
  const of = (row: readonly string[], name: string) => Number(row[columns.indexOf(name)]);
  const best = own.reduce((left, right) => (of(right, 'r2') > of(left, 'r2') ? right : left));
  expect(of(best, 'loss')).toBe(-of(best, 'r2'));
  expect(of(best, 'metric.loss')).toBeCloseTo(of(best, 'rmse'), 9);
  expect(winner?.finalDistribution?.exported).toBe(of(best, 'init'));
});

test('directions are known, given, or asked for', () => {
  expect(racedFigure({})).toBeUndefined();
  expect(racedFigure({ metric: 'loss' })).toBeUndefined();
  expect(racedFigure({ metric: 'mae' })).toEqual({ metric: 'mae', direction: 'minimize' });
  expect(() => racedFigure({ metric: 'acuracy' })).toThrow('did you mean "accuracy"');
  expect(() => racedFigure({ metric: 'accuracy', direction: 'minimize' })).toThrow('a higher "accuracy" is better');
  expect(() => racedFigure({ direction: 'maximize' })).toThrow('the race is about the loss');
});

test('a bias counts by its size, and what has no such figure as the worst', () => {
  const outcome = { ...outcomeOf(replicateTrial('a', 0, 0), 1), metrics: { bias: -0.25 } };
  expect(asRaced(racedFigure({ metric: 'bias' }), outcome)).toMatchObject({ loss: 0.25, metrics: { loss: 1 } });
  expect(asRaced(racedFigure({ metric: 'mae' }), outcome)).toMatchObject({
    status: 'diverged',
    loss: Number.POSITIVE_INFINITY,
  });
});
