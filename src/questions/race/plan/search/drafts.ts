/**
 * @file The drafts that a searching race chooses among when candidates join: draws from anywhere, and steps from good ones, as many and as wide
 * whatever the space.
 */
import type { Draft, DraftSource } from './newcomers.js';

/** Steps are taken from so many of the best of a kind. */
export const FROM_BEST = 5;
/** Of numbers, one after the other: from across the range to the last digits that matter. */
const WIDTHS = [0.2, 0.1, 0.05, 0.02, 0.01];
/** In a round. */
const STEPS = 60;
const FROM_ANYWHERE = 60;

type Names = readonly (string | number)[];

export function drawnAnywhere(source: DraftSource, names: Names): Draft[] {
  return numbered(FROM_ANYWHERE, (step) => source.anywhere(...names, step));
}

/** From each of `from` in turn, at least one: candidates by their ids, or drafts. */
export function stepsFrom(
  source: DraftSource,
  from: readonly (string | Draft)[],
  round: number,
  names: Names,
): Draft[] {
  return numbered(STEPS, (step) => {
    const width = WIDTHS[Math.floor(step / from.length) % WIDTHS.length] as number;
    return source.near(from[step % from.length] as string | Draft, width, ...names, round, step);
  });
}

function numbered(count: number, draftAt: (step: number) => Draft | undefined): Draft[] {
  return Array.from({ length: count }, (_, step) => draftAt(step)).filter((draft) => draft !== undefined);
}
