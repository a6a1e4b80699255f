/** @file Makes a training result of the object that a command answered with. */
import { given, readMetrics, TrainingFailure, type TrainingResult } from '../../core/index.js';
import { readLoadedCode } from '../code/index.js';

const LONGEST_SHOWN = 80;

/** The object itself when it has a member `loss`. */
export function asAnswer(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'loss' in value
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A result whose predictions are as they were told. */
export interface CommandResult extends Omit<TrainingResult, 'predictions' | 'predictionsFlaw'> {
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
  if (loss === undefined) throw noLoss(`its "loss" is ${inFewWords(toldLoss)}, which is not a number`);
  const numbers = Object.entries(rest).filter(([, value]) => toNumber(value) !== undefined);
  const metrics = { ...readMetrics(Object.fromEntries(numbers)), ...readMetrics(named) };
  const loadedCode = readLoadedCode(told);
  const paths = entriesOf(artifacts).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    loss,
    metrics,
    lossPerEpoch: epochs,
    ...(paths.length === 0 ? {} : { artifacts: Object.fromEntries(paths) }),
    ...(loadedCode === undefined ? {} : { loadedCode }),
    ...(typeof loadSeconds === 'number' ? { loadSeconds } : {}),
    // A metric may have this name.
    ...(typeof rest.predictions === 'number' ? {} : given({ told: rest.predictions })),
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
