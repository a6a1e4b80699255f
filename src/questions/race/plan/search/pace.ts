/**
 * @file How a search spends its trials: on lists and on draws, and between the draws of ranges, where better candidates join at every look,
 * so that what is spent on those that are left behind is lost.
 */
import { PANEL } from '../adaptive/tuning.js';
import { looksBetween, type SearchPrior, type SearchSettings } from './settings.js';

interface Pace {
  /** A look is taken when outcomes have grown by this share, and by so many at least. */
  readonly growth: Readonly<Record<SearchPrior, number>>;
  readonly leastGrown: number;
  /** Candidates tried at first where not all are: so many, or so many for each setting, whichever is more. */
  readonly starters: { readonly least: number; readonly perSetting: number };
  /** The first of these get some trials, which teach how much one training varies. */
  readonly panel: number;
  /** Share of the trials that are the first ones of candidates that join: while none leads, when a race that is stopped has nothing to say, and once one does. */
  readonly newcomers: { readonly first: number; readonly led: number };
  /** Whether what is due of the audit is taken away before that share. */
  readonly sparesAudit: boolean;
  /** After this many looks that found the same leader no candidate joins any more, so that a race comes to its end. */
  readonly patience: number;
  /** Trials before a candidate may lead. */
  readonly leadFrom: number;
  /** The best so far that get trials until one can lead, and how many of them get enough to lead. */
  readonly seeds: { readonly all: number; readonly leading: number };
  /** Whether those that look better than the leader get all it takes to lead at once, and before the leader gets more. */
  readonly triesAheadFirst: boolean;
}

const IN_LISTS: Pace = {
  ...{ growth: { guarded: 0.12, full: 0.2 }, leastGrown: 1 },
  ...{ starters: { least: 24, perSetting: 3 }, panel: PANEL },
  ...{ newcomers: { first: 0.3, led: 0.3 }, sparesAudit: false, patience: 2 },
  ...{ leadFrom: 8, seeds: { all: 8, leading: 4 }, triesAheadFirst: false },
};

/** Candidates near one of ranges speak for it, so that fewer of its own trials do. */
const BETWEEN: Pace = {
  ...{ growth: { guarded: 0.1, full: 0.1 }, leastGrown: 10 },
  ...{ starters: { least: 16, perSetting: 2 }, panel: 4 },
  ...{ newcomers: { first: 0.8, led: 0.6 }, sparesAudit: true, patience: 5 },
  ...{ leadFrom: 4, seeds: { all: 2, leading: 1 }, triesAheadFirst: true },
};

/** The leader has to be shown to keep what is required, by trainings of its own. */
const BETWEEN_BOUNDS: Pace = { ...BETWEEN, newcomers: { first: 0.3, led: 0.4 }, leadFrom: IN_LISTS.leadFrom };

export function paceOf(search: Pick<SearchSettings, 'places' | 'newcomers' | 'required'>): Pace {
  if (!looksBetween(search)) return IN_LISTS;
  return search.required === undefined ? BETWEEN : BETWEEN_BOUNDS;
}
