/** @file What was recorded trial by trial: as a table to race on, as outcomes, and where it has gaps. */
import { type Outcome, replicateStreams } from '../../core/index.js';
import type { LossTable } from '../../questions/race/plan/index.js';
import type { ReplaySource } from './replay-source.js';

/** `areFailuresApart`: false where failures say nothing but what they count as. */
export function tableOf({ candidates, columns, failed }: ReplaySource, areFailuresApart = true): LossTable {
  const table = { candidates: candidates.map(({ id }) => id), columns };
  if (failed === undefined || !areFailuresApart) return table;
  return { ...table, failures: failed.map((column) => candidates.map((_, index) => column[index]?.kind)) };
}

/** Whether the candidate was trained on the replicate, whatever came of it. */
function isRecorded({ columns, failed }: ReplaySource, replicate: number, index: number): boolean {
  return !Number.isNaN(columns[replicate]?.[index] ?? Number.NaN) || failed?.[replicate]?.[index] !== undefined;
}

/** Of these replicates. */
export function trialsIn(source: ReplaySource, replicates: readonly number[]): number {
  let trials = 0;
  for (const replicate of replicates)
    source.candidates.forEach((_, index) => {
      if (isRecorded(source, replicate, index)) trials++;
    });
  return trials;
}

/** By candidate, so many trials from the beginning of the order. */
interface Asked {
  readonly order: readonly number[];
  readonly asked: Int32Array;
}

/** Trials that a race asked for and that are not recorded. */
export function gapsOf(source: ReplaySource, { order, asked }: Asked): number {
  let gaps = 0;
  asked.forEach((count, index) => {
    for (let place = 0; place < count; place++) {
      const replicate = order[place];
      if (replicate === undefined || !isRecorded(source, replicate, index)) gaps++;
    }
  });
  return gaps;
}

/** Those that are, by candidate in this order. */
export function outcomesAsked(source: ReplaySource, { order, asked }: Asked, ids: readonly string[]): Outcome[] {
  const indexOf = new Map(source.candidates.map(({ id }, index) => [id, index]));
  return ids
    .map((id) => indexOf.get(id) as number)
    .flatMap((index) =>
      order
        .slice(0, asked[index])
        .filter((replicate) => isRecorded(source, replicate, index))
        .map((replicate) => outcomeAt(source, replicate, index)),
    );
}

function outcomeAt({ candidates, columns, failed }: ReplaySource, replicate: number, index: number): Outcome {
  const given = columns[replicate]?.[index] ?? Number.NaN;
  const loss = Number.isNaN(given) ? Number.POSITIVE_INFINITY : given;
  const { kind: _, ...failure } = failed?.[replicate]?.[index] ?? {
    status: loss === Number.POSITIVE_INFINITY ? 'diverged' : 'completed',
    kind: undefined,
  };
  const candidate = candidates[index]?.id as string;
  const fidelity = { sampleSize: 0, epochs: 0 };
  const trial = { candidate, streams: replicateStreams(replicate), fidelity, repeat: 0 };
  return { trial, ...failure, loss, metrics: {}, lossPerEpoch: [], seconds: 0 };
}
