/** @file A worker of this process as it describes itself to others. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Resources, WorkerReport } from '../../core/index.js';
import { environmentHere } from '../environment.js';

/** Unlike any other, and readable: letters, digits, `.`, `_` and `-`. */
export function newWorkerId(): string {
  const host = hostname()
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 60);
  return `${host}-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** `has`: for all of its places. */
export function reportOf(id: string, places: number, has: Resources): WorkerReport {
  return { id, host: hostname(), pid: process.pid, places, has, environment: environmentHere() };
}
