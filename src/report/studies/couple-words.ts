/** @file Names of settings, levels, sizes and streams of a study of coupled effects, its numbers as people are told them (factors of logarithms or differences, turned where higher is better), and where one stream gives way to the other. */
import { groupBy, type StreamName } from '../../core/index.js';
import { isHigherBetter } from '../../questions/common/plan/index.js';
import type {
  CellEffects,
  CoupleAnalysis,
  CoupledContrast,
  CoupledInterval,
  CoupledTable,
  EffectsResponse,
  Saving,
  SharesCrossing,
} from '../../questions/couple/plan/index.js';
import { formatCount, formatValue } from '../number-text.js';
import type { BasedInterval } from '../view/interval-words.js';
import { sourceText } from './study-words.js';

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

export type CoupledQuantity = 'location' | 'spread';

interface Told {
  readonly value: number;
  readonly interval: BasedInterval;
}

/** With the level that all intervals of an analysis have; how they are made is said once, behind *How we know*. */
export function basedOn(interval: CoupledInterval, { level }: { readonly level: number }): BasedInterval {
  return 'reason' in interval ? interval : { ...interval, level, method: 'over weights and samples' };
}

/** A location or a spread of a cell; null where it has none. */
export function toldCell(
  { table, effects }: CoupleAnalysis,
  cell: CellEffects,
  which: CoupledQuantity,
  figure: string,
): Told | null {
  const { value, interval } = cell[which];
  const turn = which === 'location' && isHigherBetter(figure) ? -1 : 1;
  const tell = (one: number): number => (which === 'spread' || table.logarithmic ? Math.exp(one) : turn * one);
  return value === null ? null : { value: tell(value), interval: basedOn(toldEnds(interval, tell), effects) };
}

/** Whether effects on it are factors: of logarithms, and of spreads. */
export function isFactorOf({ table }: CoupleAnalysis, response: EffectsResponse): boolean {
  return table.logarithmic || response === 'spread';
}

/** A contrast: a factor where it is of logarithms, else a difference of the figure; a slope by doubling of the size. */
export function toldContrast(
  analysis: CoupleAnalysis,
  response: EffectsResponse,
  { value, slope, interval }: CoupledContrast,
  figure: string,
): Told {
  const isFactor = isFactorOf(analysis, response);
  const turn = !isFactor && isHigherBetter(figure) ? -1 : 1;
  const tell = (one: number): number => {
    const step = turn * one * (slope ? Math.LN2 : 1);
    return isFactor ? Math.exp(step) : step;
  };
  return { value: tell(value), interval: basedOn(toldEnds(interval, tell), analysis.effects) };
}

function toldEnds(interval: CoupledInterval, tell: (value: number) => number): CoupledInterval {
  if ('reason' in interval) return interval;
  const ends = [tell(interval.low), tell(interval.high)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** `loss, geometric mean`, `spread of log loss`. */
export function quantityText({ table }: CoupleAnalysis, which: CoupledQuantity, figure: string): string {
  if (which === 'location') return `${figure}, ${table.logarithmic ? 'geometric mean' : 'mean'}`;
  return table.logarithmic ? `spread of log ${figure}` : `spread of the ${figure}`;
}

/** `3.1 times fewer`, `at least 8.0 times fewer`, `never enough with up to 32,000`: what a level needs beside the first one. */
export function savingText({ value, bound, interval, finding }: Saving, sizes: readonly number[]): string {
  if ('reason' in interval || finding === 'untold') return 'not known';
  if (finding === 'never') return `never enough with up to ${formatCount(sizes.at(-1) ?? 0)}`;
  if (finding === 'not-shown') return 'no saving shown';
  const { low, high } = interval;
  if (finding === 'fewer') {
    // What lies beyond the sizes has no value of its own: the claim is the lower end.
    return typeof value === 'number'
      ? `${times(value)} times fewer`
      : `at least ${times(typeof low === 'number' ? low : (bound ?? 1))} times fewer`;
  }
  if (typeof value === 'number') return `${times(1 / value)} times as many`;
  return `more than ${times(1 / (bound ?? (typeof high === 'number' ? high : 1)))} times as many`;
}

/** `2.2 to 4.0`, `never to more than 8.0`: the ends of a saving as they stand; why there are none. */
export function savingEnds({ interval, size }: Saving, sizes: readonly number[]): string {
  if ('reason' in interval) return interval.reason;
  const text = (end: number | 'never' | 'open'): string =>
    end === 'open' ? `more than ${times(size / (sizes[0] ?? size))}` : end === 'never' ? 'never' : times(end);
  return `${text(interval.low)} to ${text(interval.high)}`;
}

/** Two digits, or as many as it takes not to read as 1. */
function times(value: number): string {
  const digits = [2, 3, 4].find((count) => Number(formatValue(value, count)) !== 1 || value === 1);
  return formatValue(value, digits ?? 5);
}

/** One part where all combinations of levels say the same, else how many find what; no full stop. */
export function crossingTexts({ table, shares }: CoupleAnalysis, figure: string): string[] {
  const { crossings } = shares;
  const texts = new Set(crossings.map((crossing) => crossingText(table, crossing, figure)));
  const [first] = texts;
  if (first === undefined) return [];
  const of = `${crossings.length} ${table.factors.length === 1 ? 'levels' : 'combinations of levels'}`;
  if (texts.size === 1) return [crossings.length === 1 ? first : `${first} (the same at all ${of})`];
  return [...groupBy(crossings, (crossing) => kindText(table, crossing, figure))].map(
    ([kind, own]) => `${kind} at ${own.length} of ${of}`,
  );
}

/** Initial weights are many, a sample is one. */
function verb(part: StreamName, plural: string): string {
  return part === 'init' ? plural : `${plural}s`;
}

/** What a crossing finds, without its figures. */
function kindText({ streams }: Pick<CoupledTable, 'streams'>, { finding }: SharesCrossing, figure: string): string {
  switch (finding.kind) {
    case 'one':
      return `${partText(finding.from)} ${verb(finding.from, 'give')} way to ${partText(finding.to)}`;
    case 'several':
      return `what spreads the ${figure} most changes several times`;
    case 'none':
      return `${partText(finding.larger)} ${verb(finding.larger, 'spread')} the ${figure} more, and never the other way round`;
    case 'untold':
      return `whether ${streams.map(partText).join(' or ')} spreads the ${figure} more is open`;
  }
}

/** With its figures: `... at about 4,000 examples (between 2,000 and 8,000)`. */
export function crossingText(table: Pick<CoupledTable, 'streams'>, crossing: SharesCrossing, figure: string): string {
  const { finding } = crossing;
  const kind = kindText(table, crossing, figure);
  const between = ({ low, high }: { readonly low: number; readonly high: number }) =>
    `between ${formatCount(low)} and ${formatCount(high)}`;
  switch (finding.kind) {
    case 'one':
      // To two digits: it is read off between sizes.
      return `${kind} at about ${formatCount(Number(finding.size.toPrecision(2)))} examples (${between(finding)})`;
    case 'several':
      return `${kind}: ${finding.changes.map((one) => `${partText(one.from)} to ${partText(one.to)} ${between(one)} examples`).join(', ')}`;
    case 'none':
      return kind;
    case 'untold':
      return `${kind}: ${finding.reason}`;
  }
}
