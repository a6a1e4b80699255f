/** @file What a machine has: GPUs as an nvidia-smi on the path lists them, shares of them, limits of control groups and Slurm. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findGpus, findLimits, shareDevices } from '../../../src/work/here/index.js';

const folder = mkdtempSync(join(tmpdir(), 'surefoot-smi-'));
const path = process.env.PATH;
afterAll(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

/** What is found where an nvidia-smi answers `-L` so. */
function found(script: string, variables: Record<string, string> = {}) {
  writeFileSync(join(folder, 'nvidia-smi'), `#!/bin/sh\n[ "$1" = -L ] || exit 2\n${script}\n`);
  chmodSync(join(folder, 'nvidia-smi'), 0o755);
  process.env.PATH = `${folder}:/usr/bin:/bin`;
  return findGpus(variables);
}

const listing = (text: string) => `cat <<'END'\n${text}\nEND`;
const TWO = listing(`GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-7fdaf0a5-179b-f636-d15d-daf243e3ff16)
GPU 1: NVIDIA A100-SXM4-80GB (UUID: GPU-41255406-c9af-f94b-4ebf-9d57ad1853da)`);
const PARTS = listing(`GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-7fdaf0a5-179b-f636-d15d-daf243e3ff16)
  MIG 3g.40gb     Device  0: (UUID: MIG-feb88891-0321-5fef-9c87-d4af3b54259e)
  MIG 1g.10gb     Device  1: (UUID: MIG-GPU-7fdaf0a5-179b-f636-d15d-daf243e3ff16/7/0)
GPU 1: NVIDIA A100-SXM4-80GB (UUID: GPU-41255406-c9af-f94b-4ebf-9d57ad1853da)`);

test('GPUs go by UUID, and the parts of one that is divided in its place', () => {
  const [first, second] = ['GPU-7fdaf0a5-179b-f636-d15d-daf243e3ff16', 'GPU-41255406-c9af-f94b-4ebf-9d57ad1853da'];
  expect(found(TWO)).toEqual({ devices: [first, second] });
  expect(found(PARTS).devices).toEqual(['MIG-feb88891-0321-5fef-9c87-d4af3b54259e', `MIG-${first}/7/0`, second]);
});

test('without GPUs it is said why', () => {
  expect(found('echo "No devices found."')).toEqual({ devices: [], problem: 'nvidia-smi lists none' });
  const failing = `echo "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Is it running?"; exit 9`;
  expect(found(failing).problem).toMatch(/^nvidia-smi failed with exit status 9: NVIDIA-SMI has failed/);
  rmSync(join(folder, 'nvidia-smi'));
  expect(findGpus({}).problem).toBe('there is no nvidia-smi');
});

test('what CUDA_VISIBLE_DEVICES and Slurm leave is all there is', () => {
  expect(found(TWO, { CUDA_VISIBLE_DEVICES: '1, GPU-41,1' }).devices).toEqual(['1', 'GPU-41']);
  for (const hidden of ['', '-1', 'NoDevFiles'])
    expect(found(TWO, { CUDA_VISIBLE_DEVICES: hidden })).toEqual({
      devices: [],
      problem: `CUDA_VISIBLE_DEVICES is "${hidden}"`,
    });
  expect(found(TWO, { SLURM_JOB_ID: '7' }).problem).toContain('was given none');
  expect(found(TWO, { SLURM_JOB_ID: '7', SLURM_GPUS_ON_NODE: '2', SLURM_JOB_GPUS: '2,3' }).devices).toEqual(['2', '3']);
  // Without device files, as administrators try Slurm out.
  expect(found(TWO, { SLURM_JOB_ID: '7', SLURM_GPUS_ON_NODE: '2', CUDA_VISIBLE_DEVICES: '' }).devices).toEqual([
    '0',
    '1',
  ]);
});

test('each place has devices of its own, or a share of one', () => {
  const seen = (devices: readonly string[], perTrial: number) => {
    const { places, environmentOf } = shareDevices(devices, perTrial);
    return Array.from({ length: places }, (_, place) => environmentOf(place).CUDA_VISIBLE_DEVICES);
  };
  expect(seen(['a', 'b'], 1)).toEqual(['a', 'b']);
  expect(seen(['a', 'b'], 0.5)).toEqual(['a', 'b', 'a', 'b']);
  expect(seen(['a'], 1 / 3)).toEqual(['a', 'a', 'a']);
  expect(seen(['a'], 0.3)).toEqual(['a', 'a', 'a']);
  expect(seen(['a', 'b', 'c', 'd', 'e'], 2)).toEqual(['a,b', 'c,d']);
  expect(seen(['a'], 2)).toEqual([]);
  expect(seen([], 1)).toEqual([]);
});

test('limits are the smallest of affinity, every control group upwards, and the Slurm job', () => {
  const files = (entries: Record<string, string>) => (name: string) => entries[name];
  const mine = Math.floor(totalmem() / 2 ** 20);
  expect(findLimits({}, files({}))).toEqual({ cpus: availableParallelism(), memoryMiB: mine });
  const second = {
    '/proc/self/cgroup': '0::/job/step\n',
    '/sys/fs/cgroup/job/step/memory.max': 'max\n',
    '/sys/fs/cgroup/job/memory.max': `${300 * 2 ** 20}\n`,
    '/sys/fs/cgroup/job/step/cpu.max': 'max 100000\n',
    '/sys/fs/cgroup/cpu.max': '150000 100000\n',
  };
  expect(findLimits({}, files(second))).toEqual({ cpus: 1, memoryMiB: 300 });
  const first = {
    '/proc/self/cgroup': '4:memory:/docker/x\n3:cpu,cpuacct:/docker/x\n0::/\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${200 * 2 ** 20}\n`,
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
  };
  expect(findLimits({}, files(first))).toEqual({ cpus: availableParallelism(), memoryMiB: 200 });
  const job = { SLURM_CPUS_ON_NODE: '1', SLURM_MEM_PER_NODE: '512', SLURM_JOB_END_TIME: '1764100000' };
  expect(findLimits(job, files({}))).toEqual({ cpus: 1, memoryMiB: 512, endsAt: 1764100000 });
  expect(findLimits({ SLURM_CPUS_PER_TASK: '1', SLURM_MEM_PER_CPU: '100' }, files({})).memoryMiB).toBe(100);
});
