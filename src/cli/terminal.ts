/** @file What a stream can show. */

interface MaybeTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Columns to write: the terminal's own, at most 120; 80 where there is none. */
export function widthOf(stream: MaybeTerminal): number {
  return Math.max(60, Math.min(stream.columns ?? 80, 120));
}

/** Colours on a terminal, unless NO_COLOR (https://no-color.org) is set; FORCE_COLOR sets them anywhere. */
export function isColorful(stream: MaybeTerminal): boolean {
  if (process.env.NO_COLOR) return false;
  return process.env.FORCE_COLOR !== undefined || stream.isTTY === true;
}
