/** @file Early stopping as a user meets it: the same race however it is run, and what is said about it afterwards. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Outcome, trialKey } from '../../src/core/index.js';
import { parseResult } from '../../src/report/index.js';
import { openSqliteStore } from '../../src/store/index.js';
import { surefoot, temporaryFolder, writeGratings } from './command-line.js';

function readLog(folder: string) {
  const store = openSqliteStore(join(folder, 'log.sqlite'), { readOnly: true });
  try {
    const strip = ({ seconds: _, ...outcome }: Outcome) => outcome;
    const outcomes = store.outcomes().map(strip);
    const byKey = Object.fromEntries(outcomes.map((outcome) => [trialKey(outcome.trial), outcome]));
    return { outcomes: byKey, decisions: store.decisions() };
  } finally {
    store.close();
  }
}

test('hopeless trials of built-in networks are stopped, the same ones with one worker, with two, and over a kill', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, { race: 'race: { warmup: 2, criterion: mean, finalTrials: 6, earlyStop: true }' });
  const select = (out: string, workers: string) => ['select', 'gratings.yaml', '--out', out, '--workers', workers];
  const { status, stdout } = await surefoot(select('one', '1'), folder);
  expect(status).toBe(0);
  const one = readLog(join(folder, 'one'));
  const stopped = Object.values(one.outcomes).filter((outcome) => outcome.status === 'stopped');
  expect(stopped.length).toBeGreaterThan(0);

  const killed = await surefoot(select('two', '2'), folder, (child) => {
    const timer = setInterval(() => {
      try {
        // In the second round, where trials are stopped.
        if (Object.keys(readLog(join(folder, 'two')).outcomes).length < 17) return;
      } catch {
        return;
      }
      clearInterval(timer);
      child.kill('SIGKILL');
    }, 5);
    child.on('close', () => clearInterval(timer));
  });
  expect(killed.status).toBeNull();
  expect((await surefoot(select('two', '2'), folder)).status).toBe(0);
  expect(readLog(join(folder, 'two'))).toEqual(one);

  // Who was stopped left, and is said to have been.
  for (const { trial } of stopped) {
    const left = one.decisions.find(({ eliminated }) => eliminated.includes(trial.candidate));
    expect(left?.evidence).toContainEqual({ candidate: trial.candidate, n: trial.streams.init, reason: 'stopped' });
  }
  const result = parseResult(readFileSync(join(folder, 'one/result.json'), 'utf8'));
  const spared = stopped.reduce((sum, { lossPerEpoch }) => sum + 3 - lossPerEpoch.length, 0);
  expect(result.trials).toMatchObject({ stopped: stopped.length, epochsSpared: spared });
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`stopped early, which spared ${spared} epoch`);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  // Its criterion rests on the trials that came to an end.
  for (const { trial } of stopped) {
    expect(Number.isFinite(result.candidates.find(({ id }) => id === trial.candidate)?.criterion)).toBe(true);
  }

  const list = await surefoot(['log', 'one'], folder);
  expect(list.stdout).toMatch(/stopped +c[0-9a-f]{7}\/2 .* after epoch [12], at \d/);
  const { trial } = stopped[0] as Outcome;
  const shown = await surefoot(['log', 'one', `${trial.candidate}/${trial.streams.init}`], folder);
  expect(shown.stdout).toMatch(/status +stopped/);
  expect(shown.stdout).not.toMatch(/Infinity/);

  // Where a trial was stopped its candidate leaves in a replay too.
  const replay = await surefoot(['replay', 'one', '--json'], folder);
  const replayed = parseResult(replay.stdout);
  expect(replayed.decisions).toEqual(result.decisions);
  expect(replayed.trials).toMatchObject({ diverged: 0, stopped: stopped.length });
});

test.each(['one-shot', 'long-lived'])(
  'hopeless trials of a command are stopped, beside the check of its seeds: %s',
  async (protocol) => {
    const folder = temporaryFolder(onTestFinished);
    const experiment = {
      ...{ name: 'run', seed: 5, space: { x: [1, 2, 3, 4, 5, 6] } },
      trainer: { command: [process.execPath, resolve('test/conformance/fixtures/training.mjs')], protocol },
      race: { warmup: 2, criterion: 'mean', finalTrials: 4, earlyStop: true },
    };
    writeFileSync(join(folder, 'e.yaml'), JSON.stringify(experiment));
    const { status, stderr, stdout } = await surefoot(['select', 'e.yaml', '--json'], folder);
    expect([status, stderr]).toEqual([0, '']);
    const { trials, choice } = parseResult(stdout);
    expect(trials.stopped).toBeGreaterThan(0);
    expect(trials.epochsSpared).toBeGreaterThan(0);
    expect(choice?.configuration).toEqual({ x: 1 });
  },
);

test('networks that train on different losses report what cannot be compared', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, {
    data: 'data: { source: bumps, size: 12, target: energy, split: { pool: 600, selection: 200, final: 200 } }',
    space: 'space:\n  layers: [{ dense: { units: 4 } }]\n  loss: [mse, mae]\n  epochs: 2',
    race: 'race: { warmup: 2, criterion: mean, earlyStop: true }',
  });
  const { status, stderr } = await surefoot(['select', 'gratings.yaml'], folder);
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/earlyStop compares what networks report.*different losses/s),
  ]);
});

test('a trainer that reports nothing is warned about, and nothing is stopped', async () => {
  const folder = temporaryFolder(onTestFinished);
  const experiment = {
    ...{ name: 'silent', seed: 5, space: { x: [1, 2, 3, 4] } },
    trainer: { command: { shell: 'echo {configuration.x}.{seed.init}' } },
    race: { warmup: 1, criterion: 'mean', finalTrials: 3, earlyStop: { after: 2 } },
  };
  writeFileSync(join(folder, 'silent.yaml'), JSON.stringify(experiment));
  const { status, stderr, stdout } = await surefoot(['select', 'silent.yaml'], folder);
  expect(status).toBe(0);
  expect(stderr.match(/race\.earlyStop stops nothing/g)).toHaveLength(1);
  expect(stdout).toContain('No trial was stopped early.');
});

test.each([
  ['earlyStop: 3', /race\.earlyStop/],
  ['earlyStop: true, criterion: std', /earlyStop does not go with the criterion "std"/],
  ['earlyStop: { after: 0 }', /after.*at least 1|after.*0/s],
  ['earlyStop: true, rule: wilcoxon', /earlyStop does not go with the rule "wilcoxon"/],
])('bad input is refused before anything is written: %s', async (setting, message) => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, { race: `race: { warmup: 2, ${setting} }` });
  const { status, stderr } = await surefoot(['select', 'gratings.yaml'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(message);
});
