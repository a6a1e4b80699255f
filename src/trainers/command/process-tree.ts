/**
 * @file Finds and ends every process that a command started, wherever it went. A child that leaves the process group for a
 * session of its own keeps its environment, so each command has an entry of its own there. Linux only, by /proc; elsewhere
 * the process group is all that can be found, and what left it stays.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { hasEntry, listProcesses, type ProcessEntry, pidNamespace, residentOf } from './proc.js';

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

/** Resident memory of the whole tree in bytes; pages that several of its processes share count for each. 0 off Linux. */
export function residentBytes(tree: Tree): number {
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
