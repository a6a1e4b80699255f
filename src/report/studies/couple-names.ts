/** @file Names settings, levels, sizes and streams of a study of coupled effects, in the same words everywhere. */
import type { CoupledTable } from '../../questions/couple/plan/index.js';
import { formatCount } from '../number-text.js';
import { sourceText } from './source-words.js';

type Named = Pick<CoupledTable, 'factors' | 'sizes' | 'streams'>;

/** The last word of a setting's name, or the whole name where another setting ends the same. */
export function factorName({ factors }: Named, name: string): string {
  if (name === 'size') return 'sample size';
  const last = (text: string): string => text.split('.').at(-1) ?? text;
  return factors.filter((factor) => last(factor.name) === last(name)).length > 1 ? name : last(name);
}

/** `join = sum`. */
export function levelName(table: Named, factor: number, level: number): string {
  const { name, levels } = table.factors[factor] as CoupledTable['factors'][number];
  return `${factorName(table, name)} = ${levels[level] ?? ''}`;
}

/** `join = sum, initialization = he`. */
export function levelsName(table: Named, levels: readonly number[]): string {
  return levels.map((level, factor) => levelName(table, factor, level)).join(', ');
}

/** `join = sum`, or of several settings their levels alone: `sum, he`. */
export function shortLevels(table: Named, levels: readonly number[]): string {
  if (levels.length === 1) return levelsName(table, levels);
  return levels.map((level, factor) => table.factors[factor]?.levels[level] ?? '').join(', ');
}

/** `sample size`, `join`, `join x sample size`. */
export function termName(table: Named, factors: readonly string[]): string {
  return factors.map((name) => factorName(table, name)).join(' x ');
}

/** Every combination of levels, in the order of the cells. */
export function combinations({ factors }: Named): readonly (readonly number[])[] {
  return factors.reduce<readonly (readonly number[])[]>(
    (rows, { levels }) => rows.flatMap((row) => levels.map((_, level) => [...row, level])),
    [[]],
  );
}

export function sizeText(size: number): string {
  return `${formatCount(size)} examples`;
}

/** `500 to 32,000 examples`. */
export function rangeText({ sizes }: Pick<Named, 'sizes'>): string {
  return `${formatCount(sizes[0] ?? 0)} to ${sizeText(sizes.at(-1) ?? 0)}`;
}

/** `initial weights`, `the training sample`; of the interaction of both streams `their interaction`. */
export function partText(part: string): string {
  return part === 'interaction' ? 'their interaction' : sourceText(part);
}
