/**
 * @file Run folders of another engine are read, and never added to; those of own trainers go on. `fixtures/other-engine` was
 * written by version 3, as far as it is of networks.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, onTestFinished, test, vi } from 'vitest';
import { select as selectAsBuilt } from '../../dist/app/index.js';
import { reportQuestion } from '../../src/app/conclude/report-question.js';
import { knownIn } from '../../src/app/folder/logged-run.js';
import { forgetTrial } from '../../src/app/folder/mend-run.js';
import { measure, select } from '../../src/app/index.js';
import { exportTrial } from '../../src/app/models/export-trial.js';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { temporaryFolder } from './command-line.js';

// Whatever this version is: it is another one.
vi.mock('../../src/core/ground/engine-version.js', async (original) => ({
  ...(await original<object>()),
  ENGINE_VERSION: 99,
}));

const BEST = 'c6af62a26_i1000000,s1000000,o1000000,n1000000_30_0-e2f99bd0ca08/weights';

/** A copy of what version 3 wrote. */
function folderOf(kind: 'network' | 'own'): { readonly experiment: string; readonly out: string } {
  const from = join('test/app/fixtures/other-engine', kind);
  const folder = temporaryFolder(onTestFinished);
  for (const name of readdirSync(from)) copyFileSync(join(from, name), join(folder, name));
  const out = join(folder, 'run');
  mkdirSync(join(out, 'artifacts', dirname(BEST)), { recursive: true });
  writeFileSync(join(out, 'log.sqlite'), gunzipSync(readFileSync(join(from, 'log.sqlite.gz'))));
  if (kind === 'network') copyFileSync(join(from, 'weights'), join(out, 'artifacts', BEST));
  return { experiment: join(folder, 'experiment.yaml'), out };
}

/** Without the lock, which says nothing. */
function contents(out: string) {
  const names = readdirSync(out).filter((name) => name !== '.lock');
  return names.map((name) => [name, name === 'log.sqlite' && readFileSync(join(out, name))]);
}

/** Whoever asks is told by the names that options have there. */
const refused = (out: string, fresh: string) =>
  expect.objectContaining({
    name: 'InputError',
    code: 'other-engine',
    message: expect.stringMatching(
      new RegExp(`by engine 3 \\(Surefoot 0\\.1\\.0\\)\\. This Surefoot has engine 99,.*${out}.*${fresh}.*report`, 's'),
    ),
  });

test.each(['select', 'measure', 'forget'] as const)(
  '%s adds nothing to it, and says both versions and the ways on',
  async (how) => {
    const { experiment, out } = folderOf('network');
    const before = contents(out);
    const asking = { select: () => select({ experiment, out }), measure: () => measure({ experiment, out }) };
    const asked = async () => (how === 'forget' ? forgetTrial(out, '1', 'why') : asking[how]());
    await expect(asked()).rejects.toThrow(
      how === 'forget' ? refused('--out', '--fresh') : refused('`out`', '`fresh: true`'),
    );
    expect(contents(out)).toEqual(before);
  },
);

test('it is reported as it is', async () => {
  const { out } = folderOf('network');
  const { report } = await reportQuestion(out);
  expect(report.record).toMatchObject({ winner: { candidate: 'c6af62a26' }, engine: [{ version: 3 }] });
});

test('kept weights are the model of before; those that are not kept are not trained again', async () => {
  const { out } = folderOf('network');
  const store = openSqliteStore(join(out, 'log.sqlite'), { readOnly: true });
  onTestFinished(() => store.close());
  const { model } = await exportTrial(store, out, {}, () => {});
  const session = await InferenceSession.create(model);
  onTestFinished(() => session.release());
  const picture = Float32Array.from({ length: 36 }, (_, place) => (place % 7) / 7);
  const { output } = await session.run({ input: new Tensor('float32', picture, [1, 6, 6, 1]) });
  const expected = [0.112959974, -0.360030532, -0.9803437, -0.707930148];
  for (const [place, value] of expected.entries()) expect(output?.data[place]).toBeCloseTo(value, 5);
  const other = expect.objectContaining({ name: 'InputError', code: 'weights-of-other-engine' });
  await expect(exportTrial(store, out, { replicate: 1 }, () => {})).rejects.toThrow(other);
  rmSync(join(out, 'artifacts'), { recursive: true });
  const { report, missing } = await reportQuestion(out);
  expect(report.record).toMatchObject({ winner: { candidate: 'c6af62a26', model: null } });
  expect(missing[0]).toEqual({ file: 'model.onnx', reason: expect.stringContaining('engine 3') });
  await expect(reportQuestion(out, undefined, { onlyLook: true })).resolves.toMatchObject({ written: 'nothing' });
});

test('an own trainer goes on where it was, without a word of an engine', async () => {
  const { experiment, out } = folderOf('own');
  const before = knownIn(out).ids;
  // As built: a module is loaded from any folder, whatever its name.
  const result = await selectAsBuilt({ experiment, out, budget: { trials: 20 } });
  expect([result.result.trials.used, result.result.winner?.candidate, [...before.values()].length]).toEqual([
    6,
    'c5bff452c',
    2,
  ]);
  expect(JSON.stringify(result.result.notices ?? [])).not.toMatch(/engine/);
});
