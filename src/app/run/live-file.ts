/**
 * @file `live.json`: what a run folder says of the run that goes on in it, beside the log: what is being trained now, how fast, and
 * for how long still. Written by the process that runs, read by others; whatever it says of outcomes, the log is right.
 */
import fs from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { FileNotRead, type InputError, inputError, readRegularFile } from '../../core/index.js';
import { isAlive } from '../../evidence/log/index.js';
import { RUN_FILES } from '../folder/run-files.js';

export const LIVE_FORMAT = 'surefoot-live';
export const LIVE_VERSION = 1;

const count = z.int().nonnegative();
const amount = z.number().nullable();
const span = z.object({ least: amount, most: amount });

const progressSchema = z.object({
  phase: z.string(),
  round: count,
  /** Seconds of wall time: of this stretch, and of all. */
  elapsedSeconds: z.number(),
  totalSeconds: z.number(),
  workers: count,
  trials: z.object({ done: count, running: count, failed: count, diverged: count }),
  /** Trials a second, of late. */
  throughput: amount,
  remaining: z
    .object({ kind: z.enum(['exact', 'range', 'at-most']), trials: span, seconds: span.nullable() })
    .nullable(),
  leaders: z.array(z.object({ candidate: z.string(), value: amount, trials: count })),
  contested: count.nullable(),
  decisions: count,
  failures: z.array(
    z.object({
      candidate: z.string(),
      replicate: count,
      kind: z.string(),
      message: z.string(),
      atSeconds: z.number(),
    }),
  ),
});

const logExtent = z.object({
  id: z.string(),
  outcomes: count,
  decisions: count,
  conclusions: count,
  chain: z.string(),
});

const liveSchema = z.object({
  format: z.literal(LIVE_FORMAT),
  version: z.literal(LIVE_VERSION),
  /** How far the log went when this was written. */
  log: logExtent,
  pid: z.int().positive(),
  host: z.string(),
  /** When the work of this process began; ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  writtenAt: z.iso.datetime(),
  /** Number of the question in the log. */
  question: count,
  state: z.enum(['running', 'ended']),
  /** How it ended: a status of the log, or `failed` with the message. Null before. */
  end: z.object({ status: z.string(), message: z.string().nullable() }).nullable(),
  budget: z.object({ trials: z.number().optional(), minutes: z.number().optional() }),
  progress: progressSchema,
  /** Being trained now, in order of beginning; `losses` at even distances of the `epochs` reported, null where not finite. */
  running: z.array(
    z.object({
      candidate: z.string(),
      replicate: count,
      seconds: z.number(),
      epochs: count,
      losses: z.array(amount),
    }),
  ),
  /** Where its workers are, without secrets; absent where it trains in its own process. */
  workersAt: z.string().optional(),
});

export type Live = z.output<typeof liveSchema>;

/** `lost`: its process is gone without a word, or has not written for long on another machine. */
export type LiveState = Live['state'] | 'lost';

/** It is written every two seconds at least. */
const LONGEST_SILENCE_MS = 60_000;
/** Thousands of workers with their curves; what is larger is something else. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * Undefined where no run has written any.
 * @throws InputError (`live-damaged`) for a file that no run wrote.
 */
export function readLive(folder: string): Live | undefined {
  const path = join(folder, RUN_FILES.live);
  const text = readWhole(path);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, 'it is not JSON', cause);
  }
  const read = liveSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw damaged(path, `${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not as expected'}`);
}

/** How the run stands by its file, and by whether its process is there. */
export function stateOf(live: Live, nowMs = Date.now()): LiveState {
  if (live.state === 'ended') return 'ended';
  const isHere = live.host === hostname();
  if (isHere) return isAlive(live.pid) ? live.state : 'lost';
  return nowMs - Date.parse(live.writtenAt) > LONGEST_SILENCE_MS ? 'lost' : live.state;
}

function readWhole(path: string): string | undefined {
  try {
    return Buffer.from(readRegularFile(fs, path, { mostBytes: MOST_BYTES, followsLinks: true })).toString('utf8');
  } catch (error) {
    if (!(error instanceof FileNotRead)) throw error;
    if (error.isMissing) return undefined;
    throw damaged(path, error.message, error);
  }
}

function damaged(path: string, detail: string, cause?: unknown): InputError {
  return inputError`live-damaged: ${path} is not what a run wrote (${detail}).
    Allowed: ${RUN_FILES.live} as this version of Surefoot writes it
    Fix: Remove it if no run is active in the folder: the log holds everything that counts. Or upgrade Surefoot.
    Cause: ${cause}`;
}
