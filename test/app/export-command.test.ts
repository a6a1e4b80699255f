/** @file `surefoot export` and `surefoot train`: a trial of a run, from outside of it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { temporaryFolder, writeGratings } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

/** What a model says of one picture; its file also says why it was delivered. */
async function answersOf(path: string): Promise<readonly number[]> {
  const session = await InferenceSession.create(path);
  const picture = Float32Array.from({ length: 144 }, (_, place) => (place % 7) / 7);
  const { probabilities } = await session.run({ input: new Tensor('float32', picture, [1, 12, 12, 1]) });
  await session.release();
  return Array.from((probabilities as Tensor).data as Float32Array);
}

test('a network whose layer begins in its own way is exported as it was trained', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, {
    space: [
      'space:',
      '  layers:',
      '    - conv: { filters: 4, kernel: 3, activation: relu, initialization: lecun-normal }',
      '    - maxPool: 2',
      '    - dense: { units: 8, activation: tanh }',
      '  initialization: [he-uniform, glorot-normal]',
      '  batchSize: 32',
      '  epochs: 2',
    ].join('\n'),
    race: 'race: { warmup: 2, rule: halving, criterion: mean, finalTrials: 0 }',
  });
  expect((await surefoot(['select', 'gratings.yaml', '--out', 'run', '--quiet'], folder)).status).toBe(0);
  expect((await surefoot(['export', 'run', '--out', 'again.onnx'], folder)).status).toBe(0);
  const probabilities = await answersOf(join(folder, 'again.onnx'));
  expect(probabilities).toEqual(await answersOf(join(folder, 'run/model.onnx')));
  expect(probabilities.reduce((total, one) => total + one, 0)).toBeCloseTo(1, 5);
});

describe('after a race', () => {
  let folder = '';
  beforeAll(async () => {
    let cleanUp = (): void => {};
    folder = temporaryFolder((remove) => {
      cleanUp = remove;
    });
    writeGratings(folder);
    expect((await surefoot(['select', 'gratings.yaml', '--out', 'run'], folder)).status).toBe(0);
    return cleanUp;
  });

  const exportDelivered = (out: string) => {
    const { winner } = JSON.parse(readFileSync(join(folder, 'run/result.json'), 'utf8'));
    return surefoot(['export', 'run', '--replicate', String(winner.delivered.replicate), '--out', out], folder);
  };

  test('the trial that was delivered is model.onnx again', async () => {
    const { status, stdout } = await exportDelivered('again.onnx');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Wrote again\.onnx: .*=.* \(candidate c[0-9a-f]{8}, replicate \d+\), loss/);
    expect(await answersOf(join(folder, 'again.onnx'))).toEqual(await answersOf(join(folder, 'run/model.onnx')));
  });

  test('without a replicate it is the file that was delivered, and its line says which training that is', async () => {
    const { winner } = JSON.parse(readFileSync(join(folder, 'run/result.json'), 'utf8'));
    const { replicate, reason, among } = winner.delivered;
    expect(reason).toBe('nearest-to-mean');
    const delivered = readFileSync(join(folder, 'run/model.onnx'));
    for (const named of [[], ['--candidate', winner.candidate]]) {
      const { status, stdout } = await surefoot(['export', 'run', '--out', 'same.onnx', ...named], folder);
      expect(status).toBe(0);
      expect(stdout).toContain(`replicate ${replicate}), the fresh training nearest to the mean of all ${among}, loss`);
      expect(readFileSync(join(folder, 'same.onnx'))).toEqual(delivered);
    }
  });

  test('an eliminated candidate is trained again, with the logged loss', async () => {
    const store = openSqliteStore(join(folder, 'run/log.sqlite'), { readOnly: true });
    const [loser] = store.newestQuestion()?.decisions()[0]?.eliminated ?? [];
    const logged = store.outcomes().find(({ trial }) => trial.candidate === loser && trial.streams.init === 1);
    store.close();
    const ask = ['export', 'run', '--candidate', loser as string, '--replicate', '1', '--out', 'loser.onnx'];
    expect(await surefoot(ask, folder)).toMatchObject({ status: 0, stderr: '' });
    const best = await surefoot(['export', 'run', '--candidate', loser as string, '--out', 'best.onnx'], folder);
    expect(best.stdout).toMatch(/replicate \d+\), the (best of all \d+ trainings|only training), loss/);
    const train = ['train', 'gratings.yaml', '--candidate', loser as string, '--replicate', '1', '--json'];
    expect(JSON.parse((await surefoot(train, folder)).stdout)).toMatchObject({
      status: 'completed',
      loss: logged?.loss,
    });
  });

  test('a file that nobody named is written over no other', async () => {
    const path = join(folder, 'model.onnx');
    writeFileSync(path, 'of another program');
    expect(await surefoot(['export', 'run'], folder)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/model\.onnx already exists.*--out model\.onnx/s),
    });
    expect(readFileSync(path, 'utf8')).toBe('of another program');
    // Named it is, and what an export wrote is no other file.
    expect(await surefoot(['export', 'run', '--out', 'model.onnx'], folder)).toMatchObject({ status: 0 });
    expect(await surefoot(['export', 'run'], folder)).toMatchObject({ status: 0 });
  });

  test('a report elsewhere lists no files that it has not written', async () => {
    const { status, stdout } = await surefoot(['report', 'run', '--out', 'so-far.html'], folder);
    expect(status).toBe(0);
    expect(stdout).toContain('Wrote so-far.html.');
    expect(stdout).not.toMatch(/result\.json|trials\.csv|same command/);
    expect((await surefoot(['report', 'run', '--long'], folder)).stdout).toMatch(/result\.json.*trials\.csv/s);
  });

  test('the help of train names no number that stands for something else', async () => {
    const { stdout } = await surefoot(['train', '--help'], folder);
    expect(stdout.replace(/\s+/g, ' ')).toContain("(default: the experiment's) -o");
  });

  test('a flipped bit in every kept file is found, and no model is made of it', async () => {
    expect(await surefoot(['log', 'run', '--check'], folder)).toMatchObject({ status: 0 });
    const artifacts = join(folder, 'run/artifacts');
    const kept = readdirSync(artifacts).map((name) => join(artifacts, name, 'weights'));
    const flipAll = () => {
      for (const path of kept) {
        const bytes = readFileSync(path);
        bytes[20] = (bytes[20] as number) ^ 64;
        writeFileSync(path, bytes);
      }
    };
    flipAll();
    const { status, stdout } = await surefoot(['log', 'run', '--check'], folder);
    expect(status).toBe(1);
    expect(stdout.match(/^file artifacts\/.*\/weights: changed since its training wrote it$/gm)).toHaveLength(
      kept.length,
    );
    const exported = await exportDelivered('healed.onnx');
    expect(exported.status).toBe(0);
    expect(exported.stderr).toMatch(/\/weights is not what its training left.*trained again/s);
    const best = readFileSync(join(folder, 'run/model.onnx'));
    expect(await answersOf(join(folder, 'healed.onnx'))).toEqual(await answersOf(join(folder, 'run/model.onnx')));
    const { stderr } = await surefoot(['select', 'gratings.yaml', '--out', 'run'], folder);
    expect(stderr).toMatch(/is not what its training left/);
    expect(readFileSync(join(folder, 'run/model.onnx'))).toEqual(best);
    expect(readFileSync(join(folder, 'run/result.json'), 'utf8')).toMatch(/is not what its training left/);
    flipAll();
  });

  test('a trial that is not there, a run that is not there, other data', async () => {
    const ask = (...options: string[]) => surefoot(['export', 'run', '--out', 'no.onnx', ...options], folder);
    expect(await ask('--candidate', 'nobody')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/no completed training of "nobody"/),
    });
    expect(await ask('--replicate', '99')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/replicate 99.*replicates 0, 1/s),
    });
    expect(await surefoot(['export', 'nowhere'], folder)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/Fix: /),
    });
  });
});
