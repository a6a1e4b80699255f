/**
 * @file Which trials of the coming round can no longer matter. A trial is hopeless once its loss so far is worse than that
 * of every earlier training which, at the same epoch, still came to a loss that would keep this candidate in the race as
 * it stood at the last decision. Everything here is known before the round begins, so no trial's fate depends on how fast
 * another one is.
 */
import type { CandidateCeilings, Ceilings } from '../core/index.js';
import type { CompleteRaceSettings, EarlyStopSettings } from './race-settings.js';
import type { RaceState, SeenTraining } from './race-state.js';
import { type Field, type Ranking, rank } from './ranking.js';
import type { Contest } from './rule.js';

/** Losses are looked at in so many steps at most: asking the rule about every one would take too long for large fields. */
const MOST_LEVELS = 64;

/** The lowest there is: nothing that is reported can be at or below it. */
const HOPELESS = -Number.MAX_VALUE;

/** Trainings that came to about the same loss. */
interface Level {
  readonly best: number;
  readonly worst: number;
  /** The worst that any of them reported, by epoch. */
  readonly reports: readonly number[];
}

/**
 * Ceilings for the survivors, by id. Without: the best at the last decision (as many as the rule keeps in any case), and
 * candidates that never reported.
 */
export function ceilingsFor(settings: CompleteRaceSettings, field: Field, state: RaceState): CandidateCeilings {
  const { rule, earlyStop } = settings;
  const ceilings = new Map<string, Ceilings>();
  if (earlyStop === undefined || state.trainings.length === 0) return ceilings;
  const ranking = rank(field, state.columns, state.survivors);
  const levels = toLevels(state.trainings);
  const lengths = lengthsByCandidate(state.trainings);
  for (let place = rule.minimumSurvivors; place < ranking.order.length; place++) {
    const index = ranking.order[place] as number;
    const length = lengths.get(index);
    if (length === undefined) continue;
    const others = contestWithout(field, ranking, place);
    const row = ranking.rows[place] as Float64Array;
    const keeping = levels.filter((level) => keeps(field, others, row, level));
    ceilings.set(field.ids[index] as string, toCeilings(keeping, length, earlyStop));
  }
  return ceilings;
}

/** Whether a loss of this level, after those in `row`, could keep a candidate among the others as they stood. */
function keeps(field: Field, others: Contest, row: Float64Array, { best, worst }: Level): boolean {
  const losses = new Float64Array(row.length + 1);
  losses.set(row);
  return [best, worst].some((loss) => {
    losses[row.length] = loss;
    return field.rule.wouldDrop?.(others, losses, field.criterion.evaluate(losses)) === false;
  });
}

function contestWithout({ criterion }: Field, { values, rows }: Ranking, place: number): Contest {
  const others = new Float64Array(values.length - 1);
  others.set(values.subarray(0, place));
  others.set(values.subarray(place + 1), place);
  return {
    criterion,
    values: others,
    entrants: others.length,
    losses: (other) => rows[other < place ? other : other + 1] as Float64Array,
  };
}

/** A loss after the last epoch stops nobody: the trial is over. Where nothing would keep the candidate, anything is too high. */
function toCeilings(keeping: readonly Level[], length: number, { after }: EarlyStopSettings): Ceilings {
  return Array.from({ length: length - 1 }, (_, epoch) => {
    if (epoch + 1 < after) return Number.POSITIVE_INFINITY;
    if (keeping.length === 0) return HOPELESS;
    const reports = keeping.flatMap(({ reports: worst }) => worst[epoch] ?? []);
    return reports.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...reports);
  });
}

/** Ascending by loss, in groups of about the same size. */
function toLevels(trainings: readonly SeenTraining[]): readonly Level[] {
  const sorted = trainings.toSorted((a, b) => a.loss - b.loss);
  const size = Math.ceil(sorted.length / MOST_LEVELS);
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, level) => {
    const members = sorted.slice(level * size, (level + 1) * size);
    return {
      best: (members[0] as SeenTraining).loss,
      worst: (members.at(-1) as SeenTraining).loss,
      reports: worstReports(members),
    };
  });
}

function worstReports(members: readonly SeenTraining[]): number[] {
  const worst: number[] = [];
  for (const { lossPerEpoch } of members) {
    lossPerEpoch.forEach((loss, epoch) => {
      if (Number.isFinite(loss)) worst[epoch] = Math.max(worst[epoch] ?? HOPELESS, loss);
    });
  }
  return worst;
}

/** The most epochs of each candidate. */
function lengthsByCandidate(trainings: readonly SeenTraining[]): ReadonlyMap<number, number> {
  const lengths = new Map<number, number>();
  for (const { candidate, lossPerEpoch } of trainings) {
    lengths.set(candidate, Math.max(lengths.get(candidate) ?? 0, lossPerEpoch.length));
  }
  return lengths;
}
