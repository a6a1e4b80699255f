/** @file Makes a training result of the object that a command answered with, or wrote to a file, whatever it put there instead. */

import fs from 'node:fs';
import {
  type AskedScore,
  defined,
  FileNotRead,
  isObject,
  readMetrics,
  readRegularFile,
  TrainingFailure,
  type TrainingResult,
} from '../../core/index.js';
import { readLoadedCode } from '../code/index.js';

const LONGEST_SHOWN = 80;

/** The object itself when it has a member `loss`, the score that is asked for, or `predictions` that a loss may come of. */
export function asAnswer(value: unknown, score?: AskedScore): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(value)) return undefined;
  const places = [value, value.metrics].filter(isObject);
  const hasScore = score !== undefined && places.some((one) => toNumber(one[score.name]) !== undefined);
  return 'loss' in value || hasScore || isObject(value.predictions) ? value : undefined;
}

/** A result whose predictions are as they were told; it may do without a loss where these are judged. */
export interface CommandResult extends Omit<TrainingResult, 'loss' | 'predictions' | 'predictionsFlaw'> {
  readonly loss?: number;
  readonly told?: unknown;
}

/**
 * A result from an answer: `loss`, and if it likes `metrics`, `lossPerEpoch`, `artifacts`, `predictions`, `loadedCode` and `loadSeconds`; every other number counts as
 * a metric. Throws a TrainingFailure (`no-loss`) when `loss` or a metric is no number.
 */
export function readResult(answer: Readonly<Record<string, unknown>>): CommandResult {
  const { loss: toldLoss, metrics: named, lossPerEpoch, artifacts, loadedCode: told, loadSeconds, ...rest } = answer;
  const epochs = (Array.isArray(lossPerEpoch) ? lossPerEpoch : []).map((value) => toNumber(value) ?? Number.NaN);
  const loss = toNumber(toldLoss);
  if (loss === undefined && toldLoss !== undefined)
    throw noLoss(`its "loss" is ${inFewWords(toldLoss)}, which is not a number`);
  const numbers = Object.entries(rest).filter(([, value]) => toNumber(value) !== undefined);
  const metrics = { ...readMetrics(Object.fromEntries(numbers)), ...readMetrics(named) };
  const loadedCode = readLoadedCode(told);
  const paths = entriesOf(artifacts).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    ...defined({ loss }),
    metrics,
    lossPerEpoch: epochs,
    ...(paths.length === 0 ? {} : { artifacts: Object.fromEntries(paths) }),
    ...(loadedCode === undefined ? {} : { loadedCode }),
    ...(typeof loadSeconds === 'number' ? { loadSeconds } : {}),
    // A metric may have this name.
    ...(typeof rest.predictions === 'number' ? {} : defined({ told: rest.predictions })),
  };
}

export function noLoss(why: string): TrainingFailure {
  return new TrainingFailure({ kind: 'no-loss', message: `It gave no loss: ${why}.` });
}

/** A number, or one of the names of those that JSON cannot hold. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** A value in a few words; objects and lists, which may be of any depth, by what they are. */
export function inFewWords(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length <= LONGEST_SHOWN ? value : `${value.slice(0, LONGEST_SHOWN - 3)}...`);
}

/** Of a result that is read at once. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * Its bytes; undefined where there is none. Throws a TrainingFailure (`no-loss`) for what is no regular file, a link to a device among
 * others, for one that is larger, and for one that cannot be read. `name` is what messages call it.
 */
export function readWrittenFile(path: string, name: string, mostBytes = MOST_BYTES): Buffer | undefined {
  try {
    const { buffer, byteOffset, length } = readRegularFile(fs, path, { mostBytes, followsLinks: true });
    return Buffer.from(buffer, byteOffset, length);
  } catch (error) {
    if (!(error instanceof FileNotRead)) throw error;
    if (error.isMissing) return undefined;
    throw noLoss(`its ${name} cannot be read: ${error.message}`);
  }
}
