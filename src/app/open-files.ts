/**
 * @file How many files this process may have open at the same time: found by trying, since no two systems tell it alike. Where it is too
 * few, modules and trainings fail with words that lead elsewhere. It imports nothing of ours, so that it can be read where they cannot.
 */
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

/** Above what loading all modules takes, room by room, with what is open before: measured, below 140. */
const FEWEST = 256;
/** What a process has open before anything of ours, at most. */
const OPEN_BEFORE = 32;
/** What stays open once all is loaded, and what each training at the same time adds: its pipes. Measured: 32, and 2.5. */
const LOADED = 64;
const PER_PLACE = 4;

/** Says that this many trainings at a time take more than the limit; undefined where it is high enough. */
export function openFilesRefusal(places = 0): Refusal | undefined {
  const needed = Math.max(FEWEST, LOADED + PER_PLACE * places);
  const found = openable(needed - OPEN_BEFORE);
  if (found >= needed - OPEN_BEFORE) return undefined;
  const what = places === 0 ? 'Surefoot' : `${places} trainings at the same time`;
  return {
    code: 'open-files',
    what: `This process may open only ${found} more files; ${what} may need ${needed} in all.`,
    allowed: `a limit of ${needed} open files or more (ulimit -n)`,
    fix: `Raise the limit: ulimit -n ${Math.max(1024, needed)}${places === 0 ? '' : '. Or train fewer at the same time, with -w'}.`,
  };
}

/** The details of an error. This file cannot import its class: it is read before all else. */
interface Refusal {
  readonly code: string;
  readonly what: string;
  readonly allowed: string;
  readonly fix: string;
}

/** How many more files can be opened now, at most `most`. */
function openable(most: number): number {
  const opened: number[] = [];
  try {
    while (opened.length < most) opened.push(openSync(devNull, 'r'));
  } catch {
    // That many, and no more.
  }
  for (const file of opened) closeSync(file);
  return opened.length;
}
