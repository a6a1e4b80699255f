/**
 * @file Finding and ending every process that a command started, wherever it went. A child that leaves the process group
 * for a session of its own keeps its environment, so each command carries a mark there. Linux only, by /proc; elsewhere
 * the process group is all that can be found, and what left it stays.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** The environment variable that carries the marks; a run inside of a run adds its own to those it was given. */
export const MARKS_VARIABLE = 'SUREFOOT_MARKS';

const GIVE_UP_AFTER_MS = 5000;

/** What the processes of one command have in common. */
export interface Tree {
  /** Stands in the environment of all of them. */
  readonly mark: string;
  /** The process that was started, leader of its group; absent where only the mark is known. */
  readonly pid?: number;
}

/** A mark of its own for one command of the run that `runMark` names. */
export function newMark(runMark: string): string {
  return `${runMark}:${randomUUID()}`;
}

/** The value of {@link MARKS_VARIABLE} for a process that gets one more mark. */
export function withMark(mark: string): string {
  const inherited = process.env[MARKS_VARIABLE];
  return inherited === undefined ? mark : `${inherited} ${mark}`;
}

/** Kills every process of the tree, again and again until none is found; what the kernel holds on to is left after 5 s. */
export async function killTree(tree: Tree): Promise<void> {
  const startedMs = performance.now();
  let pauseMs = 1;
  while (killFound(tree) && performance.now() - startedMs < GIVE_UP_AFTER_MS) {
    await setTimeout(pauseMs);
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

/** Ends what a dead run started: every process with a mark of this run. */
export async function killRun(runMark: string): Promise<void> {
  if (process.platform === 'linux') await killTree({ mark: `${runMark}:` });
}

/** Resident memory of the whole tree in bytes; pages that several of its processes share count for each. 0 off Linux. */
export function residentBytes(tree: Tree): number {
  if (process.platform !== 'linux') return 0;
  return findTree(tree).reduce((sum, { pid }) => sum + residentOf(pid), 0);
}

/** Live processes (not those that are dead and wait to be collected) of the tree. */
export function findTree({ mark, pid: root }: Tree): readonly ProcessEntry[] {
  const entries = listProcesses();
  const inside = new Set(root === undefined ? [] : [root]);
  // Children come after their parents by chance only, so parents are followed until nothing is added.
  for (let before = -1; before !== inside.size; ) {
    before = inside.size;
    for (const { pid, parent, group } of entries) {
      if (inside.has(parent) || (root !== undefined && group === root)) inside.add(pid);
    }
  }
  return entries.filter(({ pid }) => pid !== process.pid && (inside.has(pid) || carries(pid, mark)));
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

const KERNEL_THREADS_PARENT = 2;

function listProcesses(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync('/proc')) {
    const first = name.charCodeAt(0);
    if (first < 48 || first > 57) continue;
    const stat = readQuietly(`/proc/${name}/stat`)?.toString('latin1');
    if (stat === undefined) continue;
    // The name of the program stands in parentheses and may hold anything, parentheses included.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ', 3) as [string, string, string];
    if (state === 'Z' || state === 'X' || Number(parent) === KERNEL_THREADS_PARENT) continue;
    entries.push({ pid: Number(name), parent: Number(parent), group: Number(group) });
  }
  return entries;
}

function carries(pid: number, mark: string): boolean {
  return readQuietly(`/proc/${pid}/environ`)?.includes(mark) ?? false;
}

function residentOf(pid: number): number {
  const status = readQuietly(`/proc/${pid}/status`)?.toString('latin1') ?? '';
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Undefined for a process that is gone, or somebody else's. */
function readQuietly(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
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
