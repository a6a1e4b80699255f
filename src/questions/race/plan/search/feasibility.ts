/**
 * @file Which candidates may keep the bounds on metrics, in a searching race: what is shown by trainings as in any race, and for all others the chance by
 * settings and own trainings. A candidate is worth a training by its chance to be better times its chance to keep all bounds (Schonlau, Welch
 * and Jones 1998, doi 10.1214/lnms/1215456182), as if metrics and losses of a candidate were independent of one another beside its settings.
 */
import type { Outcome } from '../../../../core/index.js';
import {
  normalUpperTail,
  type OwnTrials,
  type SettingPlaces,
  type Standings,
  type SurrogatePrediction,
  standingsOf,
} from '../../../../stats/index.js';
import type { LossEvidence } from '../adaptive/evidence.js';
import { evidenceOn, hasScale, keepsOnScales, LOGARITHMS, LOSSES, type LossScale } from '../adaptive/loss-scale.js';
import { DEFAULT_REPLICATES } from '../adaptive/settings.js';
import type { RequirementsAnswer } from '../answer-schema.js';
import { type MetricBound, type MetricStandingsSettings, metricStandings } from '../requirements/metric-standings.js';
import { comparedLosses, ownTrialsOf } from './evidence.js';
import { type PredictionOfAll, teachByTried, untriedOf } from './predict.js';
import { predictableCriterion, type SearchCriterion } from './settings.js';

/** By candidate, as of a look. */
export interface Feasibility {
  /** Chance of keeping all bounds, by settings and own trainings: 1 where that is shown, 0 where it is shown that one is broken. */
  readonly chances: Float64Array;
  /** Chance of being shown to keep all with all of its trainings, which asks more; 0 where it has them and is not. */
  readonly shown: Float64Array;
  /** Of keeping all, by own trainings alone; 1 where there are none. */
  readonly alone: Float64Array;
  /** 1 where it is shown to keep all. */
  readonly met: Uint8Array;
  /** Of being shown, of configurations that were not tried. */
  shownAt(places: SettingPlaces): Float64Array;
  /** Sets the flag of each candidate that cannot win by what is required; those that are set cannot for other reasons. */
  exclude(excluded: Uint8Array): void;
}

/** Owned by the state of a search. */
export interface SearchRequired {
  take(candidate: number, outcome: Outcome): void;
  judge(places: SettingPlaces, inPanel: Uint8Array, ...names: readonly (string | number)[]): Feasibility;
  refusal(candidate: number, excluded: Uint8Array): string | undefined;
  answer(ids: readonly string[], excluded: Uint8Array): RequirementsAnswer;
}

/**
 * Makes it again and again; `settings.candidates`: as many as there may be.
 * @throws InputError for a criterion that no race trial by trial can go by.
 */
export function searchRequired(
  bounds: readonly MetricBound[],
  settings: MetricStandingsSettings,
): (panel: Uint8Array) => SearchRequired {
  const { candidates: capacity, maxReplicates: most = DEFAULT_REPLICATES } = settings;
  const begin = metricStandings(bounds, settings);
  return (panel) => {
    const inPanel = new Uint8Array(capacity);
    inPanel.set(panel);
    const { metrics, of, isFull, ...standings } = begin(inPanel);
    return {
      ...standings,
      judge: (places, panelNow, ...names) => {
        const learnt = new Map<string, LearntMetric>();
        const parts = metrics.flatMap(({ bound, found }) => {
          const criterion = predictableCriterion(bound.criterion);
          // What single trainings say nothing of is known of those alone that have several.
          if (criterion === undefined) return [];
          const metric = learnt.get(bound.metric) ?? learn(found.evidence, places, panelNow, [...names, bound.metric]);
          learnt.set(bound.metric, metric);
          const reach = (variance: number): number => found.reach(variance, most);
          return [partOf(bound, criterion, metric, reach)];
        });
        const rows = Array.from({ length: places.rows }, (_, i) => of(i));
        const settled = (chance: number, i: number): number =>
          rows[i] === 'met' ? 1 : rows[i] === 'unmet' ? 0 : chance;
        const product = (of: (part: (typeof parts)[number]) => Float64Array, length = places.rows): Float64Array =>
          productOf(parts.map(of), length);
        return {
          chances: product(({ chances }) => chances).map(settled),
          shown: product(({ shown }) => shown).map((chance, i) => settled(isFull(i) ? 0 : chance, i)),
          alone: product(({ alone }) => alone).map(settled),
          met: Uint8Array.from(rows, (standing) => (standing === 'met' ? 1 : 0)),
          shownAt: (more) => product(({ shownAt }) => shownAt(more), more.rows),
          exclude: standings.exclude,
        };
      },
    };
  };
}

/** What settings say of a metric, on the scale on which they say more. */
interface LearntMetric {
  readonly scale: LossScale;
  readonly own: OwnTrials;
  readonly all: PredictionOfAll;
}

function learn(
  taken: LossEvidence,
  places: SettingPlaces,
  inPanel: Uint8Array,
  names: readonly (string | number)[],
): LearntMetric {
  const raw = { ...taken, candidates: places.rows };
  const on = (scale: LossScale) => {
    const evidence = evidenceOn(scale, raw);
    const own = ownTrialsOf(evidence);
    const { tried, predictAll } = teachByTried(places, evidence, own, inPanel, [], names);
    return {
      score: tried && scoreOf(tried, evidence, scale),
      of: (): LearntMetric => ({ scale, own, all: predictAll() }),
    };
  };
  const plain = on(LOSSES);
  if (plain.score === undefined || !hasScale(raw, LOGARITHMS)) return plain.of();
  const logarithms = on(LOGARITHMS);
  return (logarithms.score ?? plain.score) > plain.score ? logarithms.of() : plain.of();
}

/**
 * Log density of first trainings as all others and the settings predict them, in units of the metric: the scale that predicts better has the
 * higher one (Gneiting and Raftery 2007, doi 10.1198/016214506000001437).
 */
function scoreOf(prediction: SurrogatePrediction, evidence: LossEvidence, scale: LossScale): number {
  let score = 0;
  for (let i = 0; i < evidence.candidates; i++) {
    const [first] = comparedLosses(evidence, i);
    if (first === undefined) continue;
    const variance = (prediction.variances[i] as number) + (prediction.noises[i] as number);
    score -= 0.5 * (Math.log(variance) + (first - (prediction.means[i] as number)) ** 2 / variance);
    if (scale === LOGARITHMS) score -= first;
  }
  return score;
}

function partOf(
  bound: MetricBound,
  criterion: SearchCriterion,
  { scale, own, all }: LearntMetric,
  reach: (variance: number) => number,
) {
  const standings = standingsOf(all.prediction, own, criterion, 0);
  const { lies, margin, chanceOf } = boundOn(bound, scale, criterion, reach);
  const { ownCenters, ownVariances } = standings;
  const by = ({ centers, variances, noises }: Pick<Standings, 'centers' | 'variances' | 'noises'>, isShown: boolean) =>
    centers.map((center, i) => {
      const noise = noises[i] as number;
      return chanceOf(lies(center, noise), variances[i] as number, isShown ? margin(noise) : 0);
    });
  const alone = by({ ...standings, centers: ownCenters, variances: ownVariances }, false);
  return {
    chances: by(standings, false),
    shown: by(standings, true),
    alone: alone.map((chance, i) => (Number.isFinite(ownVariances[i] as number) ? chance : 1)),
    shownAt: (more: SettingPlaces): Float64Array =>
      all.predict === undefined
        ? new Float64Array(more.rows).fill(1)
        : by(standingsOf(all.predict(more), untriedOf(more.rows), criterion, 0), true),
  };
}

/** A bound on the scale of what was learnt. */
function boundOn(
  { below, above }: MetricBound,
  scale: LossScale,
  { form, offset }: SearchCriterion,
  reach: (variance: number) => number,
) {
  const at = (end: number): number => (scale === LOSSES ? end : end > 0 ? scale.to(end) : Number.NEGATIVE_INFINITY);
  const [high, low] = [below === undefined ? Infinity : at(below), above === undefined ? -Infinity : at(above)];
  // The logarithm of a mean lies half of the variance above the mean of logarithms, where these are normal.
  const lifted = scale === LOSSES || keepsOnScales(form) ? 0 : 0.5;
  const deviations = offset(0);
  return {
    lies: (center: number, noise: number): number => center + lifted * noise,
    /** How far from the bound it has to lie, to be shown to keep it; a quantile rests on the deviation, too. */
    margin: (noise: number): number => reach(noise * (1 + deviations ** 2 / 2)),
    /** That the criterion lies within the ends, by so much at least. */
    chanceOf: (center: number, variance: number, by: number): number => {
      const isBelow = (end: number): number =>
        end === Infinity ? 1 : end === -Infinity ? 0 : normalUpperTail((center - end) / Math.sqrt(variance));
      return Math.max(0, isBelow(high - by) - isBelow(low + by));
    },
  };
}

function productOf(parts: readonly Float64Array[], rows: number): Float64Array {
  const product = new Float64Array(rows).fill(1);
  for (const part of parts)
    part.forEach((chance, i) => {
      product[i] = (product[i] as number) * chance;
    });
  return product;
}
