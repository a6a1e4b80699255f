/**
 * @file Which trials of the coming round can no longer matter. A trial is hopeless once its loss so far is worse than that
 * of every earlier training which, at the same epoch, still came to a loss that would keep this candidate in the race, even
 * if every rival did as badly in this round as it ever has. Everything here is known before the round begins, so no
 * trial's fate depends on how fast another one is.
 *
 * Rivals are given a bad trial each because candidates are judged by equally many losses, and because those who are left
 * owe their place to luck in part: as they stand, they look better than they will.
 */
import type { CandidateCeilings, Ceilings } from '../core/index.js';
import type { CompleteRaceSettings, EarlyStopSettings } from './race-settings.js';
import type { RaceState, SeenTraining } from './race-state.js';
import { type Field, type Ranking, rank } from './ranking.js';
import type { Contest } from './rule.js';

/** Losses are looked at in so many steps at most: asking the rule about every one would take too long for large fields. */
const MOST_LEVELS = 64;

/** Lower than anything that is reported. */
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
  const rivals = atTheirWorst(field, ranking);
  const levels = toLevels(state.trainings);
  const lengths = lengthsByCandidate(state.trainings);
  for (let place = rule.minimumSurvivors; place < ranking.order.length; place++) {
    const index = ranking.order[place] as number;
    const length = lengths.get(index);
    if (length === undefined) continue;
    const others = contestWithout(rivals, index);
    const row = ranking.rows[place] as Float64Array;
    const keeping = levels.filter((level) => keeps(field, others, row, level));
    ceilings.set(field.ids[index] as string, toCeilings(keeping, length, earlyStop));
  }
  return ceilings;
}

/** Whether a loss of this level, after those in `row`, could keep a candidate among the others. */
function keeps(field: Field, others: Contest, row: Float64Array, { best, worst }: Level): boolean {
  return [best, worst].some((loss) => {
    const losses = withOneMore(row, loss);
    return field.rule.wouldDrop?.(others, losses, field.criterion.evaluate(losses)) === false;
  });
}

interface Rival {
  readonly index: number;
  readonly losses: Float64Array;
  readonly value: number;
}

/** Everybody after one more trial that is as bad as their worst so far, best first. */
function atTheirWorst({ criterion, idRanks }: Field, { order, rows }: Ranking): readonly Rival[] {
  const rivals = Array.from(order, (index, place) => {
    const row = rows[place] as Float64Array;
    const losses = withOneMore(row, Math.max(...row));
    return { index, losses, value: criterion.evaluate(losses) };
  });
  return rivals.sort((a, b) => a.value - b.value || (idRanks[a.index] as number) - (idRanks[b.index] as number));
}

function withOneMore(row: Float64Array, loss: number): Float64Array {
  const losses = new Float64Array(row.length + 1);
  losses.set(row);
  losses[row.length] = loss;
  return losses;
}

function contestWithout(rivals: readonly Rival[], index: number): Contest {
  const others = rivals.filter((rival) => rival.index !== index);
  return {
    values: Float64Array.from(others, ({ value }) => value),
    entrants: others.length,
    losses: (place) => (others[place] as Rival).losses,
  };
}

/**
 * The last epoch of the candidate's longest training stops nobody: there the trial is over. Where nothing would keep the
 * candidate, anything is too high.
 */
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
