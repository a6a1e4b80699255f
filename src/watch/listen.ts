/** @file Opens the port, and closes it with everything that is connected. */
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { type InputError, inputError } from '../core/index.js';

interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

interface ListenOptions {
  readonly host: string;
  /** 0 = any that is free. */
  readonly port: number;
}

const MOST_PORT = 65_535;

/** `make` gets the port and gives what serves. @throws InputError where the address cannot be used. */
export function listen({ host, port }: ListenOptions, make: (port: number) => Hono): Promise<Listening> {
  let app: Hono | undefined;
  if (port > MOST_PORT) return Promise.reject(unusable(host, port, `above ${MOST_PORT}`));
  return new Promise((done, fail) => {
    const server = serve(
      { fetch: (request, env) => (app as Hono).fetch(request, env), hostname: host, port },
      (info) => {
        app = make(info.port);
        done({ port: info.port, close: () => closeServer(server) });
      },
    ) as Server;
    server.on('error', (error: NodeJS.ErrnoException) =>
      fail(unusable(host, port, error.code ?? error.message, error)),
    );
  });
}

/** Whether this machine alone can connect. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    // Streams of events never end by themselves.
    server.closeAllConnections();
  });
}

function unusable(host: string, port: number, reason: string, cause?: unknown): InputError {
  const isTaken = reason === 'EADDRINUSE';
  return inputError`${isTaken ? 'port-in-use' : 'address-unusable'}: ${isTaken ? `Port ${port} of ${host} is in use.` : `The address ${host}, port ${port} cannot be used (${reason}).`}
    Allowed: a host name or address of this machine, and a port that is free
    Fix: ${isTaken ? 'Choose another with --port; 0 takes any that is free.' : 'Correct --host or --port.'}
    Cause: ${cause}`;
}
