/** @file Data are read once: workers get them from the run, and read them themselves only where they may have changed. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openShared, shareDataset, sourceStates, workerDataset } from '../../src/app/ask/shared-dataset.js';
import { type DataSpec, type Dataset, dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import { WAIT_MS } from '../hang-guard.js';
import { surefoot, temporaryFolder } from './command-line.js';

const ROWS = Array.from({ length: 60 }, (_, row) => [
  ['red', 'green', ''][row % 3],
  row % 7 === 0 ? '' : (row / 7).toFixed(3),
  `2024-01-${String((row % 28) + 1).padStart(2, '0')}`,
  row % 5,
  row % 11,
  row % 2 === 0 ? '-0' : row,
]);
const TABLE = ['colour,size,day,weight,group,y', ...ROWS.map((row) => row.join(','))].join('\n');

/** A table with everything that a data set can have, in a folder whose temporary folder is its own. */
async function prepared() {
  const folder = temporaryFolder(onTestFinished);
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const file = join(folder, 'd.csv');
  writeFileSync(file, TABLE);
  const data = dataSpecSchema.parse({
    file: 'd.csv',
    target: 'y',
    task: 'regression',
    features: 'group',
    weights: 'weight',
    split: { by: 'group', repeated: true },
  }) as DataSpec;
  const sources = sourceStates(data, folder) ?? {};
  const dataset = await loadDataset(data, { baseFolder: folder });
  const load = (shared?: ReturnType<typeof share>): Promise<Dataset> =>
    workerDataset({ data: JSON.parse(JSON.stringify(data)), baseFolder: folder, dataHash: dataset.hash, ...shared });
  const share = () => {
    const sharing = shareDataset(dataset, sources);
    if (sharing === undefined) throw new Error('There was no room.');
    return sharing;
  };
  return { folder, temporary, file, dataset, share, load };
}

test('models of one data set share one file, which goes with the last of them', async () => {
  const { temporary, share } = await prepared();
  const [one, other] = [share(), share()];
  expect([other.shared.path, readdirSync(temporary).length]).toEqual([one.shared.path, 1]);
  one.release();
  expect(openShared(other.shared)).toBeDefined();
  other.release();
  expect(readdirSync(temporary)).toEqual([]);
  expect(share().shared.path).not.toBe(one.shared.path);
});

test('a worker has the very data of the run without reading its files, for this user alone, as long as the run is there', async () => {
  const { temporary, dataset, share } = await prepared();
  const { shared, release } = share();
  expect([statSync(shared.path).mode & 0o777, statSync(join(shared.path, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(dataset.encoding).toBeDefined();
  expect(dataset.division).toBeDefined();
  const handed = openShared(JSON.parse(JSON.stringify(shared)));
  expect(handed).toEqual(dataset);
  expect(
    Object.is(
      handed?.pool.targets.find((value) => value === 0),
      -0,
    ),
  ).toBe(true);
  release();
  expect(readdirSync(temporary)).toEqual([]);
  expect(openShared(shared)).toBeUndefined();
});

test('data that changed under a running race are noticed, files that were only touched are not refused', async () => {
  const { file, dataset, share, load } = await prepared();
  const sharing = share();
  const parsing = async () => (await load(sharing)) === undefined;
  expect(await load(sharing)).toEqual(dataset);
  // Nothing but a touch: the values are looked at.
  utimesSync(file, 1, 1);
  expect(openShared(sharing.shared)).toBeUndefined();
  expect(await load(sharing)).toEqual(dataset);
  writeFileSync(file, TABLE.replace('0.143', '0.144'));
  await expect(load(sharing)).rejects.toMatchObject({ code: 'data-changed' });
  rmSync(file);
  await expect(parsing()).rejects.toMatchObject({ code: 'data-unreadable' });
});

test('a damaged file is noticed, and the data are read instead', async () => {
  const { dataset, share, load } = await prepared();
  const sharing = share();
  const bytes = readFileSync(sharing.shared.path);
  for (const place of [0, 20, bytes.length >> 1, bytes.length - 1]) {
    const damaged = Buffer.from(bytes);
    damaged[place] = (damaged[place] as number) ^ 1;
    writeFileSync(sharing.shared.path, damaged);
    expect(openShared(sharing.shared)).toBeUndefined();
  }
  writeFileSync(sharing.shared.path, bytes.subarray(0, 30));
  expect(await load(sharing)).toEqual(dataset);
});

test('where there is no temporary folder, data are not shared, and that is no error', async () => {
  const { temporary, share } = await prepared();
  rmSync(temporary, { recursive: true });
  expect(share).toThrow('There was no room.');
});

test('a run leaves nothing of it, also when it is killed and another one comes', async () => {
  const { folder, temporary } = await prepared();
  writeFileSync(
    join(folder, 'e.yaml'),
    `name: e
data: { file: d.csv, target: y, task: regression }
space: { layers: [{ dense: { units: [2, 3] } }], epochs: 2 }
race: { finalTrials: 0, maxReplicates: 2 }
`,
  );
  let pid: number | undefined;
  const isShared = () =>
    readdirSync(temporary).some((name) => name.startsWith('surefoot-data-') && name.includes(`-${pid}-`));
  const killed = await surefoot(['select', 'e.yaml', '-w', '2'], folder, async (child) => {
    pid = child.pid;
    await vi.waitFor(() => expect(isShared()).toBe(true), { timeout: WAIT_MS, interval: 5 });
    child.kill('SIGKILL');
  });
  expect(killed.status).toBeNull();
  expect(isShared()).toBe(true);
  const { status } = await surefoot(['select', 'e.yaml', '-w', '2'], folder);
  expect(status).toBe(0);
  expect(readdirSync(temporary).filter((name) => name.startsWith('surefoot-data'))).toEqual([]);
});
