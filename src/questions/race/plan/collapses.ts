/** @file How often the candidates of a race collapsed: fresh trainings counted against a bar that the race has set before. */
import {
  type CollapseBar,
  type CollapseTerms,
  collapseBar,
  countCollapses,
  fieldSpread,
  shareAtMost,
  shareBounds,
} from '../../../stats/index.js';
import type { Standing } from './race.js';
import type { ReliabilityAnswer } from './race-answer.js';

/** Of a race; in units of the loss that it goes by, a negated score where more is better. */
export type CollapseSettings = Omit<CollapseTerms, 'spread'>;

export interface CollapseCount extends CollapseBar {
  /** Trainings that collapsed, of so many. */
  readonly collapsed: number;
  readonly trials: number;
  /** The smallest loss of these; Infinity where none is finite. */
  readonly best: number;
  /** `fresh`: these played no part in choosing. `race`: there are none such, and what was chosen by these is flattered by them. */
  readonly from: 'fresh' | 'race';
  /**
   * No larger share of its trainings collapses, at {@link COLLAPSE_CONFIDENCE}; of who was on probation, wherever that ended. Null where
   * `race`, which cannot say.
   */
  readonly atMost: number | null;
}

export const COLLAPSE_CONFIDENCE = 0.95;

type Counted = Pick<Standing, 'losses' | 'fresh'>;

/** The bar of each candidate, from the trainings of the race alone. */
export function collapseBars(field: readonly Pick<Counted, 'losses'>[], settings: CollapseSettings): CollapseBar[] {
  const spread = fieldSpread(field.map(({ losses }) => losses));
  return field.map(({ losses }) => collapseBar(losses, { ...settings, spread }));
}

/** By candidate; only of those that were trained. */
export function collapsesOf(
  standings: readonly (Counted & Pick<Standing, 'candidate'>)[],
  settings: CollapseSettings,
  reliability?: ReliabilityAnswer,
): ReadonlyMap<string, CollapseCount> {
  const onProbation = new Map(reliability?.members.map((member) => [member.candidate, member.status]));
  const boundOf = (candidate: string) => {
    const status = onProbation.get(candidate);
    if (status === 'passed') return () => 1 - (reliability as ReliabilityAnswer).share;
    return status === undefined || status === 'waiting' ? atFixedSize : atAnyLook;
  };
  const bars = collapseBars(standings, settings);
  const counts = standings.flatMap((standing, place) => {
    const count = countOf(standing, bars[place] as CollapseBar, boundOf(standing.candidate));
    return count === undefined ? [] : [[standing.candidate, count] as const];
  });
  return new Map(counts);
}

type Bound = (collapsed: number, trials: number) => number;

const atFixedSize: Bound = (collapsed, trials) => shareAtMost(collapsed, trials, COLLAPSE_CONFIDENCE);

/** Of trainings that went on as long as it took. */
const atAnyLook: Bound = (collapsed, trials) => {
  const error = 1 - COLLAPSE_CONFIDENCE;
  return 1 - shareBounds(trials, collapsed, error, error)[0];
};

function countOf({ losses, fresh }: Counted, bar: CollapseBar, bound: Bound): CollapseCount | undefined {
  const from = fresh.length > 0 ? 'fresh' : 'race';
  const counted = from === 'fresh' ? fresh : losses;
  const trials = counted.length;
  if (trials === 0) return undefined;
  const collapsed = countCollapses(counted, bar);
  const atMost = from === 'fresh' ? bound(collapsed, trials) : null;
  const best = counted.reduce((least, loss) => Math.min(least, loss), Number.POSITIVE_INFINITY);
  return { ...bar, collapsed, trials, best, from, atMost };
}
