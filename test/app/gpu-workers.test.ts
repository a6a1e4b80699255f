/** @file Real processes on two GPUs that an nvidia-smi on the path tells of: each training sees one, and no two share it. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { surefoot, temporaryFolder } from './command-line.js';

const GPUS = ['GPU-7fdaf0a5-179b-f636-d15d-daf243e3ff16', 'GPU-41255406-c9af-f94b-4ebf-9d57ad1853da'];
const MODULE = `import { appendFileSync } from 'node:fs';
export default async ({ x }, { seeds }) => {
  const [gpu, startedMs] = [process.env.CUDA_VISIBLE_DEVICES, Date.now()];
  await new Promise((resolve) => setTimeout(resolve, 60));
  appendFileSync(new URL('./seen.txt', import.meta.url), [gpu, startedMs, Date.now()].join(' ') + '\\n');
  return x + (seeds.init % 100) / 100;
};
`;
const TRAIN = `import { appendFileSync } from 'node:fs';
const startedMs = Date.now();
await new Promise((resolve) => setTimeout(resolve, 60));
appendFileSync('seen.txt', [process.env.CUDA_VISIBLE_DEVICES, startedMs, Date.now()].join(' ') + '\\n');
console.log(JSON.stringify({ loss: Math.random() }));
`;

const kept = { PATH: process.env.PATH, CUDA_VISIBLE_DEVICES: process.env.CUDA_VISIBLE_DEVICES };
let folder = '';
let cleanUp = () => {};
beforeEach(() => {
  folder = temporaryFolder((end) => (cleanUp = end));
  const listing = GPUS.map((uuid, index) => `GPU ${index}: NVIDIA A100 (UUID: ${uuid})`).join('\n');
  writeFileSync(join(folder, 'nvidia-smi'), `#!/bin/sh\ncat <<END\n${listing}\nEND\n`);
  chmodSync(join(folder, 'nvidia-smi'), 0o755);
  writeFileSync(join(folder, 't.mjs'), MODULE);
  writeFileSync(join(folder, 'train.mjs'), TRAIN);
  mkdirSync(join(folder, 'exchange'), { mode: 0o700 });
  process.env.PATH = `${folder}:${kept.PATH}`;
  delete process.env.CUDA_VISIBLE_DEVICES;
});
afterEach(() => {
  process.env.PATH = kept.PATH;
  if (kept.CUDA_VISIBLE_DEVICES !== undefined) process.env.CUDA_VISIBLE_DEVICES = kept.CUDA_VISIBLE_DEVICES;
  cleanUp();
});

function write(trainer: string, more = ''): void {
  const race = 'race: { rule: halving, warmup: 2, criterion: mean, maxReplicates: 4, finalTrials: 0 }';
  writeFileSync(join(folder, 'e.yaml'), `name: e\n${trainer}\nspace: { x: [1, 2, 3] }\n${race}\n${more}`);
  rmSync(join(folder, 'seen.txt'), { force: true });
}

/** Both were used, each by one training at a time. */
function requireOneEach(): void {
  const lines = readFileSync(join(folder, 'seen.txt'), 'utf8').trim().split('\n');
  const seen = lines
    .map((line) => line.split(' '))
    .map(([gpu, from, to]) => ({ gpu, from: Number(from), to: Number(to) }));
  expect(new Set(seen.map(({ gpu }) => gpu))).toEqual(new Set(GPUS));
  for (const one of seen) {
    const others = seen.filter((other) => other !== one && other.gpu === one.gpu);
    expect(others.filter(({ from, to }) => from < one.to && one.from < to)).toEqual([]);
  }
}

test('a worker with --gpus all has a training on each', async () => {
  write('trainer: { module: ./t.mjs }');
  const run = surefoot(['select', 'e.yaml', '--workers-at', 'exchange', '--quiet'], folder);
  const worker = await surefoot(['worker', 'exchange', '--gpus', 'all'], folder);
  expect(worker).toMatchObject({ status: 0 });
  expect(await run).toMatchObject({ status: 0 });
  requireOneEach();
});

test('a race on this machine has a training of a command on each', async () => {
  write(`trainer: { command: [${JSON.stringify(process.execPath)}, train.mjs], gpus: all, checkSeeds: false }`);
  expect(await surefoot(['select', 'e.yaml', '-w', '4', '--quiet'], folder)).toMatchObject({ status: 0 });
  requireOneEach();
});

test('a worker that cannot have a trial begun says so and ends', async () => {
  write('trainer: { module: ./t.mjs }', 'resources: { gpus: 1, minutes: 5 }');
  let stop = () => {};
  const run = surefoot(['select', 'e.yaml', '--workers-at', 'exchange', '--quiet'], folder, (child) => {
    stop = () => child.kill('SIGINT');
  });
  const [short, bare] = await Promise.all([
    surefoot(['worker', 'exchange', '--minutes-left', '4'], folder),
    surefoot(['worker', 'exchange', '--gpus', '3'], folder),
  ]);
  expect([short.status, short.stderr]).toEqual([
    2,
    expect.stringContaining('A training takes 5 minutes, but this worker has '),
  ]);
  expect([bare.status, bare.stderr]).toEqual([
    2,
    expect.stringContaining('--gpus asks for 3, but this machine has 2.'),
  ]);
  stop();
  await run;
});
