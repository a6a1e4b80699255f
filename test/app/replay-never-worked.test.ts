/** @file Replays of runs in which candidates never worked: what is said of them is what the run said. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { replay, select } from '../../src/app/index.js';
import { temporaryFolder } from './command-line.js';

const trainer = ({ depth, rate }: { depth?: number; rate: number }, { seeds }: { seeds: { init: number } }) => {
  if (depth === undefined) throw new TypeError("there is no setting 'depth'");
  return rate + 0.01 * ((seeds.init * 7919) % 13);
};

type Race = Record<string, string | number>;

/** A run in a folder, and its result. */
async function run(race: Race, failures: object = {}) {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const space = { depth: [4, null], rate: [0.1, 0.2, 0.3, 0.4] };
  const experiment = { name: 'left-out', space, race: { finalTrials: 0, ...race }, ...failures };
  const { result } = await select({ experiment: experiment as never, trainer: trainer as never, workers: 1, out });
  return { out, result };
}

const exclude = { failures: { action: 'exclude' } };

test.each<[string, Race, object]>([
  ['the default race', { rule: 'default' }, {}],
  ['halving', { rule: 'halving', criterion: 'mean', warmup: 3 }, {}],
  ['the default race, failures left out', { rule: 'default' }, exclude],
  ['a test of two samples, failures left out', { rule: 'mann-whitney', warmup: 4 }, exclude],
])('%s is replayed as it was', async (_, race, failures) => {
  const { out, result } = await run(race, failures);
  const again = await replay(out);
  expect(result.neverWorked).toHaveLength(4);
  expect(again.neverWorked).toEqual(result.neverWorked);
  expect(again.decisions).toEqual(result.decisions);
  expect(again.verdict).toBe(result.verdict);
  expect(again.winner?.candidate).toBe(result.winner?.candidate);
  expect(again.tieSet).toEqual(result.tieSet);
  expect(again.replay?.missing).toBe(0);
  const { used, completed, diverged, failed } = result.trials;
  expect(again.trials).toMatchObject({ used, completed, diverged, failed });
  expect(again.candidates.map(({ id, trials, failedRate }) => [id, trials, failedRate])).toEqual(
    result.candidates.map(({ id, trials, failedRate }) => [id, trials, failedRate]),
  );
});

test('another rule leaves them out as well', async () => {
  const { out } = await run({ rule: 'halving', criterion: 'mean', warmup: 3 });
  const other = await replay(out, { rule: 'default' });
  expect(other.neverWorked).toHaveLength(4);
  expect(other.tieSet?.rivals).toHaveLength(3);
  expect(other.survivors).not.toEqual(expect.arrayContaining(other.neverWorked.map(({ candidate }) => candidate)));
});

test('of a whole table the orders race them, and none of them is ever the best', async () => {
  const { out } = await run({ rule: 'halving', criterion: 'mean', warmup: 6 });
  const result = await replay(out, { orders: 5, replicateOrder: [0, 1, 2, 3, 4, 5] });
  const { neverWorked, replay: figures } = result;
  expect(neverWorked).toHaveLength(4);
  expect(neverWorked.map(({ candidate }) => candidate)).not.toContain(figures?.best?.candidate);
  expect(figures?.simulation?.correct.value).toBe(1);
});

test('a failure that the user calls the worst stays one', async () => {
  const { out, result } = await run({ rule: 'default' }, { failures: { action: 'worst' } });
  const again = await replay(out);
  expect(again.neverWorked).toEqual([]);
  expect(again.decisions).toEqual(result.decisions);
  expect(again.trials).toMatchObject({ failed: result.trials.failed, diverged: 0 });
});
