/** @file What toy trainings wrote down: lines `begin candidate/replicate pid` and `end candidate/replicate pid`. */
import { existsSync, readFileSync } from 'node:fs';

/** The lines written so far; the last may be on its way and is then left out. */
export function journalLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}

/** The processes that trained and are still there. */
export function runningTrainers(path: string): number[] {
  return [...trainersOf(path)].filter(isRunning);
}

/** Ids of the processes that trained. */
export function trainersOf(path: string): Set<number> {
  return new Set(journalLines(path).map((line) => Number(line.split(' ')[2])));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
