/** @file Limits that a caller may set beside the experiment: how many trainings at a time, how many and how long in all. */
import { InputError, inputError } from '../../core/index.js';
import type { Budget } from '../../evidence/drive/index.js';
import { openFilesRefusal } from '../open-files.js';

const MOST_WORKERS = 1024;

/** @throws InputError (`open-files`) where so many trainings at a time take more open files than this process may have. */
export function requireOpenFiles(workers: number): void {
  const refusal = openFilesRefusal(workers);
  if (refusal !== undefined) throw new InputError(refusal);
}

/** @throws InputError for anything but a whole number from 1 to 1,024. */
export function checkWorkers(workers: number): number {
  if (Number.isSafeInteger(workers) && workers >= 1 && workers <= MOST_WORKERS) return workers;
  throw badLimit('workers', workers, `a whole number from 1 to ${MOST_WORKERS}`);
}

/** @throws InputError for unknown limits and for values that limit nothing. */
export function checkLimits(budget: Budget): Budget {
  for (const [name, value] of Object.entries(budget) as [string, unknown][]) {
    if (name !== 'trials' && name !== 'minutes') throw badLimit(`budget.${name}`, value, 'the keys trials and minutes');
    if (value === undefined) continue;
    const isCount = name === 'trials';
    const fits = typeof value === 'number' && value > 0 && (!isCount || Number.isSafeInteger(value));
    if (!fits) throw badLimit(`budget.${name}`, value, isCount ? 'a whole number, at least 1' : 'a number above 0');
  }
  return budget;
}

function badLimit(name: string, value: unknown, allowed: string): InputError {
  return inputError`bad-limit: ${name} is ${typeof value === 'string' ? `"${value}"` : String(value)}.
    Allowed: ${allowed}
    Fix: Correct ${name}, or leave it out.`;
}
