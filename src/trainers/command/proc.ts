/** @file Reads what Linux tells of processes in /proc, and names this one so that another of the same machine can tell that it is no more; elsewhere nothing is known. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** When it started, in clock ticks since the machine did. */
  readonly startTicks: number;
}

const KERNEL_THREADS_PARENT = 2;

/** Live processes, not those that are dead and wait to be collected. */
export function listProcesses(): ProcessEntry[] {
  return readdirSync('/proc').flatMap((name) => {
    const first = name.charCodeAt(0);
    const entry = first < 48 || first > 57 ? undefined : processEntry(name);
    return entry === undefined || entry.parent === KERNEL_THREADS_PARENT ? [] : [entry];
  });
}

/** Undefined for a process that has ended. */
export function startTicks(pid: number): number | undefined {
  return processEntry(String(pid))?.startTicks;
}

/** Whether the process that started then is still there; another may have got its number. */
export function isRunning(pid: number, startedTicks: number): boolean {
  return startTicks(pid) === startedTicks;
}

/** Whether `entry`, as `NAME=value`, is a whole entry of the environment that the process was started with. */
export function hasEntry(pid: number, entry: string): boolean {
  const environment = readQuietly(`/proc/${pid}/environ`);
  if (environment === undefined) return false;
  const wanted = Buffer.from(`${entry}\0`);
  for (let at = environment.indexOf(wanted); at >= 0; at = environment.indexOf(wanted, at + 1)) {
    if (at === 0 || environment[at - 1] === 0) return true;
  }
  return false;
}

/** Resident memory of a process in bytes. */
export function residentOf(pid: number): number {
  const status = readQuietly(`/proc/${pid}/status`)?.toString('latin1') ?? '';
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Names the numbering of processes that this one belongs to: containers have their own. Empty where it cannot be known. */
export function pidNamespace(pid: number | 'self'): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return '';
  }
}

/** Another one after each start of the machine; empty off Linux. */
export function bootId(): string {
  return readQuietly('/proc/sys/kernel/random/boot_id')?.toString('latin1').trim() ?? '';
}

function processEntry(pid: string): ProcessEntry | undefined {
  const stat = readQuietly(`/proc/${pid}/stat`)?.toString('latin1');
  if (stat === undefined) return undefined;
  // The name of the program stands in parentheses and may hold anything, parentheses included.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20);
  const [state, parent, group] = fields as [string, string, string];
  if (state === 'Z' || state === 'X') return undefined;
  return { pid: Number(pid), parent: Number(parent), group: Number(group), startTicks: Number(fields[19]) };
}

/** Undefined for a process that is gone, or somebody else's. */
function readQuietly(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Equal for no two processes, where the system tells what it takes. */
export function thisProcess(): string {
  return [...here(), process.pid, startTicks(process.pid) ?? 0].join('/');
}

/** False where it cannot be known, as of another machine's. */
export function isProcessGone(name: string): boolean {
  const [ticks, pid, ...place] = name.split('/').reverse();
  const isHere = bootId() !== '' && place.reverse().join('/') === here().join('/');
  return isHere && !isRunning(Number(pid), Number(ticks));
}

function here(): readonly string[] {
  return [hostname(), bootId(), pidNamespace('self')];
}
