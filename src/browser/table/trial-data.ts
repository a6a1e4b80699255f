/** @file The trials of one row of the table. */
import type { TrialsPayload } from '../../report/in-page.js';

export interface ShownTrial {
  readonly replicate: number;
  /** `init 3, sample 4, order 3, noise 3` where the streams differ, else null. */
  readonly streams: string | null;
  readonly isFresh: boolean;
  readonly status: string;
  /** Null for an infinite one. */
  readonly loss: number | null;
  readonly seconds: number;
  readonly curve: string;
  /** Null where nothing failed; empty where the page has no room for the text. */
  readonly failure: string | null;
}

export function trialsOf(payload: TrialsPayload, row: number): ShownTrial[] {
  const from = payload.counts.slice(0, row).reduce((sum, count) => sum + count, 0);
  return Array.from({ length: payload.counts[row] ?? 0 }, (_, offset) => trialAt(payload, from + offset));
}

/** Of the indices in each stream, in their order; the last one only where the data are divided anew. */
function streamsText(indices: readonly number[]): string {
  const names = ['init', 'sample', 'order', 'noise', 'split'];
  return indices.map((index, place) => `${names[place]} ${index}`).join(', ');
}

function trialAt(payload: TrialsPayload, place: number): ShownTrial {
  const replicate = payload.replicates[place] ?? 0;
  const others = payload.streams[place] ?? 0;
  const failure = payload.failures[place] ?? 0;
  return {
    replicate,
    streams: others === 0 ? null : streamsText([replicate, ...others]),
    isFresh: payload.fresh[place] === 1,
    status: payload.statusNames[payload.statuses[place] ?? 0] ?? '',
    loss: payload.losses[place] ?? null,
    seconds: payload.seconds[place] ?? 0,
    curve: payload.curves[place] ?? '',
    failure: failure === 0 ? null : failure < 0 ? '' : (payload.failureTexts[failure - 1] ?? ''),
  };
}
