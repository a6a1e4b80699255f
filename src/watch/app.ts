/**
 * @file The server, listening where it is told to, and its routes: pages, the list of runs, and server-sent events of one run: `glimpse` whenever what goes on has changed, `board` and
 * `news` as trainings end, `page` when another page can be had. Nothing is taken but what an address says.
 */

import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import { type InputError, inputError } from '../core/index.js';
import type { Access } from './access.js';
import { comparePage, listPage, messagePage, openedPage } from './pages.js';
import { readQuery } from './run-query.js';
import type { BoardPlace, RunView, ServedPage, WatchSource } from './watched-runs.js';

interface WatchAppOptions {
  readonly source: WatchSource;
  readonly access: Access;
  /** Keeps a list of runs at its time. */
  readonly listScript: string;
}

const NO_CODE =
  'Open the whole address that surefoot watch gives, with its code. A code opens one browser; the next address is given once it is used.\n';

export function createWatchApp({ source, access, listScript }: WatchAppOptions): Hono {
  const app = new Hono();
  // A page brings its own policy, which names its scripts; what has none runs nothing.
  app.use(
    secureHeaders({
      xFrameOptions: 'DENY',
      strictTransportSecurity: false,
      referrerPolicy: 'no-referrer',
      crossOriginResourcePolicy: 'same-origin',
    }),
  );
  app.use(async (context, next) => {
    if (!access.isOurs(context.req.header('host'), context.req.header('origin'))) {
      return context.text('This server answers only to its own address.\n', 403);
    }
    if (!['GET', 'HEAD'].includes(context.req.method)) return context.text('This server is only read from.\n', 405);
    const known = getCookie(context, access.cookie);
    const code = context.req.query('code');
    if (code !== undefined) {
      // A request that only asks what there is uses no code up.
      const pass = context.req.method === 'GET' ? access.exchange(code) : undefined;
      if (pass !== undefined)
        setCookie(context, access.cookie, pass, { httpOnly: true, sameSite: 'Strict', path: '/' });
      if (pass !== undefined || access.isKnown(known)) {
        context.header('Cache-Control', 'no-store');
        return context.html(openedPage(withoutCode(context.req.url)));
      }
    }
    if (!access.isKnown(known)) {
      if (known !== undefined) deleteCookie(context, access.cookie);
      return context.text(NO_CODE, 403);
    }
    context.header('Cache-Control', 'no-store');
    return next();
  });

  const pageOf = async (context: Context, view: RunView | undefined, home: string | null) => {
    if (view === undefined) return context.html(messagePage('There is no such run here.', home), 404);
    try {
      const { html, version, trainings } = await view.page();
      return context.html(withSettings(html, { version, trainings, home }));
    } catch (error) {
      return context.html(messagePage(error instanceof Error ? error.message : String(error), home, true), 503);
    }
  };
  if (source.only !== undefined) {
    const { only } = source;
    app.get('/', (context) => pageOf(context, only, null));
    app.get('/events', (context) => streamEvents(context, only));
  } else {
    app.get('/', (context) =>
      context.html(
        listPage(
          source.title,
          source.runs(),
          readQuery((name) => context.req.query(name)),
          listScript,
        ),
      ),
    );
    app.get('/compare', (context) => {
      const asked = new Set(context.req.queries('run') ?? []);
      return context.html(comparePage(source.runs().filter(({ folder }) => asked.has(folder))));
    });
    app.get('/run/:folder', (context) => pageOf(context, source.run(context.req.param('folder')), '/'));
    app.get('/run/:folder/events', (context) => {
      const view = source.run(context.req.param('folder'));
      return view === undefined ? context.notFound() : streamEvents(context, view);
    });
  }
  // A folder that vanishes while it is read is no reason to end.
  app.onError((error, context) => context.html(messagePage(error.message, '/', true), 503));
  app.notFound((context) => context.html(messagePage('There is nothing here.', '/'), 404));
  return app;
}

/** The path and the rest of the query; an address of this server, whatever the code came with. */
function withoutCode(url: string): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.delete('code');
  // Two slashes would begin the name of another server.
  return `${pathname.replace(/^\/+/, '/')}${searchParams.size === 0 ? '' : `?${searchParams}`}`;
}

/** What the page's script has to know; a `meta` that nothing but it reads. */
function withSettings(html: string, settings: object): string {
  const content = JSON.stringify(settings).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return html.replace('</head>', () => `<meta name="surefoot-watch" content="${content}">\n</head>`);
}

/** Proxies and phones give up what is silent. */
const LONGEST_SILENCE_MS = 20_000;
/** More were probably forgotten. */
const MOST_STREAMS = 64;

const streams = new WeakMap<RunView, number>();

interface Sent {
  readonly event: string;
  readonly data: string;
}

function streamEvents(context: Context, view: RunView): Response {
  const open = streams.get(view) ?? 0;
  if (open >= MOST_STREAMS) return context.text('Too many pages are open.\n', 503);
  streams.set(view, open + 1);
  return streamSSE(context, async (stream) => {
    // Only the newest of each kind is worth sending to a slow reader; what that is, is asked when it is sent.
    const waiting = new Map<string, () => Sent | undefined>();
    let wake = () => {};
    const send = (kind: string, made: () => Sent | undefined): void => {
      waiting.set(kind, made);
      wake();
    };
    const courseNow = (): Sent | undefined => {
      const course = view.course();
      return course && { event: 'course', data: JSON.stringify(course) };
    };
    let known: BoardPlace | undefined;
    const boardNews = (): Sent | undefined => {
      const board = view.board(known);
      if (board === undefined) return undefined;
      known = { version: board.version, ended: board.ended };
      // Its chances are told by row.
      if ('axis' in board) waiting.set('course', courseNow);
      return { event: 'axis' in board ? 'board' : 'news', data: JSON.stringify(board) };
    };
    const stop = view.listen({
      glimpse: (glimpse) => send('glimpse', () => ({ event: 'glimpse', data: JSON.stringify(glimpse) })),
      board: () => send('board', boardNews),
      course: () => send('course', courseNow),
      page: (page) => send('page', () => ({ event: 'page', data: pageData(page) })),
    });
    let isOpen = true;
    stream.onAbort(() => {
      isOpen = false;
      wake();
    });
    try {
      send('glimpse', () => ({ event: 'glimpse', data: JSON.stringify(view.glimpse()) }));
      send('board', boardNews);
      while (isOpen) {
        for (const [kind, made] of [...waiting]) {
          waiting.delete(kind);
          const sent = made();
          if (sent !== undefined) await stream.writeSSE(sent);
        }
        if (waiting.size > 0 || !isOpen) continue;
        const timer = setTimeout(() => send('quiet', () => ({ event: 'quiet', data: '' })), LONGEST_SILENCE_MS);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        clearTimeout(timer);
      }
    } finally {
      stop();
      streams.set(view, (streams.get(view) ?? 1) - 1);
    }
  });
}

function pageData({ version, trainings }: Pick<ServedPage, 'version' | 'trainings'>): string {
  return JSON.stringify({ version, trainings });
}

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
