/** @file Names a start of a worker: readable, and unlike any other. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Letters, digits, `.`, `_` and `-`. */
export function newWorkerId(): string {
  const host = hostname()
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 60);
  return `${host}-${process.pid}-${randomBytes(4).toString('hex')}`;
}
