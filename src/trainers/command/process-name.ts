/** @file Names this process so that another one of the same machine can tell that it is no more. */
import { hostname } from 'node:os';
import { bootId, isRunning, pidNamespace, startTicks } from './proc.js';

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
