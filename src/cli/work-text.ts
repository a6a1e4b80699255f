/** @file Who trains now, in words: for a run that goes on, and for runs and workers that meet at an address. */
import {
  formatDuration,
  formatQuantity,
  type Live,
  lookAt,
  oneLine,
  readLive,
  type SeenRun,
  stateOf,
} from '../app/commands.js';
import type { TransportAccess } from '../core/index.js';

/** A coordinator says something twice a second. */
const SILENT_MS = 15_000;

/** What the run in a folder is at, with its workers; empty where none goes on. `access`: where these meet at a queue. */
export async function workText(folder: string, access: TransportAccess): Promise<string> {
  const live = readLive(folder);
  if (live === undefined || live.state === 'ended') return '';
  const workers = live.workersAt === undefined ? '' : await workersText(live.workersAt, access, live);
  return `${liveText(live)}\n${workers}`;
}

function liveText(live: Live): string {
  const { host, pid, progress } = live;
  const state = stateOf(live);
  if (state === 'lost') return `The process that ran it is gone (${host}, ${pid}): the same command goes on.`;
  const { trials, throughput, workers } = progress;
  const pace = throughput === null ? '' : `, ${(throughput * 60).toPrecision(3)} a minute`;
  return `${state} on ${host} (${pid}): ${formatQuantity(trials.done, 'trial')} done${pace}, ${formatQuantity(workers, 'training')} at a time`;
}

async function workersText(address: string, access: TransportAccess, { host }: Live): Promise<string> {
  try {
    const runs = await lookAt(address, () => {}, access);
    return runs === undefined
      ? `Workers at ${address}, which is not there on this machine (see ${host}).\n`
      : exchangeText(runs);
  } catch {
    return `Workers at ${address}, which cannot be looked at from here (see ${host}).\n`;
  }
}

/** Each run with its workers. */
export function exchangeText(runs: readonly SeenRun[]): string {
  if (runs.length === 0) return 'No run is offered there.\n';
  return `${runs.flatMap(runLines).join('\n')}\n`;
}

function runLines({ name, open, held, done, perMinute, losses, silentMs, workers }: SeenRun): string[] {
  const lost = losses === 0 ? '' : `, ${formatQuantity(losses, 'lease')} lost`;
  const isSilent = silentMs === undefined || silentMs > SILENT_MS;
  const said = silentMs === undefined ? '' : ` for ${formatDuration(silentMs / 1000)}`;
  return [
    `${oneLine(name)}: ${formatQuantity(open, 'trial')} open, ${held} under way, ${done} done (${perMinute} in the last minute)${lost}`,
    ...(isSilent ? [`  nobody leads it now${said}: its command goes on with it`] : []),
    ...(workers.length === 0 ? ['  no workers'] : []),
    ...workers.map(
      (worker) =>
        `  ${worker.id}  ${formatQuantity(worker.places, 'training')} at a time, ${worker.holds} under way, heard of ${formatDuration(worker.silentMs / 1000)} ago`,
    ),
  ];
}
