/** @file Server-sent events of one run: `glimpse` whenever what goes on has changed, `page` when another page can be had. */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Glimpse, RunView } from './watched-runs.js';

/** Proxies and phones give up what is silent. */
const LONGEST_SILENCE_MS = 20_000;
/** Whoever opens more has forgotten to close them. */
const MOST_STREAMS = 64;

const streams = new WeakMap<RunView, number>();

export function streamEvents(context: Context, view: RunView): Response {
  const open = streams.get(view) ?? 0;
  if (open >= MOST_STREAMS) return context.text('Too many pages are open.\n', 503);
  streams.set(view, open + 1);
  return streamSSE(context, async (stream) => {
    // Only the newest of each kind is worth sending to whoever reads slowly.
    const waiting = new Map<string, string>();
    let wake = () => {};
    const send = (event: string, data: string): void => {
      waiting.set(event, data);
      wake();
    };
    const stop = view.listen({
      glimpse: (glimpse: Glimpse) => send('glimpse', JSON.stringify(glimpse)),
      page: (version: number) => send('page', String(version)),
    });
    let isOpen = true;
    stream.onAbort(() => {
      isOpen = false;
      wake();
    });
    try {
      send('glimpse', JSON.stringify(view.glimpse()));
      while (isOpen) {
        for (const [event, data] of [...waiting]) {
          waiting.delete(event);
          await stream.writeSSE({ event, data });
        }
        if (waiting.size > 0 || !isOpen) continue;
        const timer = setTimeout(() => send('quiet', ''), LONGEST_SILENCE_MS);
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
