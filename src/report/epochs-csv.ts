/** @file What trials reported after each epoch, one row an epoch: beside the table of trials, whose rows it names. */
import type { Outcome, RunHeader } from '../core/index.js';
import { groupLosses } from './candidate-losses.js';
import { csvLine } from './csv-line.js';
import { streamsOf } from './trials-csv.js';

/** About 50 MB of text. */
const MOST_ROWS = 1_000_000;

/** Not where no trial reported anything, nor where there were more rows than anybody opens: the log has them all. */
export function hasEpochTable(outcomes: readonly Outcome[]): boolean {
  const rows = outcomes.reduce((sum, { lossPerEpoch }) => sum + lossPerEpoch.length, 0);
  return rows > 0 && rows <= MOST_ROWS;
}

/** Ordered as the table of trials; undefined where there is to be none. */
export function renderEpochsCsv(header: RunHeader, outcomes: readonly Outcome[]): string | undefined {
  if (!hasEpochTable(outcomes)) return undefined;
  const streams = streamsOf(outcomes);
  const ids = header.candidates.map(({ id }) => id);
  const lines = [csvLine(['candidate', ...streams, 'sampleSize', 'epochs', 'repeat', 'epoch', 'loss'])];
  for (const [candidate, { outcomes: ofCandidate }] of groupLosses(ids, outcomes)) {
    for (const { trial, lossPerEpoch } of ofCandidate) {
      const { streams: indices, fidelity, repeat } = trial;
      const named = [
        candidate,
        ...streams.map((stream) => String(indices[stream] ?? '')),
        String(fidelity.sampleSize),
        String(fidelity.epochs),
        String(repeat),
      ];
      for (const [epoch, loss] of lossPerEpoch.entries()) lines.push(csvLine([...named, String(epoch), String(loss)]));
    }
  }
  return lines.join('');
}
