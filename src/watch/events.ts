/**
 * @file Server-sent events of one run: `glimpse` whenever what goes on has changed, `board` and `news` as trainings end, `page` when
 * another page can be had.
 */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { BoardPlace } from './board.js';
import type { RunView, ServedPage } from './watched-runs.js';

/** Proxies and phones give up what is silent. */
const LONGEST_SILENCE_MS = 20_000;
/** More were probably forgotten. */
const MOST_STREAMS = 64;

const streams = new WeakMap<RunView, number>();

interface Sent {
  readonly event: string;
  readonly data: string;
}

export function streamEvents(context: Context, view: RunView): Response {
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
