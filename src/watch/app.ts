/** @file The routes: pages, events, the list of runs, and commands where they are allowed. */
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import type { Access } from './access.js';
import { streamEvents } from './events.js';
import { comparePage, listPage, messagePage } from './pages.js';
import { readQuery } from './run-query.js';
import type { RunView, WatchSource } from './watched-runs.js';

export interface WatchAppOptions {
  readonly source: WatchSource;
  readonly access: Access;
  /** Whether commands are taken; without, there is no such route. */
  readonly takesCommands: boolean;
  /** Keeps a list of runs at its time. */
  readonly listScript: string;
}

const commandSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['pause', 'resume', 'stop']) }),
  z.strictObject({
    action: z.literal('extend'),
    trials: z.int().positive().max(10_000_000).optional(),
    minutes: z.number().positive().max(1_000_000).optional(),
  }),
]);

const MOST_COMMAND_BYTES = 1024;

export function createWatchApp({ source, access, takesCommands, listScript }: WatchAppOptions): Hono {
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
    const given = context.req.query('token');
    const isKnown = access.isKnown(given ?? getCookie(context, access.cookie));
    if (!isKnown) {
      deleteCookie(context, access.cookie);
      return context.text('Open the whole address that surefoot watch printed, with its token.\n', 403);
    }
    // From here on the token is in no address: the page takes it out of the one that is shown.
    if (given !== undefined)
      setCookie(context, access.cookie, given, { httpOnly: true, sameSite: 'Strict', path: '/' });
    context.header('Cache-Control', 'no-store');
    return next();
  });

  const pageOf = async (context: Context, view: RunView | undefined, home: string | null) => {
    if (view === undefined) return context.html(messagePage('There is no such run here.', home), 404);
    try {
      const { html, version, trainings } = await view.page();
      const settings = { version, trainings, control: takesCommands ? access.commandToken : null, home };
      return context.html(withSettings(html, settings));
    } catch (error) {
      return context.html(messagePage(error instanceof Error ? error.message : String(error), home, true), 503);
    }
  };
  const commandOf = async (context: Context, view: RunView | undefined) => {
    const isAllowed =
      access.isOrigin(context.req.header('origin')) && access.isCommandToken(context.req.header('x-surefoot-command'));
    if (!isAllowed) return context.json({ error: 'Commands come from a page of this server.' }, 403);
    if (view === undefined) return context.json({ error: 'There is no such run here.' }, 404);
    const text =
      Number(context.req.header('content-length') ?? Infinity) <= MOST_COMMAND_BYTES ? await context.req.text() : '';
    const read = commandSchema.safeParse(parsed(text));
    if (!read.success) return context.json({ error: 'No such command.' }, 400);
    return context.json(await view.command(read.data));
  };

  if (source.only !== undefined) {
    const { only } = source;
    app.get('/', (context) => pageOf(context, only, null));
    app.get('/events', (context) => streamEvents(context, only));
    if (takesCommands) app.post('/command', (context) => commandOf(context, only));
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
    if (takesCommands) {
      app.post('/run/:folder/command', (context) => commandOf(context, source.run(context.req.param('folder'))));
    }
  }
  // A folder that vanishes while it is read is no reason to end.
  app.onError((error, context) => context.html(messagePage(error.message, '/', true), 503));
  app.notFound((context) => context.html(messagePage('There is nothing here.', '/'), 404));
  return app;
}

/** What the page's script has to know; a `meta` that nothing but it reads. */
function withSettings(html: string, settings: object): string {
  const content = JSON.stringify(settings).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return html.replace('</head>', () => `<meta name="surefoot-watch" content="${content}">\n</head>`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
