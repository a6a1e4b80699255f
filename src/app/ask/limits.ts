/** @file What this machine gives to trials: how many of them fit, and which devices each has. */

import { totalmem } from 'node:os';
import { type Candidate, type InputError, inputError, type Resources } from '../../core/index.js';
import type { Budget } from '../../evidence/drive/index.js';
import type { GpuDemand } from '../../experiment/index.js';
import { formatBytes, formatCount } from '../../report/index.js';
import {
  type DeviceShares,
  type FoundGpus,
  findGpus,
  findLimits,
  NO_DEVICES,
  shareDevices,
} from '../../work/here/index.js';

/** Trainings at the same time, whoever asks for them. */
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
 * For trainings here. `most`: all that there are, so many of them, or, undefined, those that the experiment names.
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

function tooFew(asked: string, { devices, problem }: FoundGpus): InputError {
  const found = devices.length > 0 ? formatCount(devices.length) : `none${problem === undefined ? '' : `: ${problem}`}`;
  return inputError`no-gpus: ${asked}, but this machine has ${found}.
    Allowed: as many GPUs as nvidia-smi -L lists and CUDA_VISIBLE_DEVICES leaves
    Fix: Train where there are GPUs (\`surefoot worker\` on such a machine), or lower \`resources.gpus\`.`;
}

/** At least: a parameter, its gradient and two states of an optimizer, 4 bytes each. */
const BYTES_PER_PARAMETER = 16;

/** At least: an outcome in the memory of the process that decides. */
const BYTES_PER_TRIAL = 500;

/** @throws InputError for a model whose training alone takes more memory than there is. */
export function requireMemoryForModel({ label }: Pick<Candidate, 'label'>, parameters: number): void {
  const [bytes, memory] = [parameters * BYTES_PER_PARAMETER, memoryBytes()];
  if (bytes <= memory) return;
  throw inputError`model-too-large: space: the candidate ${label} has ${formatCount(parameters)} parameters; training it takes at least ${formatBytes(bytes)}.
    Allowed: candidates that fit into the ${formatBytes(memory)} of memory here
    Fix: Take fewer units or filters, or leave such candidates out with \`constraints: { maxParameters: ... }\`.`;
}

/** `asked` names what asks for the trials, such as `race.warmup`. @throws InputError for more than memory holds. */
export function requireMemoryForTrials(trials: number, asked: string): void {
  const [bytes, memory] = [trials * BYTES_PER_TRIAL, memoryBytes()];
  if (bytes <= memory) return;
  throw inputError`too-many-trials: ${asked} asks for ${formatCount(trials)} trainings; their outcomes alone take at least ${formatBytes(bytes)}.
    Allowed: trainings that fit into the ${formatBytes(memory)} of memory here
    Fix: Lower ${asked}, or remove candidates.`;
}

/** The memory of this machine, or of the container that this process is held in. */
function memoryBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** @throws InputError for anything but a whole number from 1 to 1,024. */
export function checkWorkers(workers: number): number {
  if (Number.isSafeInteger(workers) && workers >= 1 && workers <= MOST_PLACES) return workers;
  throw badLimit('workers', workers, `a whole number from 1 to ${MOST_PLACES}`);
}

/** @throws InputError for unknown limits and for values that limit nothing. */
export function checkLimits(budget: Budget): Budget {
  for (const [name, value] of Object.entries(budget) as [string, unknown][]) {
    if (name !== 'trials' && name !== 'minutes') throw badLimit(`budget.${name}`, value, 'the keys trials and minutes');
    if (value === undefined) continue;
    const isCount = name === 'trials';
    const fits = typeof value === 'number' && value > 0 && (!isCount || Number.isSafeInteger(value));
    if (!fits) throw badLimit(`budget.${name}`, value, isCount ? 'a whole number, at least 1' : 'a number above 0');
  }
  return budget;
}

function badLimit(name: string, value: unknown, allowed: string): InputError {
  return inputError`bad-limit: ${name} is ${typeof value === 'string' ? `"${value}"` : String(value)}.
    Allowed: ${allowed}
    Fix: Correct ${name}, or leave it out.`;
}
