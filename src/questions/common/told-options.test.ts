/** @file Every option of a study can be typed, and what is not typed is what programs get. */
import { describe, expect, it } from 'vitest';
import { STUDIES } from '../index.js';
import { flagsOf } from './told-options.js';

/** What `--crossed 6x6+20` says along with `crossed`. */
const TYPED_WITH_ANOTHER = ['pairs'];

describe.each(['measure', 'curve', 'compare', 'couple', 'assure'] as const)('the options of %s', (name) => {
  const { options } = STUDIES[name];
  const flags = flagsOf(options);

  it('have a flag each', () => {
    const typed = new Set([...flags.map(({ path: [first] }) => first), ...TYPED_WITH_ANOTHER]);
    expect(Object.keys(options.shape).filter((option) => !typed.has(option))).toEqual([]);
  });

  it('have one default, for programs and command lines', () => {
    const least = name === 'curve' || name === 'couple' ? { sizes: [100, 200] } : {};
    const told = options.parse(least) as Readonly<Record<string, unknown>>;
    for (const { path, fallback, isRequired } of flags) {
      const value = path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>>)[key], told);
      if (!isRequired) expect([path, fallback]).toEqual([path, value]);
    }
  });
});
