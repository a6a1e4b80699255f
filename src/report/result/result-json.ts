/** @file The text of `result.json`: infinite numbers by name, an interval without an end with the reason, and NaN refused wherever it stands. */
import { writableNumber } from '../../core/index.js';
import type { Interval } from '../../stats/index.js';
import { type Result, resultSchema } from './result-schema.js';

/** Indented JSON with a line end. Throws where a number is NaN: no figure of a run may be one. */
export function stringifyResult(result: Result | readonly Result[]): string {
  return stringifyRecord(result);
}

/** The same for any record of a run. */
export function stringifyRecord(record: object): string {
  return `${JSON.stringify(record, writeValue, 2)}\n`;
}

function writeValue(key: string, value: unknown): unknown {
  if (Number.isNaN(value)) throw new Error(`result.json: the field "${key}" is NaN`);
  return isOpen(value) ? closed(value) : writableNumber(value);
}

/** Any interval, of whichever question. */
type Ends = Pick<Interval, 'low' | 'high' | 'method' | 'open'>;

function isOpen(value: unknown): value is Ends {
  if (value === null || typeof value !== 'object' || !('method' in value)) return false;
  const { low, high } = value as Ends;
  return low === Number.NEGATIVE_INFINITY || high === Number.POSITIVE_INFINITY;
}

function closed({ low, high, ...interval }: Ends): object {
  const end = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const one = low === high ? { low, high } : { low: end(low), high: end(high) };
  return { ...one, ...interval, open: interval.open ?? 'so few trainings do not bound it on that side' };
}

/** The inverse. Throws a ZodError where the text is not a result of this version. */
export function parseResult(text: string): Result {
  return resultSchema.parse(JSON.parse(text));
}
