/** @file Serves a run, or a folder of runs, to browsers, until it is closed. */
import { randomBytes } from 'node:crypto';
import { hostname, networkInterfaces } from 'node:os';
import { createAccess, createWatchApp, isLoopback, listen } from '../../watch/index.js';
import { listScript } from '../pages.js';
import { openWatchSource } from './open-source.js';

export interface WatchOptions {
  readonly host: string;
  /** Absent: the usual one, or one of the next where that is in use. */
  readonly port?: number;
  /** Whether pages may pause, stop and extend the run. */
  readonly takesCommands: boolean;
}

export interface Watching {
  /** What to open, with the token where one is needed. */
  readonly address: string;
  readonly isOpen: boolean;
  close(): Promise<void>;
}

const USUAL_PORT = 4646;
const TRIED_PORTS = 10;

/** @throws InputError for what cannot be watched, and for an address that cannot be used. */
export async function startWatch(folder: string, { host, port, takesCommands }: WatchOptions): Promise<Watching> {
  const source = openWatchSource(folder);
  const isOpen = !isLoopback(host);
  const token = isOpen ? randomBytes(16).toString('hex') : undefined;
  const commandToken = randomBytes(16).toString('hex');
  const make = (found: number) => {
    const secret = token === undefined ? {} : { token };
    const access = createAccess({ hosts: hostsOf(host), port: found, commandToken, ...secret });
    return createWatchApp({ source, access, takesCommands, listScript: listScript() });
  };
  try {
    const listening = await listenSomewhere(host, port, make);
    const shown = isEverywhere(host) ? (addressesOfThis()[0] ?? hostname()) : host;
    const query = token === undefined ? '' : `?token=${token}`;
    return {
      address: `http://${shown.includes(':') ? `[${shown}]` : shown}:${listening.port}/${query}`,
      isOpen,
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

/** Those that others can reach first. */
function addressesOfThis(): string[] {
  const found = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return found.toSorted((a, b) => Number(a.internal) - Number(b.internal)).map(({ address }) => address.toLowerCase());
}
