/** @file Checks and completes the settings of a searching race. */
import { inputError } from '../../../../core/index.js';
import {
  type AuxiliarySource,
  type Criterion,
  hasRange,
  normalQuantile,
  type RaceForm,
  type SettingPlaces,
} from '../../../../stats/index.js';
import type { RaceSettings } from '../race-settings.js';
import type { MetricBound } from '../requirements/metric-standings.js';
import type { AdaptiveRule, Rule } from '../rule.js';
import type { Newcomers } from './field.js';

/**
 * `guarded`: all are tried once, and the settings say how far their first trials can be trusted. `full`: the settings say which are
 * tried at all.
 */
export const SEARCH_PRIORS = ['guarded', 'full'] as const;
export type SearchPrior = (typeof SEARCH_PRIORS)[number];

/** Trials of another search, or of an earlier run. */
export interface KnownSource extends AuxiliarySource {
  /** Trials that are left out of it; absent where all have a finite value. */
  readonly withoutValue?: number;
}

export interface SearchSettings {
  readonly prior: SearchPrior;
  /** Candidates that were drawn at random, each once, by index: they are tried whatever their settings say. */
  readonly audit: readonly number[];
  /** Of all candidates. */
  readonly places: SettingPlaces;
  /** True where the candidates were drawn from a larger space; false where they are all there is. */
  readonly isDrawn: boolean;
  /** What is known from elsewhere, on the axes of the places; nothing where absent. */
  readonly sources?: readonly KnownSource[];
  /** Where others come from that join while the race goes on; none joins where absent. */
  readonly newcomers?: Newcomers;
  /** Bounds on metrics: a candidate that is shown to break one cannot win. Nothing is required where absent. */
  readonly required?: readonly MetricBound[];
}

/** Whether candidates join between those drawn of ranges: then most trainings are for them, and looks are taken more often. */
export function looksBetween({ places, newcomers }: Pick<SearchSettings, 'places' | 'newcomers'>): boolean {
  return newcomers !== undefined && hasRange(places);
}

export interface SearchRaceSettings extends RaceSettings {
  readonly rule: Rule;
  readonly search: SearchSettings;
}

/** How a criterion follows from mean, standard deviation and collapse rate; see {@link standingsOf}. */
export interface SearchCriterion {
  /** Standard deviations above the mean; Infinity where it lies among the collapses. */
  offset(collapseRate: number): number;
  /** True where one collapse makes it infinite. */
  readonly bearsNone: boolean;
  /** Says on which scales of the loss it is the same. */
  readonly form: RaceForm;
}

/** How candidates race without a search, whatever their space is: of ranges `search: { prior: none }` alone draws none. */
export const WITHOUT_SEARCH =
  '`draw: 200` in place of `search`, or in a space without ranges `search: { prior: none }`';

/** @throws InputError for a figure that rests on several trials of a candidate together. */
export function requireOwnFigure(joint: RaceSettings['joint']): void {
  if (joint === undefined) return;
  throw inputError`search-metric: search: what is raced rests on several trainings of a candidate together, so one of each says nothing of it.
    Allowed: the loss, and metrics that each training has by itself
    Fix: Race another metric, or write ${WITHOUT_SEARCH}.`;
}

/** Undefined for a criterion whose first trial says nothing of it. */
export function predictableCriterion(criterion: Criterion): SearchCriterion | undefined {
  const probability = criterion.statistic?.probability;
  const race = criterion.statistic?.race;
  if (race?.as === 'location' && race.isMean) return { offset: () => 0, bearsNone: true, form: race };
  if (race?.as === 'location' && probability !== undefined) {
    return {
      offset: (rate) => (probability >= 1 - rate ? Number.POSITIVE_INFINITY : normalQuantile(probability / (1 - rate))),
      bearsNone: false,
      form: race,
    };
  }
  return undefined;
}

/** @throws InputError for a criterion whose first trial says nothing of it. */
export function searchCriterionOf(criterion: Criterion): SearchCriterion {
  const found = predictableCriterion(criterion);
  if (found !== undefined) return found;
  throw inputError`search-criterion: search: the criterion is ${criterion.name}, which the settings of candidates cannot predict from a training of each.
    Allowed: mean, median, q3 and other quantiles
    Fix: Choose one of these criteria, or write ${WITHOUT_SEARCH}, for a race that trains every candidate.`;
}

/** @throws InputError for a rule that tries all, or separates a tie. */
export function requireSearchRule(rule: Rule, separate: number | undefined): AdaptiveRule {
  if (rule.kind !== 'adaptive' || rule.name !== 'default' || rule.statement !== undefined) {
    throw inputError`search-rule: search: the rule is "${rule.name}"${rule.kind === 'adaptive' && rule.statement !== undefined ? ' without assumptions' : ''}, which compares candidates by their own trainings alone.
      Allowed: the rule default
      Fix: Remove \`race.rule\`, or write ${WITHOUT_SEARCH}.`;
  }
  if (separate === undefined) return rule;
  throw inputError`search-separate: A race that searches cannot separate a tie with more than its replicates (${separate}).
    Allowed: --separate without search
    Fix: Leave out --separate, or raise \`race.maxReplicates\`.`;
}
