/** @file Building blocks of the configuration's schema. The error text of each says what is allowed there. */
import { z } from 'zod';

/** An object with these keys and no others. */
export function settings<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `the keys ${keys}` : `an object with the keys ${keys}`),
  });
}

/** One of these names; what each stands for is for editors and documents. */
export function oneOf<Name extends string>(meanings: Readonly<Record<Name, string>>) {
  const names = Object.keys(meanings) as [Name, ...Name[]];
  const schema = z.enum(names, { error: `one of ${names.join(', ')}` });
  return schema.meta({ enumDescriptions: names.map((name) => meanings[name]) });
}

export function wholeField(smallest: number) {
  const error = `a whole number, ${smallest} or more`;
  return z.int({ error }).min(smallest, { error });
}

export function numberAbove(bound: number) {
  const error = `a number above ${bound}`;
  return z.number({ error }).gt(bound, { error });
}

export function numberFrom(smallest: number) {
  const error = `a number, ${smallest} or more`;
  return z.number({ error }).min(smallest, { error });
}

/** From `smallest` up to but not including `bound`. */
export function numberBelow(smallest: number, bound: number) {
  const error = `a number from ${smallest} up to but not including ${bound}`;
  return z.number({ error }).min(smallest, { error }).lt(bound, { error });
}

/** A default that completed configurations leave out, so that those from before there was the setting keep their identity. */
export function unwrittenDefault<Value>(field: z.ZodType<Value>, fallback: Value) {
  const described = field.optional().meta({ ...field.meta(), default: fallback });
  return described.transform((value) => (value === fallback ? undefined : value));
}

export function flag() {
  return z.boolean({ error: 'true or false' });
}

const extentError = 'a whole number from 1 for a square, or a text like "3x5" (rows x columns)';

/** A square's side, or "rows x columns". */
export const extent = z.union([z.int().min(1), z.string().regex(/^[1-9]\d*x[1-9]\d*$/)], { error: extentError });

/** Accepts a bare value as short for an object that holds it under `key`; so does the JSON Schema, by its `shorthand`. */
export function shorthand<Schema extends z.ZodType>(key: string, schema: Schema) {
  const expand = (value: unknown): unknown =>
    typeof value === 'number' || typeof value === 'string' ? { [key]: value } : value;
  return z.preprocess(expand, schema).meta({ shorthand: key });
}

/** What is there or not, and has nothing to set: `true`, or `{}`. */
export function withoutSettings() {
  return z.preprocess((value) => (value === true ? {} : value), settings({})).meta({ shorthand: true });
}

export function numberField() {
  return z.number({ error: 'a number' });
}

/** Both bounds excluded. */
export function fieldBetween(low: number, high: number) {
  const error = `a number above ${low} and below ${high}`;
  return z.number({ error }).gt(low, { error }).lt(high, { error });
}
