/** @file Where the snapshot of a log lies, which is read in its place while somebody writes it on a shared file system. */
import { existsSync, rmSync } from 'node:fs';
import { sharedFileSystem } from './log-connection.js';

/** There only while a process writes the log, or after it was killed. */
export function snapshotOf(path: string): string {
  return `${path}-snapshot`;
}

/** The snapshot where there is one to be read in place of the log. */
export function publishedOf(path: string): string | undefined {
  const snapshot = snapshotOf(path);
  return existsSync(snapshot) && sharedFileSystem(path) !== undefined ? snapshot : undefined;
}

export function dropSnapshot(path: string): void {
  rmSync(snapshotOf(path), { force: true });
}
