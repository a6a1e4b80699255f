/** @file `surefoot train`: the built-in trainer driven from outside gives what a race gives, bit for bit. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { select } from '../../../dist/app/index.js';
import { openSqliteStore } from '../../../src/evidence/log/index.js';
import { CLI, temporaryFolder, writeGratings } from '../../app/command-line.js';
import { surefootHere } from '../../app/command-line-here.js';

/** Losses by label and replicate, and decisions by label: ids differ, because a command does not complete configurations. */
async function race(folder: string, experiment: string) {
  const out = join(folder, `run-${experiment}`);
  await select({ experiment: join(folder, experiment), out });
  const store = openSqliteStore(join(out, 'log.sqlite'), { readOnly: true });
  const question = store.newestQuestion();
  const labels = new Map((question?.header.candidates ?? []).map(({ id, label }) => [id, label]));
  const losses = store
    .outcomes()
    .map(({ trial, status, loss, lossPerEpoch }) => [
      ...[labels.get(trial.candidate), trial.streams.init, status, loss],
      ...lossPerEpoch,
    ])
    .sort();
  const decisions = (question?.decisions() ?? []).map(({ round, survivors, eliminated, incumbentValue }) => ({
    ...{ round, incumbentValue },
    survivors: survivors.map((id) => labels.get(id)),
    eliminated: eliminated.map((id) => labels.get(id)),
  }));
  store.close();
  return { losses, decisions };
}

test('one experiment through the built-in trainer, one-shot and long-lived: the same losses and decisions', async () => {
  const folder = temporaryFolder(onTestFinished);
  const changes = {
    space: `space:\n  layers:\n    - dense: { units: [4, 8], activation: tanh }\n  epochs: 2`,
    race: `race: { rule: halving, warmup: 2, criterion: mean, finalTrials: 1 }`,
  };
  writeGratings(folder, changes);
  const command = (name: string, trainer: object) => {
    const text = readFileSync(writeGratings(folder, changes), 'utf8').replace(/^data: .*$/m, '');
    writeFileSync(join(folder, name), `${text}trainer: ${JSON.stringify(trainer)}\n`);
  };
  const run = [process.execPath, CLI, 'train', 'gratings.yaml'];
  const asked = [
    '--configuration',
    '{configuration}',
    '--replicate',
    '{replicate}',
    '--sample',
    '{sampleSize}',
    '--json',
  ];
  command('one-shot.yaml', { command: [...run, ...asked], checkSeeds: false });
  command('long-lived.yaml', { command: [...run, '--serve'], protocol: 'long-lived', checkSeeds: false });

  const builtIn = await race(folder, 'gratings.yaml');
  expect(builtIn.losses.length).toBeGreaterThanOrEqual(5);
  expect(await race(folder, 'one-shot.yaml')).toEqual(builtIn);
  expect(await race(folder, 'long-lived.yaml')).toEqual(builtIn);
});

test('a candidate by id or label, a configuration, for people and as JSON', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  const train = (...args: string[]) => surefootHere(['train', 'gratings.yaml', ...args], folder);
  const label = 'filters=4 units=8 lr=0.003';
  const json = await train('--candidate', label, '--replicate', '3', '--json');
  const answer = JSON.parse(json.stdout) as { loss: number; candidate: string; configuration: object; seeds: object };
  expect(json.stdout.trim().split('\n')).toHaveLength(1);
  expect(answer).toMatchObject({
    status: 'completed',
    replicate: 3,
    sampleSize: 150,
    metrics: { accuracy: expect.any(Number) },
  });
  writeFileSync(join(folder, 'configuration.json'), JSON.stringify(answer.configuration));
  const again = await train('--configuration', '@configuration.json', '-r', '3', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ loss: answer.loss, candidate: answer.candidate });
  const text = await train('--candidate', answer.candidate, '-r', '3');
  expect(text).toMatchObject({ status: 0, stdout: expect.stringContaining(`loss ${answer.loss}`) });
});

test('what it cannot train is refused', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  const train = (...args: string[]) => surefootHere(['train', 'gratings.yaml', ...args], folder);
  expect(await train()).toMatchObject({ status: 2, stderr: expect.stringMatching(/There is nothing to train/) });
  expect(await train('-c', 'c0000000')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/no candidate "c0000000"/),
  });
  const layer = JSON.stringify({ layers: [{ conv: { filters: 4, kernel: 13 } }] });
  expect(await train('--configuration', layer)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/layers\[0\].*13/s),
  });
  expect(await train('--configuration', '{')).toMatchObject({ status: 2, stderr: expect.stringMatching(/not JSON/) });
});

test('the protocol from the other side: a bad question is answered by an error, and it goes on', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  const child = spawn(process.execPath, [CLI, 'train', 'gratings.yaml', '--serve'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (message: object) => {
    child.stdin.write(`${JSON.stringify(message)}\n`);
    return JSON.parse((await lines.next()).value as string) as unknown;
  };
  expect(await ask({ type: 'hello', protocol: 1 })).toEqual({ type: 'ready', protocol: 1 });
  const streams = { init: 0, sample: 0, order: 0, noise: 0 };
  const trial = { type: 'train', streams, repeat: 0, sample: { size: 50 }, experimentSeed: 1 };
  const bad = { ...trial, id: 1, configuration: { layers: [{ dense: { units: 0 } }] } };
  expect(await ask(bad)).toMatchObject({ type: 'error', id: 1, message: expect.stringMatching(/units/) });
  const good = { ...trial, id: 2, configuration: { layers: [{ dense: { units: 4 } }], epochs: 1 } };
  expect(await ask(good)).toMatchObject({
    type: 'result',
    id: 2,
    loss: expect.any(Number),
    lossPerEpoch: [expect.any(Number)],
  });
  child.stdin.write('{"type":"stop"}\n');
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
});
