/** @file `surefoot select` as a user meets it: files, output, resuming, budgets, interruption. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parseResult } from '../../src/report/index.js';
import { QUICK, surefoot, temporaryFolder, writeGratings } from './command-line.js';
import { surefootHere } from './command-line-here.js';

const readResult = (folder: string) => parseResult(readFileSync(join(folder, 'result.json'), 'utf8'));

describe('a finished run', () => {
  let folder = '';
  let stdout = '';
  let stderr = '';
  beforeAll(async () => {
    let cleanUp = (): void => {};
    folder = temporaryFolder((remove) => {
      cleanUp = remove;
    });
    writeGratings(folder, { ...QUICK, workers: 'workers: 2' });
    ({ stdout, stderr } = await surefoot(['select', 'gratings.yaml'], folder));
    return cleanUp;
  });

  test('leaves its files in runs/<name>', () => {
    const names = readdirSync(join(folder, 'runs/gratings')).filter((name) => !name.startsWith('.'));
    expect(names.sort()).toEqual([
      'artifacts',
      'epochs.csv',
      'live.json',
      'log.sqlite',
      'model.onnx',
      'report.html',
      'result.json',
      'trials.csv',
    ]);
  });

  test('says on standard output who won and where it lies, on standard error how it went', () => {
    const told = stderr.trimEnd().split('\n');
    // The claim comes first: it is said before any file is written.
    expect(told.pop()).toMatch(/^\S.* \(\w+\)\. Chosen by halving: .*\. 30 trainings /);
    for (const line of told) expect(line).toMatch(/^\[[^\]]+ s\] (?:warm-up|race \d): \d+ of \d+ trainings/);
    expect(stdout).toMatch(/^Winner +\S/);
    expect(stdout).toMatch(/\sall 8\s+candidates/);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(14);
    expect(stdout).toContain('simulated');
    expect(stdout).toMatch(/\nReport +runs\/gratings\/report.html\nDetails +surefoot report runs\/gratings --long\n$/);
  });

  test('says the same in result.json', () => {
    const result = readResult(join(folder, 'runs/gratings'));
    expect(result.status).toBe('decided');
    expect(result.trials).toMatchObject({ used: 30, exhaustive: 160, completed: 30, failed: 0 });
    expect(result.winner?.trials).toBe(8);
    expect(result.winner?.criterion.interval).toMatchObject({ n: 8 });
    expect(stdout).toContain(result.winner?.candidate);
    expect(result.plan).toMatchObject({ kind: 'race', warmup: 2, finalTrials: 8 });
  });

  test('has one row a trial in trials.csv', () => {
    const rows = readFileSync(join(folder, 'runs/gratings/trials.csv'), 'utf8').trim().split(/\r?\n/);
    expect(rows).toHaveLength(1 + 30);
    expect(rows[0]).toContain('candidate');
  });

  test('prints its result again without training, as JSON too', async () => {
    const before = readFileSync(join(folder, 'runs/gratings/result.json'), 'utf8');
    const again = await surefootHere(['select', 'gratings.yaml'], folder);
    expect(again).toEqual({ status: 0, stdout, stderr: '' });
    const json = await surefootHere(['select', 'gratings.yaml', '--json'], folder);
    expect(json.stdout).toBe(before);
    expect(readFileSync(join(folder, 'runs/gratings/result.json'), 'utf8')).toBe(before);
  });

  test('is extended by more final trials, and refuses another seed', async () => {
    writeGratings(folder, { ...QUICK, race: 'race: { warmup: 2, rule: halving, criterion: mean, finalTrials: 10 }' });
    expect((await surefootHere(['select', 'gratings.yaml'], folder)).status).toBe(0);
    expect(readResult(join(folder, 'runs/gratings')).trials.used).toBe(32);
    writeGratings(folder, { ...QUICK, seed: 'seed: 12' });
    const other = await surefootHere(['select', 'gratings.yaml'], folder);
    expect(other.status).toBe(2);
    expect(other.stderr).toMatch(/holds trainings of another experiment.*seed/s);
    expect(readResult(join(folder, 'runs/gratings')).seeds.experiment).toBe(11);
    writeGratings(folder, { ...QUICK, seed: 'seed: 12' });
    const fresh = await surefootHere(['select', 'gratings.yaml', '--fresh', '--budget', '16'], folder);
    expect(fresh.status).toBe(3);
    expect(readResult(join(folder, 'runs/gratings'))).toMatchObject({
      seeds: { experiment: 12 },
      trials: { used: 16 },
    });
  });
});

test('a budget that ends before the rule: exit 3, several left and named; a larger one goes on', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, QUICK);
  const short = await surefootHere(['select', 'gratings.yaml', '--budget', '21'], folder);
  expect(short.status).toBe(3);
  const result = readResult(join(folder, 'runs/gratings'));
  expect(result.status).toBe('budget');
  // 16 in the warm-up and 4 in the next round; the round after needs 2 and is not begun.
  expect(result.trials.used).toBe(20);
  expect(result.survivors).toHaveLength(2);
  expect(existsSync(join(folder, 'runs/gratings/model.onnx'))).toBe(false);
  const longer = await surefootHere(['select', 'gratings.yaml', '--budget', '100'], folder);
  expect(longer.status).toBe(0);
  expect(readResult(join(folder, 'runs/gratings')).trials.used).toBe(30);
});

test('Ctrl-C ends with 130, and the same command goes on', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, { workers: 'workers: 2' });
  const interrupted = await surefoot(['select', 'gratings.yaml'], folder, (child) => {
    const timer = setInterval(() => {
      if (!existsSync(join(folder, 'runs/gratings/artifacts'))) return;
      clearInterval(timer);
      child.kill('SIGINT');
    }, 5);
  });
  expect(interrupted.status).toBe(130);
  expect(interrupted.stderr).toContain('the same command goes on');
  writeGratings(folder);
  expect((await surefootHere(['select', 'gratings.yaml'], folder)).status).toBe(0);
  expect(readResult(join(folder, 'runs/gratings')).trials.used).toBe(30);
});
