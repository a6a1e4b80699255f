/** @file Sets of trainings of one candidate in which exactly some streams of randomness differ, and all others are the same. */
import { groupBy, STREAM_NAMES, type Trial } from '../../core/index.js';

interface TrialSet<Told> {
  /** `init`, `init+sample`. */
  readonly streams: string;
  readonly trials: readonly Told[];
}

/**
 * Streams as races and studies number them: what varies has the same index in all of its streams, what is held stays at 0. Few streams
 * first; sets of one training are left out, and so are trainings that repeat equal seeds, or got another amount of training than most.
 */
export function trialsByStreams<Told extends { readonly trial: Trial }>(
  all: readonly Told[],
): readonly TrialSet<Told>[] {
  const alike = likeMost(all).filter(({ trial }) => trial.repeat === 0);
  const sets = new Map<string, Told[]>();
  const held: Told[] = [];
  for (const told of alike) {
    const moved = STREAM_NAMES.filter((name) => (told.trial.streams[name] ?? 0) !== 0);
    const isTogether = new Set(moved.map((name) => told.trial.streams[name])).size === 1;
    const name = moved.join('+');
    if (moved.length === 0) held.push(told);
    else if (isTogether) sets.set(name, [...(sets.get(name) ?? []), told]);
  }
  return [...sets]
    .map(([streams, trials]) => ({ streams, trials: [...held, ...trials] }))
    .filter(({ trials }) => trials.length > 1)
    .sort((a, b) => countOf(a.streams) - countOf(b.streams) || orderOf(a.streams) - orderOf(b.streams));
}

/** The set in which most streams differ; all trainings where there is none. */
export function mostApart<Told extends { readonly trial: Trial }>(all: readonly Told[]): readonly Told[] {
  return trialsByStreams(all).at(-1)?.trials ?? all;
}

function countOf(streams: string): number {
  return streams.split('+').length;
}

function orderOf(streams: string): number {
  return STREAM_NAMES.findIndex((name) => streams.startsWith(name));
}

/** Of several sample sizes the one with most trainings, of these the largest. */
function likeMost<Told extends { readonly trial: Trial }>(all: readonly Told[]): readonly Told[] {
  const bySize = groupBy(all, ({ trial: { fidelity } }) => fidelity.sampleSize);
  const sizeOf = ([one]: readonly Told[]): number => one?.trial.fidelity.sampleSize || Number.POSITIVE_INFINITY;
  const [most = []] = [...bySize.values()].sort((a, b) => b.length - a.length || (sizeOf(b) > sizeOf(a) ? 1 : -1));
  return most;
}
