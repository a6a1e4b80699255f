/** @file What this machine gives to trials: how many of them fit, and which devices each has. */
import { type InputError, inputError, type Resources } from '../../core/index.js';
import type { GpuDemand } from '../../experiment/index.js';
import { formatCount } from '../../report/index.js';
import {
  type DeviceShares,
  type FoundGpus,
  findGpus,
  findLimits,
  NO_DEVICES,
  shareDevices,
} from '../../work/here/index.js';

const MOST_PLACES = 1024;

/** Trials that a machine can train at the same time by its cores (one each where nothing is said) and its memory: one at least. */
export function placesThatFit({ cpus = 1, memoryMiB = 0 }: Resources, has: Resources = findLimits()): number {
  const byCpus = Math.floor((has.cpus ?? Number.POSITIVE_INFINITY) / cpus);
  const byMemory = Math.floor((has.memoryMiB ?? Number.POSITIVE_INFINITY) / memoryMiB);
  return Math.max(1, Math.min(byCpus, byMemory, MOST_PLACES));
}

/** Says that so many trials at the same time take more memory than this machine has. */
export function oversubscription({ memoryMiB = 0 }: Resources, workers: number): string[] {
  const has = findLimits().memoryMiB;
  const takes = workers * memoryMiB;
  if (takes <= has) return [];
  const trainings = workers === 1 ? 'One training' : `${formatCount(workers)} trainings at the same time`;
  return [`${trainings} may take ${formatCount(takes)} MiB of memory, but this machine has ${formatCount(has)} MiB.`];
}

/** The devices of this machine, and how they are shared out. */
interface SharedGpus {
  readonly shares: DeviceShares;
  /** Absent where trials have none. */
  readonly count?: number;
}

/**
 * For those who train here. `most`: all that there are, so many of them, or, undefined, those that the experiment names.
 * @throws InputError where there are fewer than `most`, or than one trial takes.
 */
export function gpusHere(
  demand: GpuDemand | undefined,
  most?: 'all' | number,
  find: () => FoundGpus = findGpus,
): SharedGpus {
  if (demand === undefined && (most === undefined || most === 0)) return { shares: NO_DEVICES };
  const { devices: named, perTrial } = demand ?? { devices: 'all', perTrial: 1 };
  const found = most === undefined && named !== 'all' ? { devices: named } : find();
  if (typeof most === 'number' && most > found.devices.length) throw tooFew(`--gpus asks for ${most}`, found);
  const devices = typeof most === 'number' ? found.devices.slice(0, most) : found.devices;
  const shares = shareDevices(devices, perTrial);
  if (shares.places > 0) return { shares, count: devices.length };
  throw tooFew(`A training takes ${perTrial <= 1 ? 'a GPU' : `${formatCount(perTrial)} GPUs`}`, { ...found, devices });
}

/** The devices of this machine for those who train on it. @throws InputError where there are fewer than one trial takes. */
export function devicesHere(demand: GpuDemand | undefined): DeviceShares {
  return gpusHere(demand).shares;
}

function tooFew(asked: string, { devices, problem }: FoundGpus): InputError {
  const found = devices.length > 0 ? formatCount(devices.length) : `none${problem === undefined ? '' : `: ${problem}`}`;
  return inputError`no-gpus: ${asked}, but this machine has ${found}.
    Allowed: as many GPUs as nvidia-smi -L lists and CUDA_VISIBLE_DEVICES leaves
    Fix: Train where there are GPUs (\`surefoot worker\` on such a machine), or lower \`resources.gpus\`.`;
}
