/**
 * @file Finds the GPUs that this process may use: by UUID as `nvidia-smi -L` lists them, parts of a GPU (MIG) in place of the
 * whole, and no others than CUDA_VISIBLE_DEVICES and Slurm leave. Shares them among trials.
 */
import { spawnSync } from 'node:child_process';

export type Variables = Readonly<Record<string, string | undefined>>;

export interface FoundGpus {
  /** Each as CUDA_VISIBLE_DEVICES takes it: a UUID, or an entry of that variable as it was found. */
  readonly devices: readonly string[];
  /** Why there are none, as the end of a sentence; absent where there are some. */
  readonly problem?: string;
}

/** What `nvidia-smi -L` printed, or why it could not. */
type SmiAnswer = { readonly listing: string } | { readonly problem: string };

/** A driver that hangs is as good as none. */
const PATIENCE_MS = 20_000;

export function findGpus(variables: Variables = process.env, ask: () => SmiAnswer = askNvidiaSmi): FoundGpus {
  const visible = variables.CUDA_VISIBLE_DEVICES;
  // Such values hide all.
  if (visible !== undefined && /^(?:|-1|none|NoDevFiles)$/i.test(visible.trim()) && !isGranted(variables)) {
    return { devices: [], problem: `CUDA_VISIBLE_DEVICES is "${visible}"` };
  }
  if (visible !== undefined && visible.trim() !== '') return { devices: entriesOf(visible) };
  if (variables.SLURM_JOB_ID !== undefined) return grantedBySlurm(variables);
  const answer = ask();
  if ('problem' in answer) return { devices: [], problem: answer.problem };
  const devices = parseListing(answer.listing);
  return devices.length > 0 ? { devices } : { devices, problem: 'nvidia-smi lists none' };
}

/**
 * UUIDs of all that a computation can use, in the order of the listing: GPUs, and of one that is divided (MIG) its parts.
 * https://docs.nvidia.com/datacenter/tesla/mig-user-guide/ (device enumeration)
 */
function parseListing(listing: string): string[] {
  const gpus: { readonly uuid: string; readonly parts: string[] }[] = [];
  for (const line of listing.split('\n')) {
    const uuid = /\(UUID: ([^)\s]+)\)/.exec(line)?.[1];
    if (uuid === undefined) continue;
    if (/^\s+MIG\s/.test(line)) gpus.at(-1)?.parts.push(uuid);
    else gpus.push({ uuid, parts: [] });
  }
  return gpus.flatMap(({ uuid, parts }) => (parts.length === 0 ? [uuid] : parts));
}

/** A device after one that cannot be is not seen by CUDA either, but that is for the user to find. */
function entriesOf(visible: string): string[] {
  return [...new Set(visible.split(',').map((entry) => entry.trim()))].filter((entry) => entry !== '');
}

function isGranted(variables: Variables): boolean {
  return Number(variables.SLURM_GPUS_ON_NODE ?? 0) > 0;
}

/** Without CUDA_VISIBLE_DEVICES: Slurm knows how many, where its administrator has not said which device files they are. */
function grantedBySlurm(variables: Variables): FoundGpus {
  if (!isGranted(variables)) return { devices: [], problem: 'this Slurm job was given none (--gres=gpu:1)' };
  const named = entriesOf(variables.SLURM_JOB_GPUS ?? '');
  if (named.length > 0) return { devices: named };
  return { devices: Array.from({ length: Number(variables.SLURM_GPUS_ON_NODE) }, (_, index) => String(index)) };
}

function askNvidiaSmi(): SmiAnswer {
  const { error, status, stdout, stderr } = spawnSync('nvidia-smi', ['-L'], { encoding: 'utf8', timeout: PATIENCE_MS });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return { problem: 'there is no nvidia-smi' };
  if (error !== undefined) return { problem: `nvidia-smi could not be asked: ${error.message}` };
  if (status === 0) return { listing: stdout };
  const [said = ''] = `${stderr}${stdout}`.trim().split('\n');
  return { problem: `nvidia-smi failed with exit status ${status}: ${said.replace(/\.$/, '')}` };
}

/** `perTrial`: a whole number of devices, or a share of one, above 0. */
export interface DeviceShares {
  /** Places that have what a trial needs. */
  readonly places: number;
  /** What the processes of a place find in their environment. Places from `places` on begin again with the first device. */
  environmentOf(place: number): Readonly<Record<string, string>>;
}

/** Where trials have no devices: as many places as anybody likes, and nothing in the environment. */
export const NO_DEVICES: DeviceShares = { places: Number.POSITIVE_INFINITY, environmentOf: () => ({}) };

/** 1 / 3 is not quite a third. */
const ROUNDING = 1e-9;

export function shareDevices(devices: readonly string[], perTrial: number): DeviceShares {
  const groups =
    perTrial >= 1
      ? Array.from({ length: Math.floor(devices.length / perTrial) }, (_, index) =>
          devices.slice(index * perTrial, (index + 1) * perTrial),
        )
      : devices.map((device) => [device]);
  const sharers = perTrial >= 1 ? 1 : Math.floor(1 / perTrial + ROUNDING);
  return {
    places: groups.length * sharers,
    // Neighbours have different devices, so that a few trials spread over all of them.
    environmentOf: (place) => ({ CUDA_VISIBLE_DEVICES: (groups[place % groups.length] ?? []).join(',') }),
  };
}
