/**
 * @file Candidates that several runs have in common, by their whole configuration: what came of each in every run, and by how
 * much runs differ. Where seeds differ the trainings of two runs are independent samples; where they are equal, and the samples
 * of data with them, replicates are pairs.
 */
import { createSharedHash, randomFrom, scoreOf } from '../../core/index.js';
import {
  type Criterion,
  collapsesAtMost,
  criterionDifference,
  criterionInterval,
  differenceInterval,
  drawReplicates,
  type Exceptions,
  exceptionsOf,
  givenCollapses,
  type HoldsUnder,
  type Interval,
  independentDifferenceInterval,
  type NoInterval,
} from '../../stats/index.js';
import { collapsesIn, lossBarOf } from '../result/collapses.js';
import { evaluateCriterion, type ShownStanding, showStandings } from '../standing.js';
import { type CandidateName, shortName } from '../view/candidate-names.js';
import type { ComparedRun } from './run-settings.js';

interface SharedFigures {
  /** Place of the run among those compared. */
  readonly run: number;
  readonly candidate: string;
  /** 1 = best of its run. */
  readonly rank: number;
  /** `fresh` trials played no part in choosing; the others were given where they told most. */
  readonly from: 'fresh' | 'race';
  readonly trials: number;
  /** Of these trials; null where it is undefined for so few. */
  readonly value: number | null;
  readonly interval: Interval | NoInterval;
}

export interface SharedDifference {
  readonly run: number;
  /** The run it is compared with: the first that has the candidate. */
  readonly from: number;
  /** criterion(run) - criterion(from); null where one has none. */
  readonly value: number | null;
  readonly interval: Interval | NoInterval;
  readonly how: 'paired' | 'independent' | 'same trials';
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
      name: shortName(names, own[0]?.standing.id ?? ''),
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
  const from = own.every(({ standing }) => standing.fresh.losses.length > 0) ? 'fresh' : 'race';
  const samples = own.map(({ standing, bar }): Sample => {
    const { losses, replicates } = from === 'fresh' ? standing.fresh : standing;
    return { losses, replicates, bar };
  });
  const [first, ...others] = own as [Own, ...Own[]];
  const base = samples[0] as Sample;
  const firstRun = runs[first.run] as ComparedRun;
  const { metric, direction } = firstRun.input;
  const range = scoreOf(metric, direction).costs;
  return {
    figures: own.map(({ run, rank, standing }, place) => {
      const { losses, bar } = samples[place] as Sample;
      const value = evaluateCriterion(criterion, losses);
      const interval = criterionInterval(losses, criterion, LEVEL, { range, collapse: { above: bar } });
      return { run, rank, candidate: standing.id, from, trials: losses.length, value, interval };
    }),
    differences: comparable
      ? others.map(({ run }, place) => {
          const areSeedsEqual = runs[run]?.input.header.seed === firstRun.input.header.seed;
          return { run, from: first.run, ...difference(samples[place + 1] as Sample, base, criterion, areSeedsEqual) };
        })
      : [],
  };
}

type Sample = Pick<ShownStanding, 'losses' | 'replicates'> & Pick<Own, 'bar'>;

function difference(
  sample: Sample,
  base: Sample,
  criterion: Criterion,
  areSeedsEqual: boolean,
): Pick<SharedDifference, 'value' | 'interval' | 'how'> {
  const common = areSeedsEqual ? base.replicates.filter((one) => sample.replicates.includes(one)) : [];
  if (common.length === 0) {
    const [left, right] = [sample.losses, base.losses];
    const interval = withoutCollapses([sample, base], criterion, (kept) => {
      const [first, second] = kept.map(({ losses }) => losses) as [readonly number[], readonly number[]];
      return independentDifferenceInterval(first, second, criterion, LEVEL);
    });
    return { value: differenceOf(left, right, criterion), interval, how: 'independent' };
  }
  const [left, right] = [sample, base].map((one) => lossesAt(one, common)) as [number[], number[]];
  const n = common.length;
  const value = differenceOf(left, right, criterion);
  if (left.every((loss, place) => loss === right[place])) {
    const interval = { reason: `all ${n} common replicates have the same losses in both`, n };
    return { value, interval, how: 'same trials' };
  }
  const interval = withoutCollapses([sample, base], criterion, (kept) => {
    const both = common.filter((one) => kept.every(({ replicates }) => replicates.includes(one)));
    const [first, second] = kept.map((one) => lossesAt(one, both)) as [number[], number[]];
    const draws = drawReplicates(both.length, DRAWS, randomFrom('compare-runs', both.length));
    return differenceInterval(first, second, criterion, LEVEL, draws);
  });
  return { value, interval, how: 'paired' };
}

/**
 * The interval of two samples as they are, where the criterion bears the collapses that there may be, else of what did not
 * collapse in either.
 */
function withoutCollapses(
  samples: readonly [Sample, Sample],
  { statistic }: Criterion,
  intervalOf: (kept: readonly Sample[]) => Interval | NoInterval,
): Interval | NoInterval {
  const parts = samples.map((sample) => {
    const exceptions = exceptionsOf(sample.losses, { above: sample.bar });
    return {
      kept: without(exceptions, sample),
      limit: collapsesAtMost(exceptions.collapsed, sample.losses.length, LEVEL),
    };
  });
  const [first, second] = parts.map(({ limit }) => limit) as [HoldsUnder, HoldsUnder];
  const limit = first.atMost >= second.atMost ? first : second;
  const bears = statistic?.bears ?? 0;
  if (bears >= limit.atMost) return intervalOf(samples);
  return givenCollapses(intervalOf(parts.map(({ kept }) => kept)), bears, limit);
}

function without(exceptions: Exceptions, { losses, replicates, bar }: Sample): Sample {
  const isKept = losses.map((loss) => !exceptions.includes(loss));
  return {
    losses: losses.filter((_, place) => isKept[place]),
    replicates: replicates.filter((_, place) => isKept[place]),
    bar,
  };
}

function differenceOf(left: readonly number[], right: readonly number[], criterion: Criterion): number | null {
  if (Math.min(left.length, right.length) < criterion.minimumTrials) return null;
  return criterionDifference(left, right, criterion);
}

function lossesAt({ losses, replicates }: Sample, wanted: readonly number[]): number[] {
  const byReplicate = new Map(replicates.map((replicate, place) => [replicate, losses[place] as number]));
  return wanted.map((replicate) => byReplicate.get(replicate) as number);
}
