/** @file Names of candidates: short, unique, safe, whatever they are called. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutApart, isolate, legible, nameCandidates, shortName } from './candidate-names.js';

const graphemes = (text: string): string[] => [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);

describe('the name of a candidate', () => {
  it('is its label, or its id where it has none', () => {
    const names = nameCandidates([
      { id: 'c1', label: 'filters=8 relu' },
      { id: 'c2', label: ' ' },
    ]);
    expect(names.get('c1')).toEqual({ short: 'filters=8 relu', full: 'filters=8 relu' });
    expect(names.get('c2')).toEqual({ short: 'c2', full: 'c2' });
    expect(shortName(names, 'c3')).toBe('c3');
  });

  it('leaves out what all have, and keeps what sets them apart', () => {
    const label = (last: number) => `filters[0]=8 act[0]=relu filters[2]=16 act[2]=relu units=${last}`;
    const names = nameCandidates([
      { id: 'c1', label: label(1) },
      { id: 'c2', label: label(2) },
    ]);
    expect(names.get('c1')).toEqual({ short: 'filters[0]=8 act[0]=relu filters[2]=16 … units=1', full: label(1) });
    expect(names.get('c2')?.short).toBe('filters[0]=8 act[0]=relu filters[2]=16 … units=2');
  });

  it('keeps the setting that differs among its like, where others have it too', () => {
    const label = (filters: number, act: string, rate: number) =>
      `filters=${filters} units=16 activation=${act} optimizer=adamw rate=${rate}`;
    const all = [4, 8].flatMap((filters) =>
      ['tanh', 'relu'].flatMap((act) => [0.001, 0.003].map((rate) => label(filters, act, rate))),
    );
    const names = nameCandidates(all.map((text, index) => ({ id: `c${index}`, label: text })));
    const short = [...names.values()].map((name) => name.short);
    expect(short[0]).toBe('filters=4 units=16 activation=tanh … rate=0.001');
    expect(new Set(short).size).toBe(8);
    for (const text of short) expect(text).not.toContain('(c');
  });

  it('keeps apart what a table has little room for', () => {
    const names = [0.001, 0.003, 0.01].map((rate) => `filters=8 units=16 tanh adamw lr=${rate}`);
    expect(cutApart(names, ['1', '2', '3'], 24)).toEqual(names.map((name) => `filters=8 … ${name.split(' ').at(-1)}`));
  });

  it('has the id where cutting makes two the same', () => {
    const names = nameCandidates([
      { id: 'c1', label: `${'x'.repeat(60)}1` },
      { id: 'c2', label: `${'x'.repeat(60)}2` },
    ]);
    expect(names.get('c1')?.short).toBe(`${'x'.repeat(41)}… (c1)`);
  });

  it('turns no direction, moves no cursor, splits no character', () => {
    expect(legible('a\u202eb\u001b[2J\nc')).toBe('a�b�[2J�c');
    expect(isolate('مرحبا 1')).toBe('\u2068مرحبا 1\u2069');
    const family = '👩‍👩‍👧‍👦';
    const name = nameCandidates([{ id: 'c1', label: family.repeat(1000) }]).get('c1');
    expect(new Set(graphemes(name?.short ?? ''))).toEqual(new Set([family, '…']));
  });

  it('is short, unique and not empty for any ids and labels', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.constantFrom('x'.repeat(10_000), 'א', ''),
    );
    const candidates = fc.uniqueArray(fc.record({ id: text, label: text }), { selector: ({ id }) => id, maxLength: 8 });
    fc.assert(
      fc.property(candidates, (named) => {
        const names = [...nameCandidates(named).values()];
        expect(names).toHaveLength(named.length);
        for (const [kind, most] of [
          ['short', 50],
          ['full', 242],
        ] as const) {
          const all = names.map((name) => name[kind]);
          expect(new Set(all).size).toBe(all.length);
          for (const name of all) {
            expect(name.length).toBeLessThanOrEqual(most);
            expect(name).toMatch(/\S/);
            expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066\u2067]/u);
          }
        }
      }),
      { numRuns: 15 },
    );
  });
});
