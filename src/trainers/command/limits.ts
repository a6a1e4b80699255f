/** @file Limits what a trial may use of the machine, and watches over it. */
import type { Failure } from '../../core/index.js';
import { residentBytes, type Tree } from './process-tree.js';

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
