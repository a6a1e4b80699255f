/** @file What was recorded trial by trial: as a table to race on, as outcomes, and where it has gaps. */
import {
  type Candidate,
  type Direction,
  inputError,
  type Outcome,
  type RunHeader,
  replicateStreams,
  turned,
} from '../../../core/index.js';
import type { LossTable } from '../../race/plan/index.js';

/** Losses to be raced on: figures of a table, negated where they are scores; or those of a log. */
export interface ReplaySource {
  readonly name: string;
  readonly candidates: readonly Candidate[];
  readonly replicates: readonly string[];
  /** Losses by replicate, indexed as `candidates`; NaN where there is none, Infinity for a diverged trial. */
  readonly columns: readonly Float64Array[];
  readonly hash: string;
  readonly simulated: boolean;
  /** By replicate and candidate, the trials that failed; absent where nothing tells of them, as in a table. */
  readonly failed?: readonly (readonly (FailedTrial | undefined)[])[];
  /** The header of the log, where the source is one. */
  readonly header?: RunHeader;
}

/** What a trial that failed counts as stands in its column: Infinity, or NaN where the run's failure policy leaves it out. */
export interface FailedTrial extends Pick<Outcome, 'status' | 'failure'> {
  /** Undefined where the user wrote that such a failure is the worst outcome, and not one that says which candidate does not work. */
  readonly kind: string | undefined;
}

/** A table as a file or a page has it: figures by replicate, indexed as `candidates`; NaN where there is none. */
interface RecordedTable extends Pick<ReplaySource, 'name' | 'replicates' | 'columns' | 'hash'> {
  readonly candidates: readonly Omit<Candidate, 'label'>[];
}

/**
 * Its losses: the figures, or with `maximize` the scores, negated.
 * @throws InputError for one that is infinitely good: the best there is cannot be.
 */
export function sourceOfTable(table: RecordedTable, direction: Direction): ReplaySource {
  const { candidates, replicates } = table;
  const columns =
    direction === 'minimize'
      ? table.columns
      : table.columns.map((column) => column.map((score) => turned(score, direction)));
  for (const [replicate, column] of columns.entries()) {
    const index = column.indexOf(Number.NEGATIVE_INFINITY);
    if (index >= 0)
      throw inputError`infinitely-good: ${table.name}: candidate "${candidates[index]?.id}" has the best possible value, infinity, in replicate "${replicates[replicate]}".
        Allowed: finite values; Infinity only as the worst value, for a diverged training
        Fix: Correct that cell, or check --direction.`;
  }
  return { ...table, columns, candidates: candidates.map((one) => ({ ...one, label: '' })), simulated: false };
}

export function tableOf({ candidates, columns, failed }: ReplaySource): LossTable {
  const table = { candidates: candidates.map(({ id }) => id), columns };
  if (failed === undefined) return table;
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
  const fidelity = { sampleSize: 0 };
  const trial = { candidate, streams: replicateStreams(replicate), fidelity, repeat: 0 };
  return { trial, ...failure, loss, metrics: {}, lossPerEpoch: [], seconds: 0 };
}
