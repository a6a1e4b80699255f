/** @file The text of `result.json`: infinite numbers by name, and NaN refused wherever it stands. */
import { writableNumber } from '../../core/index.js';
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
  return writableNumber(value);
}

/** The inverse. Throws a ZodError where the text is not a result of this version. */
export function parseResult(text: string): Result {
  return resultSchema.parse(JSON.parse(text));
}
