/** @file The default rule from the command line: ties that are separated, declared costs, and fields that settle nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

/** Trains in no time: `x` is its mean loss, `spread` what one retraining varies, partly in common with others. */
const MODULE = `
export default ({ x, spread = 0, bad = 0 }, { seeds }) =>
  bad > 0 ? Infinity : x + (spread * (((seeds.init * Math.round(x * 97)) % 1000) + (seeds.order % 1000) - 1000)) / 500;
`;

function folderOf(experiment: object): string {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), MODULE);
  const whole = {
    workers: 2,
    name: 'made-up',
    trainer: { module: './train.mjs', checkSeeds: false },
    seed: 3,
    ...experiment,
  };
  writeFileSync(join(folder, 'race.yaml'), JSON.stringify(whole));
  return folder;
}

async function race(folder: string, ...options: string[]) {
  const { status, stdout, stderr } = await surefoot(['select', 'race.yaml', '--json', ...options], folder);
  return { status, stderr, result: JSON.parse(stdout) as Result };
}

const trialsOf = (folder: string): string[] =>
  readFileSync(join(folder, 'runs/made-up/trials.csv'), 'utf8').trim().split(/\r?\n/).slice(1);

test('a tie is separated by another question, and nothing is trained twice', async () => {
  const experiment = {
    space: { x: [1, 1.05, 3], spread: 1 },
    race: { criterion: 'mean', tolerance: 0.02, maxReplicates: 5, finalTrials: 2 },
  };
  const folder = folderOf(experiment);
  const tied = await race(folder);
  expect(tied.status).toBe(0);
  expect(tied.result.verdict).toBe('tied');
  const before = new Set(trialsOf(folder));
  const separated = await race(folder, '--separate');
  expect(separated.status).toBe(0);
  expect(separated.result.plan.separate).toBe(25);
  const after = trialsOf(folder);
  expect(new Set(after).size).toBe(after.length);
  for (const row of before) expect(after).toContain(row);
  expect(after.length).toBeGreaterThan(before.size);
});

test('a budget below the number of candidates: the race covers what it can, and names who was never tried', async () => {
  const folder = folderOf({ space: { x: [1, 2, 3, 4, 5, 6, 7, 8], spread: 0.1 }, race: { criterion: 'mean' } });
  const { status, result } = await race(folder, '--budget', '5');
  expect(status).toBe(3);
  expect(result.trials.used).toBe(5);
  expect(result.status).toBe('budget');
  expect(result.verdict ?? 'stopped').toBe('stopped');
});

test('where every training diverges nobody is chosen, and it is said, with what to correct and a status of its own', async () => {
  const folder = folderOf({ space: { x: [1, 2, 3], bad: 1 }, race: { criterion: 'q3', finalTrials: 2 } });
  const { result, status } = await race(folder);
  expect(result.winner).toBeNull();
  expect(status).toBe(1);
  // Printed again it ends alike.
  const { stdout, status: again } = await surefoot(['select', 'race.yaml'], folder);
  expect(again).toBe(1);
  expect(stdout).toMatch(/Nothing is chosen among 3 candidates: every\s+training diverged/);
  expect(stdout).toMatch(/^Next +No loss was a finite number\. See why your module\s+returned NaN/m);
});

test('where every training diverges until the budget ends no larger one is advised', async () => {
  const folder = folderOf({
    space: { x: [1, 2, 3], bad: 1 },
    race: { criterion: 'q3', finalTrials: 2 },
    budget: { trials: 4 },
  });
  const { result } = await race(folder);
  expect(result.status).toBe('budget');
  const { stdout } = await surefoot(['select', 'race.yaml'], folder);
  expect(stdout).toMatch(/^Next +No loss was a finite number\./m);
  expect(stdout).not.toMatch(/larger/);
});

test('losses that never vary: the best by more than the tolerance is clear', async () => {
  const folder = folderOf({ space: { x: [1, 2, 3] }, race: { criterion: 'q3', finalTrials: 2 } });
  const { status, result } = await race(folder);
  expect(status).toBe(0);
  expect(result.winner?.configuration).toMatchObject({ x: 1 });
  expect(result.status).toBe('decided');
});

test('a replay of its log under its own rule decides as it did', async () => {
  const space = { x: [1, 1.05, 1.1, 2, 3], spread: 1 };
  const folder = folderOf({ space, race: { criterion: 'mean', finalTrials: 3 } });
  const live = (await race(folder)).result;
  expect(live.decisions.length).toBeGreaterThan(1);
  const { stdout } = await surefoot(['replay', 'runs/made-up', '--json'], folder);
  const again = JSON.parse(stdout) as Result;
  expect(again.decisions).toEqual(live.decisions);
  expect([again.verdict, again.bound]).toEqual([live.verdict, live.bound]);
});

test('a declared cost is part of the question', async () => {
  const space = { x: [1, 1.2, 3], spread: 0.5, steps: { oneOf: [10, 40] } };
  const folder = folderOf({ space, cost: ['steps'], race: { criterion: 'mean', finalTrials: 0 } });
  const { result } = await race(folder);
  expect(result.plan.costs).toEqual([10, 40, 10, 40, 10, 40]);
});
