/** @file What this machine gives to trials: how many of them fit, and who has which devices. */
import { InputError, type Resources } from '../../core/index.js';
import {
  type DeviceShares,
  type FoundGpus,
  findGpus,
  findLimits,
  NO_DEVICES,
  shareDevices,
} from '../../execution/index.js';
import type { GpuDemand } from '../../experiment/index.js';
import { formatCount } from '../../report/index.js';

/** Trials that this machine can train at the same time by its cores and its memory: one at least. */
export function placesThatFit({ cpus = 1, memoryMiB = 0 }: Resources, has: Resources = findLimits()): number {
  const byCpus = Math.floor((has.cpus ?? Number.POSITIVE_INFINITY) / cpus);
  const byMemory = Math.floor((has.memoryMiB ?? Number.POSITIVE_INFINITY) / memoryMiB);
  return Math.max(1, Math.min(byCpus, byMemory, MOST_PLACES));
}

const MOST_PLACES = 1024;

/** Says that so many trials at the same time take more memory than this machine has. */
export function oversubscription({ memoryMiB = 0 }: Resources, workers: number): string[] {
  const has = findLimits().memoryMiB;
  const takes = workers * memoryMiB;
  if (takes <= has) return [];
  const trials = workers === 1 ? 'One trial' : `${formatCount(workers)} trials at the same time`;
  return [`${trials} may take ${formatCount(takes)} MiB of memory, and this machine has ${formatCount(has)} MiB.`];
}

/**
 * The devices of this machine for those who train on it.
 * @throws InputError where there are fewer than one trial takes.
 */
export function devicesHere(demand: GpuDemand | undefined, find: () => FoundGpus = findGpus): DeviceShares {
  if (demand === undefined) return NO_DEVICES;
  const { devices, problem } = demand.devices === 'all' ? find() : { devices: demand.devices, problem: undefined };
  const shares = shareDevices(devices, demand.perTrial);
  if (shares.places > 0) return shares;
  const found = devices.length === 0 ? `none: ${problem}` : formatCount(devices.length);
  throw new InputError({
    code: 'no-gpus',
    what: `A trial takes ${demand.perTrial <= 1 ? 'a GPU' : `${formatCount(demand.perTrial)} GPUs`}, and this machine has ${found}.`,
    allowed: 'as many GPUs as nvidia-smi -L lists and CUDA_VISIBLE_DEVICES leaves',
    fix: 'Train where there are GPUs (`surefoot worker` on such a machine), or lower `resources.gpus`.',
  });
}
