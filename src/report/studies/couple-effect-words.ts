/** @file Says which factor decides most, what couples with the sample size, and what single levels do: no more than is shown. */
import { isHigherBetter } from '../../questions/common/plan/index.js';
import type {
  CoupleAnalysis,
  CoupledContrast,
  CoupledInterval,
  EffectsResponse,
  ResponseEffects,
} from '../../questions/couple/plan/index.js';
import { formatCount, formatValue } from '../number-text.js';
import { joined } from '../view/phrases.js';
import { levelName, rangeText, termName } from './couple-names.js';
import { capital } from './study-words.js';

/** `the loss`, `its spread`, `its collapses`. */
export function responseText(response: EffectsResponse, figure: string): string {
  return { location: `the ${figure}`, spread: 'its spread', collapses: 'its collapses' }[response];
}

function responseOf({ effects }: CoupleAnalysis, wanted: EffectsResponse): ResponseEffects | undefined {
  return effects.responses.find(({ response }) => response === wanted);
}

/** `sample size`, `the setting join`, `the coupling of join with sample size`. */
function determinantText({ table }: CoupleAnalysis, factors: readonly string[]): string {
  if (factors.length > 1) return `the coupling ${termName(table, factors)}`;
  return factors[0] === 'size' ? 'sample size' : `the setting ${termName(table, factors)}`;
}

/**
 * What decides location, spread and collapses most, those with the same answer together; no full stop.
 * `From 500 to 32,000 examples sample size decides the loss and its spread most; what decides its collapses most cannot be told`.
 */
export function determinantsText(analysis: CoupleAnalysis, figure: string): string {
  const { table, effects } = analysis;
  const hasCollapsed = effects.cells.some(({ collapsed }) => collapsed > 0);
  const told = effects.responses.filter(({ response }) => response !== 'collapses' || hasCollapsed);
  const parts = told.map(({ response, determinants, leftOut, reason }) => {
    const { primary } = determinants;
    const what = primary === null ? 'what' : determinantText(analysis, primary);
    // What a reason rests on stands with the figure.
    const why = reason === undefined ? nearText(analysis, determinants) : `: ${reason.split(':')[0] ?? ''}`;
    const where = leftOut.length === 0 ? '' : ` (${restText(table, { leftOut })})`;
    const end = `${where}${primary === null ? ' cannot be told' : ''}${why}`;
    return { whose: responseText(response, figure), what, end };
  });
  const groups = new Map(parts.map(({ what, end }) => [`${what}${end}`, { what, end }]));
  const texts = [...groups.values()].map(({ what, end }) => {
    const own = parts.filter((part) => part.what === what && part.end === end);
    return `${what} decides ${joined(own.map(({ whose }) => whose))} most${end}`;
  });
  return `From ${rangeText(table)}${epochsText(analysis)} ${texts.join('; ')}`;
}

/** What stands first and ahead of some; empty where it is ahead of all, and where it may as well be any. */
function nearText(analysis: CoupleAnalysis, { primary, rows }: ResponseEffects['determinants']): string {
  const [first, ...others] = rows;
  if (primary !== null || first === undefined || !others.some(isShownBehind)) return '';
  return `, though ${determinantText(analysis, first.factors)} leads`;
}

function isShownBehind({ behind }: ResponseEffects['determinants']['rows'][number]): boolean {
  return behind !== null && 'low' in behind.interval && behind.interval.low > 0;
}

/** Of a response that not all cells have: `without 500 examples and initialization = normal`. */
export function restText(table: CoupleAnalysis['table'], { leftOut }: Pick<ResponseEffects, 'leftOut'>): string {
  const levels = leftOut.map(({ factor, level }) => {
    const place = table.factors.findIndex(({ name }) => name === factor);
    return factor === 'size' ? `${formatCount(table.sizes[level] ?? 0)} examples` : levelName(table, place, level);
  });
  return `without ${joined(levels)}`;
}

/** Where a larger sample means more steps of training, too. */
function epochsText({ epochs }: CoupleAnalysis): string {
  return epochs === null ? '' : ` at fixed epochs (${epochs})`;
}

/** The same of one response, with the figures it rests on; no full stop. */
export function responseDeterminantText(analysis: CoupleAnalysis, effects: ResponseEffects, figure: string): string {
  const { response, determinants, reason } = effects;
  const what = responseText(response, figure);
  if (reason !== undefined) return `What decides ${what} most cannot be told: ${reason}`;
  const { rows, primary } = determinants;
  const name = (factors: readonly string[]): string => determinantText(analysis, factors);
  const share = (row: (typeof rows)[number] | undefined): string =>
    row === undefined || row.share.value === null ? '' : ` (${omegaText(row.share)}${betweenText(row.share.interval)})`;
  const first = rows.find(({ factors }) => factors.join() === primary?.join()) ?? rows[0];
  if (first === undefined) return `What decides ${what} most cannot be told`;
  if (primary !== null) return `${capital(name(primary))} decides ${what} most${share(first)}`;
  // The nearest that the first is not shown to be ahead of.
  const second = rows.find((row) => row.behind !== null && !isShownBehind(row));
  const untold =
    second === undefined ? 'is alone' : `is not shown to be ahead of ${name(second.factors)}${share(second)}`;
  return `What decides ${what} most cannot be told: ${name(first.factors)}${share(first)} ${untold}`;
}

/** `0.82`; a share of 0 ... 1, to hundredths. */
export function omegaText({ value }: { readonly value: number | null }): string {
  return value === null ? '–' : value.toFixed(2);
}

/** `, 0.74 to 0.88`, likewise; empty without an interval. */
export function betweenText(interval: CoupledInterval): string {
  return 'reason' in interval ? '' : `, ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`;
}

/** Numbers of contrasts as people are told them. */
interface Told {
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
}

/** How a contrast is told: a factor where it is of logarithms, else a difference of the figure; a slope by doubling of the size. */
export function toldContrast(
  { logarithmic }: { readonly logarithmic: boolean },
  response: EffectsResponse,
  { value, slope, interval }: CoupledContrast,
  figure: string,
): Told & { readonly isFactor: boolean } {
  const isFactor = logarithmic || response === 'spread';
  const turn = !isFactor && isHigherBetter(figure) ? -1 : 1;
  const tell = (one: number): number => {
    const step = turn * one * (slope ? Math.LN2 : 1);
    return isFactor ? Math.exp(step) : step;
  };
  if ('reason' in interval) return { value: tell(value), interval: null, isFactor };
  const [low, high] = [tell(interval.low), tell(interval.high)].sort((a, b) => a - b) as [number, number];
  return { value: tell(value), interval: [low, high], isFactor };
}

/** Says which level helps more with few examples or with many: a sentence for each pair of levels that is shown to, then all others in one; no full stop. */
export function couplingTexts(analysis: CoupleAnalysis, figure: string): string[] {
  const terms = (responseOf(analysis, 'location')?.terms ?? []).filter(
    ({ factors }) => factors.length === 2 && factors.at(-1) === 'size',
  );
  const nameOf = ({ factors }: (typeof terms)[number]): string => termName(analysis.table, factors.slice(0, 1));
  const shown = terms.filter(({ finding }) => finding === 'shown');
  const rest = terms.filter((term) => !shown.includes(term)).map(nameOf);
  return [
    ...shown.flatMap((term) => {
      const pairs = term.effects.filter(({ finding }) => finding === 'shown');
      return pairs.length === 0
        ? [`${nameOf(term)} couples with sample size; no single pair of its levels is shown to`]
        : pairs.map((effect) => couplingText(analysis, effect, figure));
    }),
    ...(rest.length === 0
      ? []
      : [`whether ${rest.join(' or ')} matters more with few examples than with many cannot be told`]),
  ];
}

function couplingText(analysis: CoupleAnalysis, contrast: CoupledContrast, figure: string): string {
  const { table } = analysis;
  const [between] = contrast.between as [CoupledContrast['between'][number]];
  const place = table.factors.findIndex(({ name }) => name === between.factor);
  const [one, other] = [levelName(table, place, between.level), levelName(table, place, between.reference)];
  const { value, interval, isFactor } = toldContrast(table, 'location', contrast, figure);
  const [first, last] = [table.sizes[0] ?? 0, table.sizes.at(-1) ?? 0].map((size) =>
    leadAt(analysis, place, between, size),
  );
  const verb =
    contrast.value > 0
      ? (first as number) < 0
        ? 'helps more with few examples'
        : 'costs more with many examples'
      : (last as number) < 0
        ? 'helps more with many examples'
        : 'costs more with few examples';
  const ends = interval === null ? '' : ` (${interval.map((end) => signedText(end, isFactor)).join(' to ')})`;
  const how = isFactor
    ? `the ratio of its ${figure} to that of ${other} is multiplied by ${signedText(value, isFactor)}`
    : `its ${figure} less that of ${other} changes by ${signedText(value, isFactor)}`;
  return `${one} ${verb}: ${how} with every doubling${ends}`;
}

/** By how much a level's cells lie above those of the reference at one size, as costs, over all other settings alike. */
function leadAt(
  { effects }: CoupleAnalysis,
  place: number,
  { level, reference }: CoupledContrast['between'][number],
  size: number,
): number {
  const mean = (wanted: number): number => {
    const own = effects.cells.filter((cell) => cell.size === size && cell.levels[place] === wanted);
    const values = own.flatMap(({ location: { value } }) => (value === null ? [] : [value]));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return mean(level) - mean(reference);
}

/** A factor to two decimals; a difference with its sign. */
export function signedText(value: number, isFactor: boolean): string {
  if (isFactor) return formatValue(value, 3);
  return `${value > 0 ? '+' : ''}${formatValue(value, 2)}`;
}

/** What single settings do to the spread, those alone that are shown; no full stop. */
export function spreadTexts(analysis: CoupleAnalysis): string[] {
  const { table } = analysis;
  const terms = responseOf(analysis, 'spread')?.terms ?? [];
  return terms.flatMap(({ factors, effects }) => {
    if (factors.length > 1) return [];
    return effects
      .filter(({ finding }) => finding === 'shown')
      .map((effect) => {
        const { value, interval } = toldContrast(table, 'spread', effect, 'loss');
        const told = `${formatValue(value, 2)} times${interval === null ? '' : ` (${interval.map((end) => formatValue(end, 2)).join(' to ')})`}`;
        const [between] = effect.between;
        if (between === undefined) return `with every doubling of the sample the spread changes ${told}`;
        const place = table.factors.findIndex(({ name }) => name === between.factor);
        return `${levelName(table, place, between.level)} has ${told} the spread of ${levelName(table, place, between.reference)}`;
      });
  });
}
