/**
 * @file Decides which source of randomness a candidate's losses vary most with, or that so many trainings cannot tell: the one
 * statement that headline, figures and study.json share.
 */
import type { Distribution } from '../../common/plan/index.js';
import type { Component } from './variance/decompose.js';

export interface LeadingSource {
  /**
   * `leads`: the source is the largest by all that was measured, and by one measure its interval lies above all others'. `open`:
   * intervals overlap, or measures name different sources. `none`: nothing varies. `single`: one source alone was measured.
   */
  readonly finding: 'leads' | 'open' | 'none' | 'single';
  /** As in a component's name (`sample`, `init x sample`, `repeats`); null unless it leads. */
  readonly source: string | null;
  /** Of this candidate, in the whole study. */
  readonly trainings: number;
}

/** What a source brings, by one measure; an interval from 0 to Infinity says nothing. */
interface Part {
  readonly source: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * `components` of the crossed design, none where there is no decomposition; `arms` as measured, of which only those of a single
 * source count: standard deviations while everything else is held.
 */
export function leadingSource(
  components: readonly Component[],
  arms: readonly { readonly name: string; readonly distribution: Distribution }[],
  trainings: number,
): LeadingSource {
  const shares = components.map(
    ({ source, share, shareLow, shareHigh }): Part => ({ source, value: share, low: shareLow, high: shareHigh }),
  );
  const spreads = arms
    .filter(({ name }) => !name.includes('+'))
    .flatMap(({ name, distribution }) => spreadOf(name, distribution));
  const measures = [shares, spreads].filter((parts) => parts.length > 1);
  const found = (finding: LeadingSource['finding'], source: string | null = null) => ({ finding, source, trainings });
  const [first] = measures;
  if ([...shares, ...spreads].every(({ value }) => value === 0)) return found(spreads.length === 0 ? 'single' : 'none');
  if (first === undefined) return found('single');
  const { source } = largestOf(first);
  // A source alone cannot show an interaction, nor what no seed controls.
  const own = measures.filter((parts) => parts.some((part) => part.source === source));
  const isLargest = own.every((parts) => largestOf(parts).source === source);
  return isLargest && own.some(isClear) ? found('leads', source) : found('open');
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
