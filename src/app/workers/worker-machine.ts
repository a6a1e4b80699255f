/** @file What a worker says of its machine: what it has, for how long, and how many trials it trains at the same time. It ends before the machine is taken away. */
import { defined, inputError, type Resources } from '../../core/index.js';
import { systemClock } from '../../evidence/drive/index.js';
import type { TrialDemand } from '../../experiment/index.js';
import { formatCount } from '../../report/index.js';
import { type DeviceShares, type FoundGpus, findLimits, type MachineLimits } from '../../work/here/index.js';
import { WARNING_SECONDS } from '../../work/launchers/index.js';
import { gpusHere, placesThatFit } from '../ask/limits.js';

/** What the user says of the machine; the rest is found out. */
export interface MachineOptions {
  readonly cpus?: number;
  /** All that there are, or so many of them. */
  readonly gpus?: 'all' | number;
  readonly memoryMiB?: number;
  /** When the machine is taken away, in milliseconds since 1970 UTC. */
  readonly endsAtMs?: number;
}

interface WorkerMachine {
  readonly has: Resources;
  readonly devices: DeviceShares;
  /** Trials at the same time where no number is given. */
  readonly places: number;
  /** In milliseconds since 1970 UTC; absent where there is no end. */
  readonly endsAtMs?: number;
}

/** @throws InputError where no trial of this demand can ever be trained here. */
export function lookAtMachine(
  demand: TrialDemand,
  { cpus, gpus, memoryMiB, endsAtMs }: MachineOptions,
  nowMs: number,
  { limits = findLimits(), find }: { readonly limits?: MachineLimits; readonly find?: () => FoundGpus } = {},
): WorkerMachine {
  const { shares, count } = gpusHere(demand.gpus, gpus, find);
  const has: Resources = {
    cpus: cpus ?? limits.cpus,
    memoryMiB: memoryMiB ?? limits.memoryMiB,
    ...(count === undefined ? (gpus === 0 ? { gpus: 0 } : {}) : { gpus: count }),
  };
  // A Slurm job is warned before its end and then has to hand back: no trial is begun that needs that time.
  const slurmEndsAtMs = limits.endsAt === undefined ? undefined : (limits.endsAt - WARNING_SECONDS) * 1000;
  const until = endsAtMs ?? slurmEndsAtMs;
  const needs = demand.needsAt(1);
  requireRoom(needs, { ...has, ...(until === undefined ? {} : { minutes: (until - nowMs) / 60_000 }) });
  // Cores are not what bounds trials on GPUs, where nothing is said of them.
  const bounded = count === undefined ? needs : { cpus: 0, ...needs };
  return {
    has,
    devices: shares,
    places: Math.min(placesThatFit(bounded, has), shares.places),
    ...defined({ endsAtMs: until }),
  };
}

const UNITS = { cpus: 'cores', gpus: 'GPUs', memoryMiB: 'MiB of memory', minutes: 'minutes' } as const;

function requireRoom(needs: Resources, has: Resources): void {
  for (const name of Object.keys(UNITS) as (keyof typeof UNITS)[]) {
    const [needed, there] = [needs[name] ?? 0, has[name] ?? Number.POSITIVE_INFINITY];
    if (needed <= there) continue;
    throw inputError`machine-too-small: A training takes ${formatCount(needed)} ${UNITS[name]}, but this worker has ${formatCount(Math.max(0, Math.floor(there)))}.
      Allowed: a machine on which one training fits, as \`resources\` of the experiment describe it
      Fix: Start the worker on a larger machine, or lower \`resources.${name}\`.`;
  }
}

interface Leaving {
  /** Nothing more is claimed: as the caller says, or because no trial could be finished. */
  readonly finish: AbortSignal;
  /** What is under way is handed back: as the caller says, or because the time is over. */
  readonly stop: AbortSignal;
  readonly minutesLeft: () => number;
  close(): void;
}

/** Timers hold no more. */
const LONGEST_MS = 2 ** 31 - 1;

/** A trial that says nothing of its time is begun as long as there is any. */
export function leaveInTime(
  { endsAtMs }: Pick<WorkerMachine, 'endsAtMs'>,
  demand: TrialDemand,
  { finish, stop }: { readonly finish: AbortSignal; readonly stop: AbortSignal },
  nowMs: () => number = Date.now,
): Leaving {
  const minutesLeft = () => (endsAtMs === undefined ? Number.POSITIVE_INFINITY : (endsAtMs - nowMs()) / 60_000);
  if (endsAtMs === undefined) return { finish, stop, minutesLeft, close: () => {} };
  const [finishing, stopping] = [new AbortController(), new AbortController()];
  const leftMs = endsAtMs - nowMs();
  const neededMs = (demand.needsAt(1).minutes ?? 0) * 60_000;
  const timers = [
    [finishing, leftMs - neededMs],
    [stopping, leftMs],
  ] as const;
  const callOff = timers
    .filter(([, ms]) => ms < LONGEST_MS)
    .map(([controller, ms]) => systemClock.after(Math.max(0, ms), () => controller.abort()));
  return {
    finish: AbortSignal.any([finish, finishing.signal]),
    stop: AbortSignal.any([stop, stopping.signal]),
    minutesLeft,
    close: () => {
      for (const call of callOff) call();
    },
  };
}
