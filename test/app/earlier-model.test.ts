/** @file Run folders of earlier versions, whose model is called best.onnx: they stay of use, and a run replaces the file. */
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportQuestion } from '../../dist/app/commands.js';
import { explain, predict, type SelectOptions, select } from '../../dist/app/index.js';
import { openSqliteStore } from '../../dist/evidence/log/index.js';
import { temporaryFolder } from './command-line.js';

const undone: (() => void)[] = [];
const folder = temporaryFolder((undo) => void undone.push(undo));
const [table, out] = [join(folder, 'd.csv'), join(folder, 'run')];
const rows = Array.from({ length: 60 }, (_, row) => `${row % 10},${(row * 7) % 13},${(row % 10) + 0.5}`);
const options: SelectOptions = {
  experiment: {
    name: 'old',
    data: { file: table, target: 'y' },
    space: { layers: [{ dense: { units: [2, 3] } }], epochs: 1 },
    race: { rule: 'halving', finalTrials: 2, maxReplicates: 2, warmup: 2 },
  },
  out,
  workers: 1,
};
const models = () => readdirSync(out).filter((name) => name.endsWith('.onnx'));

/** As an earlier version left it. */
function makeOld(): void {
  renameSync(join(out, 'model.onnx'), join(out, 'best.onnx'));
  rmSync(join(out, '.answer.json'));
}

beforeAll(async () => {
  writeFileSync(table, `a,b,y\n${rows.join('\n')}\n`);
  await select(options);
});
afterAll(() => {
  for (const undo of undone) undo();
});

test('predict and explain use it, and a run or a report puts model.onnx in its place', async () => {
  const before = await predict(join(out, 'model.onnx'), table);
  expect(models()).toEqual(['model.onnx']);
  makeOld();
  const store = openSqliteStore(join(out, 'log.sqlite'));
  store.claim(['best.onnx']);
  store.close();
  expect((await predict(join(out, 'best.onnx'), table)).values).toEqual(before.values);
  await expect(predict(out, table)).rejects.toMatchObject({ fix: `Name the model in it: ${join(out, 'best.onnx')}` });
  expect(await explain(out)).toMatchObject({ model: join(out, 'best.onnx') });
  await select(options);
  expect(models()).toEqual(['model.onnx']);
  makeOld();
  await reportQuestion(out);
  expect(models()).toEqual(['model.onnx']);
});

test('a file of that name that no run made stays', async () => {
  const other = join(folder, 'other');
  await select({ ...options, out: other });
  writeFileSync(join(other, 'best.onnx'), 'mine');
  rmSync(join(other, '.answer.json'));
  await select({ ...options, out: other });
  expect(existsSync(join(other, 'best.onnx'))).toBe(true);
});
