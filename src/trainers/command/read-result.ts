/** @file What a command answered, as a training result: from an object, and from what it printed. */
import { type Trained, TrainingFailure } from '../../core/index.js';

/** JSON as people's programs write it: the bare words NaN, Infinity and -Infinity are numbers too. Undefined for no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined;
  }
  const named = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  try {
    return JSON.parse(named) as unknown;
  } catch {
    return undefined;
  }
}

/** The object itself when it has a member `loss`. */
export function asAnswer(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return asObject(value) !== undefined && 'loss' in (value as object) ? asObject(value) : undefined;
}

/** The object itself when it has a member `loss`, or says that the trial was stopped. */
export function asLastAnswer(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return asAnswer(value) ?? (asObject(value)?.stopped === true ? asObject(value) : undefined);
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/**
 * A result from an answer: `loss`, and if it likes `metrics`, `lossPerEpoch` and `artifacts`; every other number counts as
 * a metric. Without a loss, `stopped: true`. Throws a TrainingFailure (`no-loss`) when `loss` is no number.
 */
export function readResult(answer: Readonly<Record<string, unknown>>): Trained {
  const { loss: given, metrics: named, lossPerEpoch, artifacts, ...rest } = answer;
  const epochs = (Array.isArray(lossPerEpoch) ? lossPerEpoch : []).map((value) => toNumber(value) ?? Number.NaN);
  if (!('loss' in answer) && answer.stopped === true) return { stopped: true, lossPerEpoch: epochs };
  const loss = toNumber(given);
  if (loss === undefined)
    throw noLoss(`its "loss" is ${shorten(JSON.stringify(given) ?? String(given))}, which is no number`);
  const metrics = Object.fromEntries(
    [...Object.entries(rest), ...entriesOf(named)].flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, value] as const] : [],
    ),
  );
  const paths = entriesOf(artifacts).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    loss,
    metrics,
    lossPerEpoch: epochs,
    ...(paths.length === 0 ? {} : { artifacts: Object.fromEntries(paths) }),
  };
}

/** The number that a line is, when it is nothing but a number. */
export function parseNumber(line: string): number | undefined {
  const text = line.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (word === null) return undefined;
  return word[2]?.toLowerCase() === 'nan'
    ? Number.NaN
    : word[1] === '-'
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY;
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

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
