/** @file Tests of which alternative an error is about, and how it shows values and bounds. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkAgainst } from './schema-error.js';

const check = (schema: z.ZodType, value: unknown) => () =>
  checkAgainst(schema, value, (path) => `at ${path.join('/')}`);

const either = z.strictObject({
  by: z.union([
    z.literal('nobody'),
    z.strictObject({ module: z.string() }),
    z.strictObject({ command: z.array(z.string()).min(1), quiet: z.boolean().default(false) }),
  ]),
});

test.each<[unknown, RegExp]>([
  [{ by: { modul: 'a' } }, /^at by\/modul: unknown key `by\.modul`.*\nAllowed: module\nFix: Did you mean `module`\?$/],
  [{ by: { comand: ['a'] } }, /unknown key `by\.comand`.*\nAllowed: command, quiet\nFix: Did you mean `command`\?$/],
  [
    { by: { command: [] } },
    /^at by\/command: `by\.command` is \[\]\.\nAllowed: at least 1 entry\nFix: Correct `by\.command`\.$/,
  ],
  [{ by: { command: ['a'], quiet: 'no' } }, /`by\.quiet` is "no"\.\nAllowed: true or false/],
  [{ by: 'someone' }, /`by` is "someone"\.\nAllowed: nobody, or a set of keys with values: module, or a set of keys/],
  [{}, /`by` is missing\./],
  [[], /the experiment is \[\]\.\nAllowed: a set of keys with values/],
])('%j', (value, message) => {
  expect(check(either, value)).toThrow(message);
});

test('a valid value comes back with its defaults', () => {
  expect(check(either, { by: { command: ['a'] } })()).toEqual({ by: { command: ['a'], quiet: false } });
});

test.each<[z.ZodType, unknown, RegExp]>([
  [z.number().lt(1), 1, /is 1\.\nAllowed: less than 1\n/],
  [z.int().max(5), 6, /is 6\.\nAllowed: at most 5\n/],
  [z.string().min(2), 'a', /is "a"\.\nAllowed: at least 2 characters\n/],
  [z.enum(['red', 'blue']), 'green', /is "green"\.\nAllowed: red, blue\n/],
  [z.array(z.int()), [1, 'x'.repeat(200)], /is "x{76}\.\.\.\.\nAllowed: a number\n/],
  [z.strictObject({ a: z.int(), b: z.int() }), { a: 'x', b: 'y' }, /`v\.a` is "x" \(and 1 more\)\./],
])('bounds and long values, %#', (schema, value, message) => {
  expect(check(z.strictObject({ v: schema }), { v: value })).toThrow(message);
});
