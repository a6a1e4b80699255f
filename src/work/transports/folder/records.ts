/** @file What stands in the files of an exchange. Everything is read with a schema and a limit. */
import { z } from 'zod';
import {
  type Offer,
  type OfferedRun,
  RunError,
  runError,
  type SentFile,
  type WorkerReport,
} from '../../../core/index.js';
import { fromWire, MOST_OUTCOME_BYTES, type SentOutcome, toWire } from '../wire.js';

/** Bytes that a run's description may have, its candidates among them. */
export const MOST_RUN_BYTES = 256 * 2 ** 20;
/** Of all files that come with an outcome. */
export const MOST_TRIAL_FILE_BYTES = 512 * 2 ** 20;
/** Of all that is smaller. */
export const MOST_RECORD_BYTES = 16 * 2 ** 20;

const count = z.int().nonnegative();

const runSchema = z.object({
  version: z.literal(1),
  leaseMs: z.number().positive(),
  epoch: z.string(),
  run: z.unknown(),
});

const newsSchema = z.object({
  /** The epoch of `run`: a worker of another time sees that its run is over. */
  epoch: z.string(),
  /** Unlike the one before exactly where there may be something to claim. */
  change: count,
  /** Unlike the one before as long as there is a coordinator. */
  beat: count,
  /** Batches from the first on may be there; of the last, so many offers. */
  first: count,
  last: count,
  inLast: count,
  /** Offers that were lost or handed back: batch, offer, generation of the claim to be made. */
  again: z.array(z.tuple([count, count, count])),
});

const workerSchema = z.object({
  report: z.unknown(),
  /** Counts each word of it. */
  heard: count,
  /** Leases by their tokens, each with a counter of its renewals. */
  kept: z.record(z.string(), count),
  /** Tokens of what it has settled, of late. */
  settled: z.array(z.string()),
});

const seenSchema = z.object({
  open: count,
  held: count,
  done: count,
  /** Outcomes a minute, of late. */
  perMinute: z.number(),
  losses: count,
  workers: z.array(z.object({ id: z.string(), host: z.string(), places: count, holds: count, silentMs: z.number() })),
});

/** Beside an answer. */
const headSchema = z.object({ files: z.array(z.object({ path: z.string().max(4096), bytes: count })) });

export type News = z.output<typeof newsSchema>;
export type Seen = z.output<typeof seenSchema>;

export interface RunRecord {
  readonly leaseMs: number;
  /** Unlike that of any other time that a run of this id was opened. */
  readonly epoch: string;
  readonly run: OfferedRun;
}

export interface WorkerRecord {
  readonly report: WorkerReport;
  readonly heard: number;
  readonly kept: Readonly<Record<string, number>>;
  readonly settled: readonly string[];
}

export interface OutcomeHead extends SentOutcome {
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Where the bytes of the files begin. */
  readonly bodyAt: number;
}

export const write = {
  run: (record: RunRecord) => encode(toWire({ version: 1, ...record })),
  news: (news: News) => encode(JSON.stringify(news)),
  seen: (seen: Seen) => encode(JSON.stringify(seen)),
  offers: (offers: readonly Offer[]) => encode(toWire(offers)),
  worker: (record: WorkerRecord) => encode(toWire(record)),
  /** A line of JSON, then the bytes of the files, one after the other. */
  outcome: (answer: SentOutcome, files: readonly SentFile[]) => {
    const listed = files.map(({ path, bytes }) => ({ path, bytes: bytes.length }));
    return Buffer.concat([encode(`${toWire({ ...answer, files: listed })}\n`), ...files.map(({ bytes }) => bytes)]);
  },
};

export const read = {
  run: (bytes: Uint8Array): RunRecord =>
    parsed('run', () => {
      const { run, ...rest } = runSchema.parse(decode(bytes, MOST_RUN_BYTES));
      return { ...rest, run: fromWire.run(run) };
    }),
  news: (bytes: Uint8Array): News => parsed('news', () => newsSchema.parse(decode(bytes))),
  seen: (bytes: Uint8Array): Seen => parsed('seen', () => seenSchema.parse(decode(bytes))),
  offers: (bytes: Uint8Array): readonly Offer[] =>
    parsed('offers', () => z.array(z.unknown()).max(100_000).parse(decode(bytes)).map(fromWire.offer)),
  worker: (bytes: Uint8Array): WorkerRecord =>
    parsed('worker', () => {
      const { report, ...rest } = workerSchema.parse(decode(bytes));
      return { ...rest, report: fromWire.report(report) };
    }),
  head: (bytes: Uint8Array): OutcomeHead =>
    parsed('outcome', () => {
      const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(10);
      if (end < 0) throw new Error('no line');
      const head = decode(bytes.subarray(0, end), MOST_OUTCOME_BYTES);
      return { ...fromWire.answer(head), ...headSchema.parse(head), bodyAt: end + 1 };
    }),
};

export function encode(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

function decode(bytes: Uint8Array, most = MOST_RECORD_BYTES): unknown {
  if (bytes.length > most) throw new Error(`${bytes.length} bytes`);
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
}

function parsed<Value>(what: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (cause) {
    throw runError`exchange-damaged: A file of the exchange (${what}) is not what Surefoot wrote.
      Allowed: files that the same version of Surefoot wrote
      Fix: Use the same version for run and workers. If it already is the same, the disk is damaged: use another folder.
      Cause: ${cause}`;
  }
}

/** Undefined where its machine went down before it was whole on the disk: the next coordinator tells it anew. */
export function newsIfWhole(bytes: Uint8Array | undefined): News | undefined {
  return bytes === undefined ? undefined : unlessDamaged(() => read.news(bytes));
}

/** Undefined for what no coordinator of a run of this id has written. */
export function runIfWhole(bytes: Uint8Array, id: string): RunRecord | undefined {
  const record = unlessDamaged(() => read.run(bytes));
  return record?.run.id === id ? record : undefined;
}

/** Undefined for what no coordinator has written. */
export function seenIfWhole(bytes: Uint8Array | undefined): Seen | undefined {
  return bytes === undefined ? undefined : unlessDamaged(() => read.seen(bytes));
}

function unlessDamaged<Value>(parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RunError && error.code === 'exchange-damaged') return undefined;
    throw error;
  }
}
