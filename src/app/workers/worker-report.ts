/** @file This process as transports need it, and its worker as it describes itself to others. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Room, WorkerReport } from '../../core/index.js';
import { waitingClock } from '../../evidence/drive/index.js';
import { isProcessGone, thisProcess } from '../../trainers/index.js';
import type { TransportHost } from '../../work/transports/index.js';
import { environmentHere } from '../environment.js';

/** Unlike any other, and readable: letters, digits, `.`, `_` and `-`. */
export function newWorkerId(): string {
  const host = hostname()
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 60);
  return `${host}-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** `has`: for all of its places. */
export function reportOf(id: string, places: number, has: Room): WorkerReport {
  return { id, host: hostname(), pid: process.pid, places, has, environment: environmentHere() };
}

export function thisHost(): TransportHost {
  return { clock: waitingClock, owner: thisProcess(), isGone: isProcessGone };
}
