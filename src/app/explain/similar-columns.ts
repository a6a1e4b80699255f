/** @file Finds columns that say nearly the same: shuffling one of them leaves the others to a model, so that each alone shows nothing. */
import type { RawColumn } from '../../datasets/index.js';
import type { ShuffledUnit } from '../../report/index.js';
import { association, type CodedColumn } from '../../stats/index.js';

/** From here on two columns say nearly the same. */
const ALIKE = 0.9;
/** Pairs that are compared; of wider tables nothing is said. */
const MOST_PAIRS = 125_000;
/** Rows that are looked at. */
const MOST_ROWS = 2000;

/** Every column alone, then the groups; a group holds together by pairs, so that not all of it need be alike. */
export function shuffledUnits(columns: readonly RawColumn[]): readonly ShuffledUnit[] {
  const singles = columns.map(({ name }): ShuffledUnit => ({ columns: [name], association: null }));
  return [...singles, ...similarColumns(columns)];
}

function similarColumns(columns: readonly RawColumn[]): readonly ShuffledUnit[] {
  if (columns.length ** 2 / 2 > MOST_PAIRS) return [];
  const coded = columns.map(codesOf);
  const group = columns.map((_, place) => place);
  const weakest = new Map<number, number>();
  for (let right = 1; right < columns.length; right++) {
    for (let left = 0; left < right; left++) {
      const strength = association(coded[left] as CodedColumn, coded[right] as CodedColumn);
      if (strength < ALIKE) continue;
      const [into, from] = [group[left] as number, group[right] as number];
      weakest.set(into, Math.min(strength, weakest.get(into) ?? 1, weakest.get(from) ?? 1));
      for (const [place, own] of group.entries()) if (own === from) group[place] = into;
    }
  }
  return [...new Set(group)].flatMap((one) => {
    const names = columns.filter((_, place) => group[place] === one).map(({ name }) => name);
    return names.length < 2 ? [] : [{ columns: names, association: weakest.get(one) as number }];
  });
}

function codesOf({ kind, values }: RawColumn): CodedColumn {
  if (kind !== 'category') return { kind: 'number', codes: values.subarray(0, MOST_ROWS) };
  const levels = new Map<string, number>();
  const codes = Float64Array.from(values.slice(0, MOST_ROWS), (level) => {
    if (level === '') return Number.NaN;
    if (!levels.has(level)) levels.set(level, levels.size);
    return levels.get(level) as number;
  });
  return { kind, codes };
}
