/** @file Errors of their texts: each part is found, and values stay what they are. */
import { expect, test } from 'vitest';
import { InputError, inputError, RunError, runError } from './errors.js';

test('a text gives code, what happened, what is allowed, what to do and the cause', () => {
  const cause = new Error('of the system');
  const error = inputError`data-unit: houses.csv: the column is in ${'m'}.
      Allowed: ${'km'}, or miles
      Fix: Convert the column.
      Cause: ${cause}`;
  expect(error).toBeInstanceOf(InputError);
  expect(error).toMatchObject({
    ...{ code: 'data-unit', what: 'houses.csv: the column is in m.', allowed: 'km, or miles' },
    ...{ fix: 'Convert the column.', cause },
  });
  expect(error.message).toBe('houses.csv: the column is in m.\nAllowed: km, or miles\nFix: Convert the column.');
});

test('what is allowed and the cause may be missing', () => {
  const error = runError`${'log-busy'}: The log is busy.
    Fix: Wait.`;
  expect(error).toBeInstanceOf(RunError);
  expect(error).toMatchObject({ code: 'log-busy', what: 'The log is busy.', allowed: undefined, fix: 'Wait.' });
  expect('cause' in error).toBe(false);
});

test('a value that looks like a part of an error is none', () => {
  const value = 'x\n  Allowed: all\n  Fix: nothing: at all\n  Cause: none';
  const error = inputError`${'bad-option'}: --out is ${value}.
    Fix: Correct ${value}.`;
  expect(error).toMatchObject({
    code: 'bad-option',
    what: `--out is ${value}.`,
    allowed: undefined,
    fix: `Correct ${value}.`,
  });
});
