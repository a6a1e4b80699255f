/**
 * @file Candidates that several runs have in common, by their whole configuration: what came of each in every run, and by how
 * much runs differ. Where seeds differ the trainings of two runs are independent samples; where they are equal, and the samples
 * of data with them, replicates are pairs.
 */
import { createSharedHash, randomFrom, scoreOf } from '../../core/index.js';
import {
  type Criterion,
  countEndings,
  criterionInterval,
  differenceInterval,
  drawReplicates,
  type Endings,
  type Interval,
  independentDifferenceInterval,
  type NoInterval,
} from '../../stats/index.js';
import { type ShownCriterion, showCriterion, showInterval } from '../direction.js';
import type { ReportInput } from '../input.js';
import type { ResultInterval } from '../result/figure-schema.js';
import { collapsesIn, lossBarOf } from '../result/members.js';
import { evaluateCriterion, type ShownStanding, showStandings } from '../standing.js';
import type { CandidateName } from '../view/candidate-names.js';
import type { ReportView } from '../view/report-view.js';

/** One run to be compared. */
export interface ComparedRun {
  /** What people call it: its folder. */
  readonly name: string;
  readonly input: ReportInput;
  readonly view: ReportView;
}

interface SharedFigures extends Endings {
  /** Place of the run among those compared. */
  readonly run: number;
  readonly candidate: string;
  /** 1 = best of its run. */
  readonly rank: number;
  /** `fresh` trials played no part in choosing; the others were given where they told most. */
  readonly from: 'fresh' | 'race';
  /** Those that count. */
  readonly trials: number;
  /** Of these trials, as it is shown; null where it is undefined for so few. */
  readonly value: number | null;
  readonly interval: ResultInterval;
}

interface SharedDifference {
  readonly run: number;
  /** The run it is compared with: the first that has the candidate. */
  readonly from: number;
  /** criterion(run) - criterion(from), as they are shown; null where one has none, and where both are infinite. */
  readonly value: number | null;
  readonly interval: ResultInterval;
  /** `counted otherwise`: trainings in common, of which one run counts some that the other leaves out. */
  readonly how: 'paired' | 'independent' | 'counted otherwise' | 'same trials';
}

export interface SharedCandidate {
  readonly name: string;
  readonly figures: readonly SharedFigures[];
  /** Empty where losses of the runs do not measure the same. */
  readonly differences: readonly SharedDifference[];
}

const LEVEL = 0.95;
const DRAWS = 2000;

interface Own {
  readonly run: number;
  readonly rank: number;
  readonly standing: ShownStanding;
  /** Above it a training of this run collapsed. */
  readonly bar: number;
}

/** Ordered by their rank in the first run that has them. `criterion` judges all runs; on losses. */
export function sharedCandidates(
  runs: readonly ComparedRun[],
  criterion: Criterion,
  comparable: boolean,
  names: ReadonlyMap<string, CandidateName>,
): SharedCandidate[] {
  const collapses = runs.map(({ input }) => collapsesIn(input));
  const groups = new Map<string, Own[]>();
  const hash = createSharedHash();
  for (const [run, { input }] of runs.entries()) {
    const keys = new Map(input.header.candidates.map(({ id, configuration }) => [id, hash(configuration)]));
    for (const [index, standing] of showStandings(input).entries()) {
      const key = keys.get(standing.id) as string;
      groups.set(key, [...(groups.get(key) ?? []), { run, rank: index + 1, standing, bar: barIn(standing.id, run) }]);
    }
  }
  function barIn(candidate: string, run: number): number {
    const own = collapses[run]?.get(candidate);
    const { direction } = (runs[run] as ComparedRun).input;
    return own === undefined ? Number.POSITIVE_INFINITY : lossBarOf(own, direction);
  }
  return [...groups.values()]
    .filter((own) => own.length > 1)
    .map((own) => ({
      name: names.get(own[0]?.standing.id ?? '')?.full ?? '',
      ...describe(own, runs, criterion, comparable),
    }))
    .sort((a, b) => (a.figures[0]?.rank ?? 0) - (b.figures[0]?.rank ?? 0));
}

function describe(
  own: readonly Own[],
  runs: readonly ComparedRun[],
  criterion: Criterion,
  comparable: boolean,
): Omit<SharedCandidate, 'name'> {
  const from = own.every(({ standing }) => standing.fresh.outcomes.length > 0) ? 'fresh' : 'race';
  const samples = own.map((one) => sampleOf(one, from));
  const [first, ...others] = own as [Own, ...Own[]];
  const base = samples[0] as Sample;
  const firstRun = runs[first.run] as ComparedRun;
  const { metric, direction } = firstRun.input;
  const range = scoreOf(metric, direction).costs;
  const shown = showCriterion(criterion, direction);
  return {
    figures: own.map(({ run, rank, standing }, place) => {
      const { losses, bar, endings } = samples[place] as Sample;
      const value = evaluateCriterion(criterion, losses);
      const interval = criterionInterval(losses, criterion, LEVEL, { range, collapse: { above: bar } });
      const figures = asShown({ value, interval }, shown);
      return { run, rank, candidate: standing.id, from, ...endings, trials: losses.length, ...figures };
    }),
    differences: comparable
      ? others.map(({ run }, place) => {
          const areSeedsEqual = runs[run]?.input.header.seed === firstRun.input.header.seed;
          const own = difference(samples[place + 1] as Sample, base, criterion, areSeedsEqual);
          return { run, from: first.run, how: own.how, ...asShown(own, shown) };
        })
      : [],
  };
}

/** Of the losses that are minimised. */
interface OnCosts {
  readonly value: number | null;
  readonly interval: Interval | NoInterval;
}

function asShown({ value, interval }: OnCosts, shown: ShownCriterion): Pick<SharedDifference, 'value' | 'interval'> {
  return { value: value === null ? null : shown.show(value), interval: showInterval(interval, shown) };
}

interface Sample extends Pick<ShownStanding, 'losses' | 'replicates'>, Pick<Own, 'bar'> {
  /** Replicates of all trainings, whether they count or not. */
  readonly begun: readonly number[];
  readonly endings: Endings;
}

function sampleOf({ standing, bar }: Own, from: SharedFigures['from']): Sample {
  const { losses, replicates, outcomes } = from === 'fresh' ? standing.fresh : standing;
  const begun = outcomes.map(({ trial }) => trial.streams.init);
  return { losses, replicates, bar, begun, endings: countEndings(outcomes, { above: bar }) };
}

/** By the losses that each run counts. They are pairs where the same trainings count in both; one alone that fails is counted by its own run. */
function difference(
  sample: Sample,
  base: Sample,
  criterion: Criterion,
  areSeedsEqual: boolean,
): OnCosts & Pick<SharedDifference, 'how'> {
  const begun = new Set(areSeedsEqual ? base.begun.filter((one) => sample.begun.includes(one)) : []);
  const [ours, theirs] = [sample, base].map((one) => onReplicates(one, begun)) as [Sample, Sample];
  const common = ours.replicates;
  const arePairs = common.length > 0 && String(common) === String(theirs.replicates);
  if (!arePairs) {
    const how = begun.size === 0 ? 'independent' : 'counted otherwise';
    const interval = independentDifferenceInterval(sample.losses, base.losses, criterion, LEVEL);
    return { ...differenceOf(sample.losses, base.losses, criterion), interval, how };
  }
  const [left, right] = [ours.losses, theirs.losses];
  const n = common.length;
  if (left.every((loss, place) => loss === right[place])) {
    const interval = { reason: `all ${n} common replicates have the same losses in both`, n };
    return { value: left.length < criterion.minimumTrials ? null : 0, interval, how: 'same trials' };
  }
  const draws = drawReplicates(n, DRAWS, randomFrom('compare-runs', n));
  const interval = differenceInterval(left, right, criterion, LEVEL, draws);
  return { how: 'paired', ...differenceOf(left, right, criterion), interval };
}

function onReplicates(sample: Sample, wanted: ReadonlySet<number>): Sample {
  const isThere = sample.replicates.map((one) => wanted.has(one));
  const there = <Item>(items: readonly Item[]): Item[] => items.filter((_, place) => isThere[place]);
  return { ...sample, losses: there(sample.losses), replicates: there(sample.replicates) };
}

/** Of two that are infinite nobody can tell. */
function differenceOf(
  left: readonly number[],
  right: readonly number[],
  criterion: Criterion,
): Pick<SharedDifference, 'value'> {
  if (Math.min(left.length, right.length) < criterion.minimumTrials) return { value: null };
  const value = criterion.evaluate(left) - criterion.evaluate(right);
  return { value: Number.isNaN(value) ? null : value };
}
