/** @file `surefoot/engine`: the example of its page runs, its losses are those of a run, and what is refused is told. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { readData, trainModel } from '../../dist/engine/index.js';
import { surefoot, temporaryFolder } from '../app/command-line.js';

const ENGINE = pathToFileURL('dist/engine/index.js').href;
const [, EXAMPLE = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/engine.md', 'utf8')) ?? [];
const DATA = { file: 'houses.csv', target: 'price', split: { seed: 1 } };
const CONFIGURATION = { layers: [{ dense: { units: 8, activation: 'tanh' } }], epochs: 20 };

function housesIn(folder: string): void {
  const rows = Array.from({ length: 120 }, (_, row) => {
    const [area, rooms] = [50 + ((row * 37) % 100), 1 + (row % 5)];
    return `${area},${rooms},${area * 2 + rooms * 10 + ((row * 7919) % 13)}`;
  });
  writeFileSync(join(folder, 'houses.csv'), `area,rooms,price\n${rows.join('\n')}\n`);
}

test('the example runs, and leaves a model that predicts', async () => {
  const folder = temporaryFolder(onTestFinished);
  housesIn(folder);
  writeFileSync(join(folder, 'example.mjs'), EXAMPLE.replace('surefoot/engine', ENGINE));
  const { stdout, stderr } = spawnSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim().split(' ').map(Number).every(Number.isFinite)).toBe(true);
  const predicted = await surefoot(['predict', 'model.onnx', 'houses.csv'], folder);
  expect(predicted.stdout.trim().split('\n')).toHaveLength(121);
});

test('its losses are those of a command', async () => {
  const folder = temporaryFolder(onTestFinished);
  housesIn(folder);
  writeFileSync(
    join(folder, 'own.json'),
    JSON.stringify({ name: 'own', data: DATA, sample: 40, space: CONFIGURATION, seed: 7 }),
  );
  const command = ['train', 'own.json', '--configuration', JSON.stringify(CONFIGURATION), '-r', '2', '--json'];
  const { loss, metrics, lossPerEpoch } = JSON.parse((await surefoot(command, folder)).stdout);
  const data = await readData(DATA, folder);
  const told: number[] = [];
  const onEpoch = (epoch: number) => void told.push(epoch);
  const trained = await trainModel(CONFIGURATION, data, { seed: 7, streams: 2, sample: 40, onEpoch });
  expect(trained).toMatchObject({ loss, metrics, lossPerEpoch });
  expect(told).toEqual(lossPerEpoch);
  const other = await trainModel(CONFIGURATION, data, { seed: 7, streams: 3, sample: 40 });
  expect(other?.loss).not.toBe(loss);
});

test('what diverges has no model, and what is wrong is refused', async () => {
  const folder = temporaryFolder(onTestFinished);
  housesIn(folder);
  const data = await readData(DATA, folder);
  expect(await trainModel({ ...CONFIGURATION, lossLimit: 1e-9 }, data)).toBeUndefined();
  const wrong = trainModel({ layers: [{ dense: { units: 0 } }] }, data);
  await expect(wrong).rejects.toMatchObject({ name: 'InputError', message: expect.stringContaining('units') });
  const misspelt = { file: 'houses.csv', traget: 'price' } as unknown as Parameters<typeof readData>[0];
  await expect(readData(misspelt, folder)).rejects.toMatchObject({ code: 'wrong-data' });
});
