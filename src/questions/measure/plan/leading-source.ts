/** @file Says which source of randomness losses vary most with, whether that is shown, and what would show it. */
import { randomFrom } from '../../../core/index.js';
import { type Distribution, LEVEL } from '../../common/plan/index.js';
import { type EnoughToTell, enoughLevels, enoughTrials } from './enough-trials.js';
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
