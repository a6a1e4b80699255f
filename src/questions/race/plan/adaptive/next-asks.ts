/** @file What a race that decides trial by trial asks for next: its order of asks, as far ahead of the outcomes as its window allows. */
import type { AskedLoss } from './evidence.js';
import type { AdaptiveEnd, AdaptiveState } from './state.js';

export type NextAsks =
  | { readonly kind: 'asked'; readonly asks: readonly AskedLoss[] }
  | { readonly kind: 'wait'; readonly outcomes: number }
  | { readonly kind: 'finished'; readonly reason: AdaptiveEnd };

/** When `asked` trials were asked for in all, at most `most`; replicates are counted by candidate, from 0. */
export function nextAsks(
  { evidence, end, nextLook }: Pick<AdaptiveState, 'evidence' | 'end' | 'nextLook'>,
  window: (asked: number) => number,
  asked: number,
  most: number,
): NextAsks {
  if (end !== undefined) return { kind: 'finished', reason: end };
  const asks: AskedLoss[] = [];
  for (let place = asked; place < evidence.length && asks.length < most; place++) {
    if (place - window(place) > evidence.outcomes) break;
    asks.push({ candidate: evidence.sequence[place] as number, replicate: evidence.replicateAt[place] as number });
  }
  if (asks.length > 0) return { kind: 'asked', asks };
  const untilWindow = asked < evidence.length ? asked - window(asked) : nextLook;
  return { kind: 'wait', outcomes: Math.max(1, Math.min(untilWindow, nextLook) - evidence.outcomes) };
}
