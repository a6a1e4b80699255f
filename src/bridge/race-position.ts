/** @file Where a race stands, as another language is shown it: scores turned as they were told. */
import { type Direction, type JsonObject, turned } from '../core/index.js';
import { type Collapses, type OpenRace, parseCriterion, type RaceAnswer } from '../race/index.js';
import type { FollowedRace } from '../race/open-race.js';
import { formatEstimate, showCriterion, showInterval, showRival } from '../report/told.js';
import { criterionInterval, type Interval, type NoInterval } from '../stats/index.js';

/** What a candidate is called. */
export interface NamedCandidate {
  readonly id: string;
  /** What sets it apart from the others, for people. */
  readonly label: string;
  /** Of configurations. */
  readonly configuration?: JsonObject;
}

/** The criterion of some of a candidate's trainings. */
interface CriterionOfCandidate {
  readonly value: number;
  /** As reports show it. */
  readonly text: string;
  /** At 0.95. */
  readonly interval: Interval | NoInterval;
  readonly n: number;
  /** `fresh`: trainings that played no part in choosing. */
  readonly from: 'fresh' | 'race';
}

interface ShownCandidate extends NamedCandidate {
  /** In the race, by replicate; Infinity for what diverged or failed, -Infinity where more is better. */
  readonly losses: readonly number[];
  readonly replicates: Int32Array;
  /** After the race. */
  readonly fresh: readonly number[];
  /** Of its fresh trainings where it has some, else of those of the race; null where there are too few. */
  readonly criterion: CriterionOfCandidate | null;
  readonly eliminatedAt: number | null;
}

export interface RacePosition {
  readonly status: OpenRace['status'];
  /** The name of the criterion, as scores have it. */
  readonly criterion: string;
  readonly direction: Direction;
  /** Best first. */
  readonly candidates: readonly ShownCandidate[];
  readonly survivors: readonly string[];
  /** A rival's difference is its criterion minus the winner's, as both are told. */
  readonly answer: RaceAnswer | null;
  readonly neverWorked: readonly string[];
  readonly collapses: ReadonlyMap<string, Collapses>;
  /** Trainings that were told. */
  readonly trained: number;
  readonly decisions: OpenRace['decisions'];
}

export interface PlacedRace {
  readonly race: FollowedRace<unknown>;
  /** The criterion as it is raced: of losses. */
  readonly criterion: string;
  readonly candidates: readonly NamedCandidate[];
  readonly direction: Direction;
}

export function positionOf({ race, criterion: name, candidates, direction }: PlacedRace): RacePosition {
  const { status, survivors, decisions, standings, answer, collapses } = race;
  const criterion = parseCriterion(name);
  const labels = new Map(candidates.map(({ id, label }) => [id, label]));
  const of = showCriterion(criterion, direction);
  const shown = (losses: Float64Array): number[] => Array.from(losses, (loss) => turned(loss, direction));
  const criterionOf = (
    losses: Float64Array,
    fresh: Float64Array,
    above: number | null,
  ): CriterionOfCandidate | null => {
    const counted = fresh.length > 0 ? fresh : losses;
    if (counted.length < Math.max(1, criterion.minimumTrials)) return null;
    const about = above === null ? {} : { collapse: { above } };
    const interval = showInterval(criterionInterval(counted, criterion, 0.95, about), of);
    const value = of.show(criterion.evaluate(counted));
    return {
      ...{ value, text: formatEstimate(value, interval).text, interval },
      n: counted.length,
      from: fresh.length > 0 ? 'fresh' : 'race',
    };
  };
  return {
    status,
    criterion: of.name,
    direction,
    candidates: standings.map(({ candidate: id, losses, replicates, fresh, eliminatedAt }) => ({
      id,
      label: labels.get(id) ?? id,
      losses: shown(losses),
      replicates,
      fresh: shown(fresh),
      criterion: criterionOf(losses, fresh, collapses.get(id)?.bar ?? null),
      eliminatedAt,
    })),
    survivors,
    answer: answer === undefined ? null : { ...answer, rivals: answer.rivals.map((rival) => showRival(rival, of)) },
    neverWorked: answer?.neverWorked ?? [],
    collapses,
    trained: race.told.length,
    decisions,
  };
}
