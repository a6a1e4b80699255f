/** @file What a worker says of its machine, and which trials it refuses to wait for. */
import { expect, test, vi } from 'vitest';
import { gpusHere, oversubscription, placesThatFit } from '../../src/app/ask/limits.js';
import { lacking, lackingModels, watchRoom } from '../../src/app/workers/room-watch.js';
import { leaveInTime, lookAtMachine, type MachineOptions } from '../../src/app/workers/worker-machine.js';
import { fitsInto, type Resources, type Room, type SeenWorker, type Trial } from '../../src/core/index.js';
import type { GpuDemand } from '../../src/experiment/index.js';

const NOW = 1_800_000_000_000;
const LIMITS = { cpus: 8, memoryMiB: 16_000 };
const TWO = () => ({ devices: ['GPU-a', 'GPU-b'] });

const look = (needs: Resources, options: MachineOptions = {}, gpus?: GpuDemand, limits: object = {}) =>
  lookAtMachine({ needsAt: () => needs, ...(gpus === undefined ? {} : { gpus }) }, options, NOW, {
    limits: { ...LIMITS, ...limits },
    find: TWO,
  });
const whole: GpuDemand = { devices: 'all', perTrial: 1 };

test('as many trials at the same time as fit', () => {
  expect(look({})).toMatchObject({ has: { cpus: 8, memoryMiB: 16_000 }, places: 8 });
  expect(look({ cpus: 3 }).places).toBe(2);
  expect(look({ memoryMiB: 5000 }).places).toBe(3);
  expect(look({}, { cpus: 2, memoryMiB: 100 })).toMatchObject({ has: { cpus: 2, memoryMiB: 100 }, places: 2 });
  expect(placesThatFit({ cpus: 16 }, LIMITS)).toBe(1);
});

test('one on each GPU, or on each share of one', () => {
  expect(look({ gpus: 1 }, {}, whole)).toMatchObject({ has: { gpus: 2 }, places: 2 });
  expect(look({ gpus: 0.25 }, {}, { devices: 'all', perTrial: 0.25 }).places).toBe(8);
  expect(look({ gpus: 1, cpus: 6 }, {}, whole).places).toBe(1);
  // Not asked for by the experiment, but by whoever starts the worker.
  const all = look({}, { gpus: 'all' });
  expect(all).toMatchObject({ has: { gpus: 2 }, places: 2 });
  expect([0, 1].map((place) => all.devices.environmentOf(place).CUDA_VISIBLE_DEVICES)).toEqual(['GPU-a', 'GPU-b']);
  expect(look({ gpus: 1 }, { gpus: 1 }, whole)).toMatchObject({ has: { gpus: 1 }, places: 1 });
  expect(look({}, { gpus: 0 }).has).toMatchObject({ gpus: 0 });
  expect(look({ gpus: 1 }, {}, { devices: ['3'], perTrial: 1 }).devices.environmentOf(0)).toEqual({
    CUDA_VISIBLE_DEVICES: '3',
  });
});

test('as many shares of a GPU as there are in one, however they are rounded', () => {
  for (const sharers of [2, 3, 5, 6, 7, 10, 11]) {
    const taken = Array.from({ length: sharers - 1 }, () => 1 / sharers).reduce((sum, share) => sum + share, 0);
    expect(fitsInto({ gpus: 1 / sharers }, { gpus: 1 - taken }), `${sharers}`).toBe(true);
    expect(fitsInto({ gpus: 1 / sharers }, { gpus: 1 - taken - 1 / sharers }), `${sharers}`).toBe(false);
  }
});

test('time that is left: as the user says, or until the Slurm job has to hand back', () => {
  expect(look({}).endsAtMs).toBeUndefined();
  expect(look({}, {}, undefined, { endsAt: NOW / 1000 + 600 }).endsAtMs).toBe(NOW + 480_000);
  expect(look({ minutes: 8 }, {}, undefined, { endsAt: NOW / 1000 + 600 }).endsAtMs).toBe(NOW + 480_000);
  expect(look({}, { endsAtMs: NOW + 5 }, undefined, { endsAt: NOW / 1000 + 600 }).endsAtMs).toBe(NOW + 5);
});

test('a machine on which no trial will ever fit says so', () => {
  const refusal = (needs: Resources, options: MachineOptions = {}, gpus?: GpuDemand, limits: object = {}) => {
    try {
      look(needs, options, gpus, limits);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(refusal({ memoryMiB: 16_001 })).toContain(
    'A training takes 16,001 MiB of memory, but this worker has 16,000.',
  );
  expect(refusal({ cpus: 4 }, { cpus: 3 })).toContain('A training takes 4 cores, but this worker has 3.');
  expect(refusal({ minutes: 9 }, {}, undefined, { endsAt: NOW / 1000 + 600 })).toContain(
    'takes 9 minutes, but this worker has 8.',
  );
  expect(refusal({ gpus: 1 }, { gpus: 0 }, whole)).toContain('A training takes a GPU, but this machine has none');
  expect(refusal({ gpus: 3 }, {}, { devices: 'all', perTrial: 3 })).toContain(
    'A training takes 3 GPUs, but this machine has 2.',
  );
  expect(refusal({}, { gpus: 3 })).toContain('--gpus asks for 3, but this machine has 2.');
  expect(() => gpusHere(whole, undefined, () => ({ devices: [], problem: 'there is no nvidia-smi' }))).toThrow(
    'none: there is no nvidia-smi',
  );
  expect(gpusHere(undefined).shares.places).toBe(Number.POSITIVE_INFINITY);
});

test('more memory promised than there is, is said', () => {
  expect(oversubscription({ memoryMiB: 1 }, 4)).toEqual([]);
  expect(oversubscription({ memoryMiB: 1e9 }, 2)).toEqual([
    expect.stringMatching(
      /^2 trainings at the same time may take 2,000,000,000 MiB of memory, but this machine has [\d,]+ MiB\.$/,
    ),
  ]);
});

test('a worker leaves in time: nothing is begun that would take too long, and what is not done is handed back', async () => {
  vi.useFakeTimers();
  const [finish, stop] = [new AbortController(), new AbortController()];
  const demand = { needsAt: () => ({ minutes: 3 }) };
  const callers = { finish: finish.signal, stop: stop.signal };
  const leaving = leaveInTime({ endsAtMs: Date.now() + 600_000 }, demand, callers);
  const state = () => [leaving.minutesLeft(), leaving.finish.aborted, leaving.stop.aborted];
  expect(state()).toEqual([10, false, false]);
  await vi.advanceTimersByTimeAsync(419_000);
  expect(state()).toEqual([expect.closeTo(3.02, 2), false, false]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(state()).toEqual([3, true, false]);
  await vi.advanceTimersByTimeAsync(180_000);
  expect(state()).toEqual([0, true, true]);
  leaving.close();
  const endless = leaveInTime({}, demand, callers);
  expect([endless.minutesLeft(), endless.finish]).toEqual([Number.POSITIVE_INFINITY, finish.signal]);
  vi.useRealTimers();
});

test('a run says what no worker has, and whom it has seen, once', async () => {
  const seen = (host: string, has: Room) => ({ host, has }) as SeenWorker;
  const workers = [seen('a', { cpus: 8, memoryMiB: 16_000, gpus: 1 }), seen('b', { cpus: 1 })];
  expect(lacking({ gpus: 4 }, workers)).toBeUndefined();
  expect(lacking({ gpus: 4 }, [])).toBeUndefined();
  const text = 'No worker has 4 GPUs, which one training takes. Workers seen: a with 8 cores, 1 GPU, 16,000 MiB.';
  expect(lacking({ gpus: 4 }, workers.slice(0, 1))).toBe(text);
  const [all, one] = [seen('a', {}), seen('b', { models: ['net'] })];
  expect(lackingModels(['net', 'near'], [all, one])).toBeUndefined();
  expect(lackingModels(['net', 'near'], [one])).toMatch(/^No worker can train near: .* Workers seen: b\.$/);
  const told: string[] = [];
  const demand = { needsAt: (attempt: number) => ({ memoryMiB: 10_000 * attempt }) };
  const watch = watchRoom(
    async () => workers.slice(0, 1),
    { demand, models: [] },
    (note) => told.push(note),
  );
  const retry = { kind: 'retry', trial: {} as Trial, failure: { kind: 'memory', message: '' }, attempt: 2 } as const;
  for (const event of [{ kind: 'workers', workers: 1 } as const, retry, retry]) {
    watch(event);
    await Promise.resolve();
    await Promise.resolve();
  }
  expect(told).toEqual([expect.stringContaining('No worker has 20,000 MiB, which one training takes')]);
});
