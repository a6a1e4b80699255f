/** @file What a run tells the program that has started it: a line for each training and each decision. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseResult } from '../../src/report/index.js';
import { startSurefoot, temporaryFolder } from './command-line.js';

test('each training that ends and each decision that is made is told once, also by a quiet run', async () => {
  const folder = temporaryFolder(onTestFinished);
  const experiment = {
    name: 'told',
    trainer: { module: './train.mjs' },
    space: { x: [1, 2, 3] },
    race: { metric: 'accuracy', maxReplicates: 3, finalTrials: 2 },
    seed: 3,
    failures: { retries: 0 },
  };
  writeFileSync(join(folder, 'e.yaml'), JSON.stringify(experiment));
  writeFileSync(
    join(folder, 'train.mjs'),
    'export default ({ x }, { seeds }) => { if (x === 3 || process.env.SUREFOOT_EVENTS) throw new Error("no 3"); return 0.9 - x / 10 + (seeds.init % 100) / 1e4; };',
  );
  const told = async () => {
    const path = join(folder, 'events');
    writeFileSync(path, '');
    const args = ['select', 'e.yaml', '--out', 'run', '--quiet', '--workers', '1'];
    expect(await startSurefoot(args, folder, { SUREFOOT_EVENTS: path }).ended).toMatchObject({ status: 0 });
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as { readonly kind: string });
  };
  const events = await told();
  const { winner, decisions, trials } = parseResult(readFileSync(join(folder, 'run/result.json'), 'utf8'));
  const trainings = events.filter(({ kind }) => kind === 'training');
  expect(trainings).toHaveLength(trials.begun - trials.seedCheck);
  expect(trainings).toContainEqual({
    ...{ kind: 'training', id: expect.stringContaining(`${winner?.candidate}|i0`), candidate: winner?.candidate },
    ...{ label: 'x=1', config: { x: 1 }, replicate: 0, phase: 'race', status: 'completed', loss: null },
    ...{ metrics: { accuracy: expect.any(Number) }, seconds: expect.any(Number), failure: null },
    seeds: expect.objectContaining({ init: expect.any(Number) }),
  });
  expect(trainings.filter((one) => 'phase' in one && one.phase === 'fresh')).not.toHaveLength(0);
  const failed = { label: 'x=3', status: 'failed', loss: null, failure: expect.stringContaining('no 3') };
  expect(trainings).toContainEqual(expect.objectContaining(failed));
  const decided = events.filter(({ kind }) => kind === 'decision');
  expect(decided).toHaveLength(decisions.length);
  expect(decided.at(-1)).toMatchObject({ leader: winner?.candidate, value: expect.closeTo(0.8, 1) });
  // Nothing is told twice.
  expect((await told()).filter(({ kind }) => kind !== 'progress')).toEqual([]);
});
