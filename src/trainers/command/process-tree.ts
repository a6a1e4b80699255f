/**
 * @file Finds, limits and ends every process that a command started, wherever it went. A child that leaves the process group for a
 * session of its own keeps its environment, so each command has an entry of its own there. Linux only, by /proc; elsewhere
 * the process group is all that can be found, and what left it stays.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Failure } from '../../core/index.js';

const GIVE_UP_AFTER_MS = 5000;

/** What some processes have in common. */
export interface Tree {
  /** `NAME=value`, a whole entry in the environment of all of them. */
  readonly entry: string;
  /** The process that was started, leader of its group; absent where only the entry is known. */
  readonly pid?: number;
  /** Leaves out processes that are counted elsewhere, and those that are older. */
  readonly only?: { readonly namespace: string; readonly sinceTicks: number };
}

/** An entry for the environment of one command and all that it starts. */
export function newEntry(): readonly [name: string, value: string] {
  return [`SUREFOOT_COMMAND_${randomBytes(16).toString('hex')}`, '1'];
}

/** Kills every process of the tree, again and again until none is found; what the kernel holds on to is left after 5 s. */
export async function killTree(tree: Tree): Promise<void> {
  const startedMs = performance.now();
  let pauseMs = 1;
  while (killFound(tree) && performance.now() - startedMs < GIVE_UP_AFTER_MS) {
    await pause(pauseMs);
    pauseMs = Math.min(50, pauseMs * 2);
  }
}

/** The same at once and only once, for a process that is about to end. */
export function killFound(tree: Tree): boolean {
  if (process.platform !== 'linux') return killGroup(tree);
  const found = findTree(tree);
  for (const { pid } of found) kill(pid);
  return found.length > 0;
}

/** Resident memory of the whole tree in bytes; pages that several of its processes share count for each. 0 off Linux. */
function residentBytes(tree: Tree): number {
  if (process.platform !== 'linux') return 0;
  return findTree(tree).reduce((sum, { pid }) => sum + residentOf(pid), 0);
}

/** Live processes of the tree. */
function findTree({ entry, pid: root, only }: Tree): readonly ProcessEntry[] {
  const entries = listProcesses();
  const inside = new Set(root === undefined ? [] : [root]);
  // Children come after their parents by chance only, so parents are followed until nothing is added.
  for (let before = -1; before !== inside.size; ) {
    before = inside.size;
    for (const { pid, parent, group } of entries) {
      if (inside.has(parent) || (root !== undefined && group === root)) inside.add(pid);
    }
  }
  return entries.filter(({ pid, startTicks }) => {
    if (pid === process.pid || !(inside.has(pid) || hasEntry(pid, entry))) return false;
    return only === undefined || (startTicks >= only.sinceTicks && pidNamespace(pid) === only.namespace);
  });
}

function killGroup({ pid }: Tree): boolean {
  return pid !== undefined && kill(process.platform === 'win32' ? pid : -pid);
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

export interface Limits {
  /** Wall time of a trial. */
  readonly timeoutMs?: number;
  /** Resident memory of the whole process tree; Linux only. */
  readonly memoryMiB?: number;
}

const POLL_EVERY_MS = 200;
const MIB = 1024 * 1024;

/** Calls `onBreach` once, when a limit is broken; the returned function ends the watch. */
export function watchLimits(limits: Limits, tree: Tree, onBreach: (failure: Failure) => void): () => void {
  const { timeoutMs, memoryMiB } = limits;
  const breach = (failure: Failure) => {
    stop();
    onBreach(failure);
  };
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => breach({ kind: 'timeout', message: `It took longer than ${timeoutMs / 1000} s.` }), timeoutMs);
  const poll =
    memoryMiB === undefined
      ? undefined
      : setInterval(() => {
          const usedMiB = residentBytes(tree) / MIB;
          if (usedMiB <= memoryMiB) return;
          breach({
            kind: 'memory',
            message: `It took ${Math.ceil(usedMiB)} MiB of memory, more than ${memoryMiB} MiB.`,
          });
        }, POLL_EVERY_MS);
  const stop = () => {
    clearTimeout(timer);
    clearInterval(poll);
  };
  return stop;
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** When it started, in clock ticks since the machine did. */
  readonly startTicks: number;
}

const KERNEL_THREADS_PARENT = 2;

/** Live processes, not those that are dead and wait to be collected. */
function listProcesses(): ProcessEntry[] {
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
function hasEntry(pid: number, entry: string): boolean {
  const environment = readQuietly(`/proc/${pid}/environ`);
  if (environment === undefined) return false;
  const wanted = Buffer.from(`${entry}\0`);
  for (let at = environment.indexOf(wanted); at >= 0; at = environment.indexOf(wanted, at + 1)) {
    if (at === 0 || environment[at - 1] === 0) return true;
  }
  return false;
}

/** Resident memory of a process in bytes. */
function residentOf(pid: number): number {
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
