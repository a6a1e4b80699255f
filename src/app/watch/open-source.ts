/** @file Finds what there is to watch in a folder: a run, or runs below it. */
import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { InputError } from '../../core/index.js';
import { isLogThere, LogTail } from '../../evidence/log/index.js';
import type { WatchSource } from '../../watch/index.js';
import { RUN_FILES } from '../run-files.js';
import { PageMaker } from './page-maker.js';
import { ListedFolder, runsBelow } from './run-list.js';
import { WatchedRun } from './watched-run.js';

/** @throws InputError for a folder that is no run and holds none, and for a log that cannot be read. */
export function openWatchSource(folder: string): WatchSource {
  const log = join(folder, RUN_FILES.log);
  const pages = new PageMaker();
  if (isLogThere(log)) {
    // What is wrong with it is said before anything is served.
    new LogTail(log).news();
    const only = new WatchedRun(resolve(folder), pages);
    return { only, title: basename(resolve(folder)), runs: () => [], run: () => undefined, close: () => pages.close() };
  }
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  if (!isFolder) throw nothingToWatch(`There is no folder ${folder}.`);
  try {
    if (runsBelow(folder).length === 0)
      throw nothingToWatch(`There is no run in ${folder}, nor in the folders below it.`);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw nothingToWatch(`The folder ${folder} cannot be listed: ${(error as Error).message}.`);
  }
  const listed = new Map<string, ListedFolder>();
  const watched = new Map<string, WatchedRun>();
  return {
    only: undefined,
    title: `Runs in ${basename(resolve(folder))}`,
    runs: () => runsBelow(folder).map((name) => kept(listed, name, () => new ListedFolder(folder, name)).describe()),
    run: (name) =>
      runsBelow(folder).includes(name)
        ? kept(watched, name, () => new WatchedRun(resolve(folder, name), pages))
        : undefined,
    close: () => pages.close(),
  };
}

function kept<T>(map: Map<string, T>, name: string, make: () => T): T {
  const known = map.get(name);
  if (known !== undefined) return known;
  const made = make();
  map.set(name, made);
  return made;
}

function nothingToWatch(what: string): InputError {
  return new InputError({
    code: 'no-run',
    what,
    allowed: `a folder with a ${RUN_FILES.log}, or one of such folders`,
    fix: 'Give the run folder, e.g. runs/<name of the experiment>, or the folder of all runs, e.g. runs.',
  });
}
