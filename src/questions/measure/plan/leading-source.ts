/** @file Says which source of randomness losses vary most with, whether that is shown, and how many trainings would show it. */
import { randomFrom } from '../../../core/index.js';
import { type Distribution, LEVEL } from '../../common/plan/index.js';
import type { MeasureSettings } from './measure-plan.js';
import { type Component, expectedShares } from './variance/decompose.js';

export interface LeadingSource {
  /**
   * `leads`: the source is the largest by all that was measured, and by one measure its interval lies above all others'. `open`:
   * intervals overlap, or measures name different sources. `none`: nothing varies. `single`: one source alone was measured.
   */
  readonly finding: 'leads' | 'open' | 'none' | 'single';
  /** The source, as components are named (`sample`, `init x sample`, `repeats`); null unless it leads. */
  readonly source: string | null;
  /** Of this candidate, in the whole study. */
  readonly trainings: number;
  /** Where `open`: sources that are not told apart, the largest by its estimate first; none else. */
  readonly between: readonly string[];
  /** Where `open`: what would tell, if the estimates stayed; null where they do not say. */
  readonly enough: EnoughToTell | null;
}

/** What a source brings, by one measure; an interval from 0 to Infinity says nothing. */
interface Part {
  readonly source: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface Measured {
  readonly settings: MeasureSettings;
  readonly candidate: string;
  /** Of the candidate, in the whole study. */
  readonly trainings: number;
}

/**
 * `components` of the crossed design, none where there is no decomposition; `arms` as measured, of which only those of a single
 * source count: standard deviations while everything else is held.
 */
export function leadingSource(
  components: readonly Component[],
  arms: readonly { readonly name: string; readonly distribution: Distribution }[],
  { settings, candidate, trainings }: Measured,
): LeadingSource {
  const shares = components.map(partOf);
  const spreads = arms
    .filter(({ name }) => !name.includes('+'))
    .flatMap(({ name, distribution }) => spreadOf(name, distribution));
  const measures = [shares, spreads].filter((parts) => parts.length > 1);
  const found = (finding: LeadingSource['finding'], source: string | null = null): LeadingSource => {
    return { finding, source, trainings, between: [], enough: null };
  };
  const [first] = measures;
  if ([...shares, ...spreads].every(({ value }) => value === 0)) return found(spreads.length === 0 ? 'single' : 'none');
  if (first === undefined) return found('single');
  const { source } = largestOf(first);
  // A source alone cannot show an interaction, nor what no seed controls.
  const own = measures.filter((parts) => parts.some((part) => part.source === source));
  const isLargest = own.every((parts) => largestOf(parts).source === source);
  if (isLargest && own.some(isClear)) return found('leads', source);
  // Where the two name different sources, more of either may make them agree on any.
  if (!isLargest) return { ...found('open'), between: own.map((parts) => largestOf(parts).source) };
  return {
    ...found('open'),
    between: nearestOf(first),
    enough: enoughToTell(components, spreads, settings, candidate),
  };
}

/** More trials of each source alone where that is one of them, else more levels of the crossed design; the fewer trainings of the two. */
function enoughToTell(
  components: readonly Component[],
  spreads: readonly Part[],
  settings: MeasureSettings,
  candidate: string,
): EnoughToTell | null {
  const { arms, trials, crossed, sources, repeats, seed } = settings;
  const size = (levels: readonly number[]): number => levels.reduce((all, count) => all * count, repeats);
  const source = components.length > 1 ? largestOf(components.map(partOf)).source : largestOf(spreads).source;
  const largest = spreads.find((spread) => spread.source === source);
  const others = spreads.filter((spread) => spread.source !== source);
  const count = largest === undefined || others.length === 0 ? null : enoughTrials(largest, others, trials);
  const levels =
    crossed === null || components.length < 2
      ? null
      : enoughLevels(crossed, size, (wider) => {
          const random = randomFrom('study', seed, candidate, 'wider', ...wider);
          return isClear(expectedShares(components, { sources, levels: wider, repeats }, LEVEL, random).map(partOf));
        });
  const ways = [
    ...(count === null ? [] : [{ trials: count, crossed, trainings: arms.length * (count - trials) }]),
    ...(levels === null || crossed === null
      ? []
      : [{ trials, crossed: levels, trainings: size(levels) - size(crossed) }]),
  ].sort((a, b) => a.trainings - b.trainings);
  return ways[0] ?? null;
}

function partOf({
  source,
  share,
  shareLow,
  shareHigh,
}: Pick<Component, 'source' | 'share' | 'shareLow' | 'shareHigh'>): Part {
  return { source, value: share, low: shareLow, high: shareHigh };
}

/** The largest, and what its interval does not lie above, by value. */
function nearestOf(parts: readonly Part[]): string[] {
  const largest = largestOf(parts);
  return [...parts]
    .sort((a, b) => b.value - a.value)
    .filter((part) => part === largest || part.high >= largest.low)
    .map(({ source }) => source);
}

/** Nothing where so few trials have no standard deviation. */
function spreadOf(source: string, { criteria, identical }: Distribution): Part[] {
  const spread = criteria.find(({ name }) => name === 'std');
  if (spread === undefined) return [];
  const { value, interval } = spread;
  if (identical) return [{ source, value, low: 0, high: 0 }];
  if ('reason' in interval) return [{ source, value, low: 0, high: Number.POSITIVE_INFINITY }];
  return [{ source, value, low: interval.low, high: interval.high }];
}

function largestOf(parts: readonly Part[]): Part {
  return parts.reduce((most, part) => (part.value > most.value ? part : most));
}

function isClear(parts: readonly Part[]): boolean {
  const largest = largestOf(parts);
  return parts.every((part) => part === largest || part.high < largest.low);
}

// How many trials would tell which source losses vary most with, if the estimates stayed. Intervals of standard deviations are compared
// by their logarithms, whose standard errors fall with the root of n - 1 (Bonett 2006, doi 10.1016/j.csda.2004.10.003). Two intervals are
// apart where the estimates differ by more than both half widths; 0.84 standard errors of the difference are added, so that chance does not
// undo that in one study of two. Simulated, with deviations 1.25 to 2 times as large as another and 10 to 50 trials to begin with, so many
// trials told it in 0.91 to 0.99 of studies with normal losses, and in 0.43 to 0.62 with lognormal ones (0.5), whose intervals grow as rare
// losses are met: an estimate, no promise.

/** What would tell which source leads, if the estimates stayed. */
export interface EnoughToTell {
  /** Of each source alone. */
  readonly trials: number;
  /** Levels of the sources in the crossed design; null for none. */
  readonly crossed: readonly number[] | null;
  /** More than there are, of the candidate. */
  readonly trainings: number;
}

/** A standard deviation with its interval. */
interface Spread {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** In half widths of 95 %: 0.84 standard errors, beyond which one normal estimate in five falls. */
const MARGIN = 0.8416 / 1.96;
/** Beyond it, more trainings are not worth it. */
const MOST = 10_000;

/**
 * Trials of each source after which the interval of `largest` should lie above those of `others`, to two digits; from `trials` of each. Null where no number up to 10,000 does, or an interval is missing.
 *
 * @example enoughTrials({ value: 2, low: 1.5, high: 2.9 }, [{ value: 1.4, low: 1, high: 2.1 }], 20) // 130
 */
export function enoughTrials(largest: Spread, others: readonly Spread[], trials: number): number | null {
  const below = Math.log(largest.value / largest.low);
  const times = others
    .filter(({ high }) => high > 0)
    .map(({ value, high }) => {
      const above = Math.log(high / value);
      const needed = below + above + MARGIN * Math.hypot(below, above);
      return (needed / Math.log(largest.value / value)) ** 2;
    });
  const enough = roundedUp(1 + (trials - 1) * Math.max(...times));
  return enough > trials && enough <= MOST ? enough : null;
}

/** To two significant digits: an estimate has no more. */
function roundedUp(count: number): number {
  if (!Number.isFinite(count)) return Number.POSITIVE_INFINITY;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}

/** Times as many levels that are tried. */
const STEPS = [1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50];

/**
 * One step beyond the first wider design that `tells`, with at most 10,000 trainings by `size`; null where none does. Where `tells` asks
 * whether the expected mean squares would, and these come from a study of 5 x 5 or 7 x 7, such a design told it in 0.42 to 1.00 of simulated
 * studies; from 3 x 3, which estimates next to nothing, in 0.25 to 0.83.
 */
export function enoughLevels(
  levels: readonly number[],
  size: (levels: readonly number[]) => number,
  tells: (levels: readonly number[]) => boolean,
): readonly number[] | null {
  const wider = STEPS.map((times) => levels.map((count) => Math.ceil(times * count)));
  const first = wider.findIndex((one) => size(one) <= MOST && tells(one));
  const next = first < 0 ? undefined : wider[first + 1];
  return next !== undefined && size(next) <= MOST ? next : null;
}
