/** @file Serves what there is to watch in a folder, a run or runs below it, to browsers, until it is closed. */
import { existsSync, statSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { InputError, inputError } from '../../core/index.js';
import { isLogThere, LogTail } from '../../evidence/log/index.js';
import { type Access, createAccess, createWatchApp, isLoopback, listen, type WatchSource } from '../../watch/index.js';
import { listScript } from '../folder/answer-folder.js';
import { RUN_FILES } from '../folder/run-files.js';
import { PageMaker } from './page-maker.js';
import { ListedFolder, runsBelow } from './run-list.js';
import { WatchedRun } from './watched-run.js';

export interface WatchOptions {
  readonly host: string;
  /** Absent: the usual one, or one of the next where that is in use. */
  readonly port?: number;
  /** Whether every browser that can connect may look: no code is asked for. */
  readonly isOpen: boolean;
  /** Called with the next address when one has opened a browser. */
  readonly onAddress?: (address: string) => void;
}

export interface Watching {
  /** What to open, with a code unless every browser may look: it opens one browser. */
  readonly address: string;
  /** The address without a code, for a browser that was let in already. */
  readonly place: string;
  close(): Promise<void>;
}

const USUAL_PORT = 4646;
const TRIED_PORTS = 10;

/** @throws InputError for what cannot be watched, and for an address that cannot be used. */
export async function startWatch(folder: string, { host, port, isOpen, onAddress }: WatchOptions): Promise<Watching> {
  const source = openWatchSource(folder);
  const shown = isEverywhere(host) ? (addressesOfThis()[0] ?? hostname()) : host;
  let place = '';
  let access: Access;
  const make = (found: number) => {
    place = `http://${shown.includes(':') ? `[${shown}]` : shown}:${found}/`;
    const onCode = (code: string) => onAddress?.(withCode(place, code));
    access = createAccess({ hosts: hostsOf(host), port: found, isOpen, onCode });
    return createWatchApp({ source, access, listScript: listScript() });
  };
  try {
    const listening = await listenSomewhere(host, port, make);
    return {
      get address() {
        return withCode(place, access.code);
      },
      place,
      close: async () => {
        source.close();
        await listening.close();
      },
    };
  } catch (error) {
    source.close();
    throw error;
  }
}

function withCode(place: string, code: string | undefined): string {
  return code === undefined ? place : `${place}?code=${code}`;
}

async function listenSomewhere(host: string, port: number | undefined, make: Parameters<typeof listen>[1]) {
  if (port !== undefined) return listen({ host, port }, make);
  for (let tried = USUAL_PORT; ; tried++) {
    try {
      return await listen({ host, port: tried }, make);
    } catch (error) {
      if (tried === USUAL_PORT + TRIED_PORTS - 1 || (error as { code?: unknown }).code !== 'port-in-use') throw error;
    }
  }
}

/** Names that a browser may have used to come here. */
function hostsOf(host: string): string[] {
  const local = ['localhost', '127.0.0.1', '::1'];
  if (isLoopback(host)) return [...new Set([...local, host])];
  const own = hostname().toLowerCase();
  if (isEverywhere(host)) return [...local, ...addressesOfThis(), own, `${own}.local`];
  return [host.toLowerCase()];
}

function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** The addresses of this machine, those that others can reach first. */
function addressesOfThis(): string[] {
  const found = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return found.toSorted((a, b) => Number(a.internal) - Number(b.internal)).map(({ address }) => address.toLowerCase());
}

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
  return inputError`no-run: ${what}
    Allowed: a folder with a ${RUN_FILES.log}, or one of such folders
    Fix: Give the run folder, e.g. runs/<name of the experiment>, or the folder of all runs, e.g. runs.`;
}
