/**
 * @file The race in rounds: Algorithm 1 of doi 10.1109/ACCESS.2025.3578926. k trials of every candidate, a decision, then
 * one more trial of every survivor and a decision after each, until one is left.
 */
import {
  type Applied,
  type Asked,
  type Decision,
  type Fidelity,
  type Finished,
  type Outcome,
  type Plan,
  replicateStreams,
  type Trial,
  unlimitedWindow,
  type Wait,
} from '../../../core/index.js';
import { answerRounds } from './answer.js';
import { decide } from './decide.js';
import { anyFailure, type FailureOf, neverWorked, recordOutcome } from './never-worked.js';
import { compareCenters, type LossOf, NO_FRESH, type Race, type RaceEnd, type Standing } from './race.js';
import { type CompleteRaceSettings, completeRaceSettings, describeRace, type RoundsSettings } from './race-settings.js';
import {
  type Field,
  initialState,
  lossesAsked,
  lossesNeeded,
  type RoundsState,
  replicatesAsked,
} from './rounds-state.js';
import { leastWay, movedLosses } from './stays-from.js';

/** One replicate, indexed as the candidates of the race. */
interface LossColumn {
  /** Finite, Infinity, or NaN where the candidate has no such trial. */
  readonly losses: Float64Array;
  /** The kind of failure of a training that failed; undefined if none is known. */
  readonly failures: readonly (string | undefined)[] | undefined;
}

interface RoundsRace extends Race<RoundsState> {
  readonly settings: CompleteRaceSettings;
  /**
   * The same race on losses that lie in columns already: it asks for replicates (0, 1, ...) and takes the column of each.
   * Losses are kept, not copied.
   */
  readonly onColumns: Plan<RoundsState, number, LossColumn>;
  /** By candidate: it was asked for so many replicates, from the first one on. */
  asked(state: RoundsState): Int32Array;
}

/**
 * Throws an InputError for settings that cannot be raced. A candidate with fewer losses than criterion and rule need counts
 * as the worst: one that cannot be trained must not stay for want of evidence.
 */
export function createRoundsRace(given: RoundsSettings, lossOf: LossOf, failureOf: FailureOf = anyFailure): RoundsRace {
  const settings = completeRaceSettings(given);
  const { candidates, sampleSize } = settings;
  const indexOf = new Map(candidates.map((id, index) => [id, index]));
  const rounds = new Rounds(settings, indexOf);
  const fidelity: Fidelity = { sampleSize };
  const begin = (): RoundsState => initialState(candidates.length);

  const next = (state: RoundsState, pending: readonly Trial[]): Asked | Wait | Finished => {
    if (pending.length > 0) return { kind: 'wait', outcomes: pending.length };
    const { first, count } = nextReplicates(settings, state);
    if (count === 0) return { kind: 'finished' };
    const ids = Array.from(state.survivors, (index) => candidates[index] as string);
    const asks: Trial[] = [];
    for (let replicate = first; replicate < first + count; replicate++) {
      const streams = replicateStreams(replicate);
      for (const candidate of ids) asks.push({ candidate, streams, fidelity, repeat: 0 });
    }
    return asked(state, asks);
  };

  const apply = (state: RoundsState, outcomes: readonly Outcome[]): Applied<RoundsState> => {
    const decisions: Decision[] = [];
    for (const outcome of outcomes) {
      const loss = lossOf(outcome);
      // It decides nothing, and says which can be compared.
      recordOutcome(state.failures, indexOf.get(outcome.trial.candidate) as number, loss, failureOf(outcome));
      takeInHand(state, candidates.length, loss);
      if (state.filled === nextReplicates(settings, state).count * state.survivors.length) {
        decisions.push(rounds.decide(state));
      }
    }
    return { state, decisions };
  };

  const endOf = (state: RoundsState): RaceEnd => {
    if (state.survivors.length === 1) return 'decided';
    return nextReplicates(settings, state).count === 0 ? 'exhausted' : 'budget';
  };

  return {
    facts: settings,
    settings,
    description: describeRace(settings),
    winner: (state) => (Number.isFinite(state.incumbentValue) ? candidates[state.incumbent] : undefined),
    survivors: (state) => (state.incumbent < 0 ? candidates : state.ranked),
    tolerance: () => undefined,
    answer: (state, _, chosen) => {
      if (state.incumbent < 0) return undefined;
      const winner = chosen === undefined ? state.incumbent : (indexOf.get(chosen) ?? state.incumbent);
      return answerRounds(settings, state, endOf(state), { winner });
    },
    staysFrom: (state, candidate) => rounds.staysFrom(state, indexOf.get(candidate) ?? -1),
    standings: (state) => standingsOfRounds(settings, state),
    trials: (state) => lossesAsked(state.columns, replicatesAsked(state)),
    asked: replicatesAsked,
    endOf,
    window: unlimitedWindow,
    begin,
    next,
    apply,
    onColumns: {
      window: unlimitedWindow,
      begin,
      next: (state, pending) => {
        if (pending.length > 0) return { kind: 'wait', outcomes: pending.length };
        const { first, count } = nextReplicates(settings, state);
        if (count === 0) return { kind: 'finished' };
        return asked(
          state,
          Array.from({ length: count }, (_, place) => first + place),
        );
      },
      apply: (state, columns) => {
        const decisions: Decision[] = [];
        for (const { losses, failures } of columns) {
          if (failures !== undefined) {
            for (const index of state.survivors)
              recordOutcome(state.failures, index, losses[index] as number, failures[index]);
          }
          state.hand.push(losses);
          if (state.hand.length === nextReplicates(settings, state).count) decisions.push(rounds.decide(state));
        }
        return { state, decisions };
      },
    },
  };
}

function asked<Ask>(state: RoundsState, asks: readonly Ask[]): Asked<Ask> {
  const phase = state.rounds === 0 ? 'warm-up' : 'race';
  return { kind: 'asked', asks, stage: { number: state.rounds + 1, phase }, divisible: false };
}

/** Replicates (0-based, a row) that the round in hand, or the next one, uses; none when the race is over. */
function nextReplicates(settings: CompleteRaceSettings, state: RoundsState): { first: number; count: number } {
  const raced = state.columns.length;
  if (raced === 0) return { first: 0, count: settings.warmup };
  return { first: raced, count: state.survivors.length > 1 && raced < settings.maxReplicates ? 1 : 0 };
}

/** Puts the next loss of the round in hand into its column; NaN stands for each candidate that had left. */
function takeInHand(state: RoundsState, candidates: number, loss: number): void {
  const place = state.filled % state.survivors.length;
  if (place === 0) state.hand.push(new Float64Array(candidates).fill(Number.NaN));
  (state.hand.at(-1) as Float64Array)[state.survivors[place] as number] = loss;
  state.filled++;
}

/** Decides about rounds of a race with several left. */
class Rounds {
  readonly #settings: CompleteRaceSettings;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #field: Field;

  constructor(settings: CompleteRaceSettings, indexOf: ReadonlyMap<string, number>) {
    this.#settings = settings;
    this.#indexOf = indexOf;
    this.#field = { ...settings, ids: settings.candidates };
  }

  /** Of a candidate that left with the last decision; see the port. */
  staysFrom({ columns, leftAfter, survivors }: RoundsState, index: number): number | undefined {
    const round = columns.length;
    if (round === 0 || leftAfter[index] !== round) return undefined;
    const { criterion } = this.#settings;
    const entrants = Int32Array.from(leftAfter.keys()).filter((i) => survivors.includes(i) || leftAfter[i] === round);
    const losses = Float64Array.from(columns, (column) => column[index] as number).filter(
      (loss) => !Number.isNaN(loss),
    );
    const [own, best] = [criterion.evaluate(losses), this.#judge(columns, entrants).decision.incumbentValue];
    if (!Number.isFinite(own - best)) return undefined;
    const moved = (way: number) => movedLosses(losses, { own, best, isSpread: criterion.kind === 'spread' }, way);
    const found = leastWay((way) => {
      const left = moved(way).values();
      const instead = columns.map((column) => {
        if (Number.isNaN(column[index])) return column;
        return column.with(index, left.next().value as number);
      });
      return this.#judge(instead, entrants).survivors.includes(index);
    });
    return found === undefined ? undefined : criterion.evaluate(moved(found));
  }

  #judge(columns: readonly Float64Array[], entrants: Int32Array): ReturnType<typeof decide> {
    const { rule, warmup } = this.#settings;
    const round = columns.length;
    return decide(this.#field, { round, tested: (round - warmup) % rule.testEvery === 0, columns, entrants });
  }

  /** Adds the round in hand to the columns, and says which candidates leave. */
  decide(state: RoundsState): Decision {
    state.columns.push(...state.hand);
    state.hand = [];
    state.filled = 0;
    const round = state.columns.length;
    const { decision, survivors, incumbent } = this.#judge(state.columns, state.survivors);
    for (const id of decision.eliminated) state.leftAfter[this.#indexOf.get(id) as number] = round;
    state.rounds++;
    state.survivors = survivors;
    state.incumbent = incumbent;
    state.incumbentValue = decision.incumbentValue;
    state.ranked = decision.survivors;
    return decision;
  }
}

/**
 * All candidates, best first: those in the race by criterion (ties by id), then the others, last one to leave first, those
 * of one decision by criterion. Candidates in the race have seen the same replicates: a round that is not complete does
 * not count, except the replicates of a warm-up that all have.
 */
function standingsOfRounds(
  { candidates, criterion, rule }: CompleteRaceSettings,
  state: RoundsState,
): readonly Standing[] {
  const needed = lossesNeeded(criterion, rule);
  const columns = state.columns.length > 0 ? state.columns : completeColumns(state);
  const criterionOf = ({ criterion: value }: Standing): number => value ?? Number.POSITIVE_INFINITY;
  return candidates
    .map((candidate, index): Standing => {
      const left = state.leftAfter[index] as number;
      const counted = neverWorked(state.failures, index) ? [] : countedLosses(state, columns, index);
      const losses = Float64Array.from(counted, ({ loss }) => loss);
      return {
        candidate,
        losses,
        replicates: Int32Array.from(counted, ({ replicate }) => replicate),
        criterion: losses.length < needed ? null : criterion.evaluate(losses),
        eliminatedAt: left === 0 ? null : left,
        ...NO_FRESH,
      };
    })
    .sort(
      (a, b) =>
        compareCenters(b.eliminatedAt ?? Infinity, a.eliminatedAt ?? Infinity) ||
        compareCenters(criterionOf(a), criterionOf(b)) ||
        (a.candidate < b.candidate ? -1 : 1),
    );
}

interface CountedLoss {
  readonly loss: number;
  readonly replicate: number;
}

function countedLosses(state: RoundsState, columns: readonly Float64Array[], index: number): CountedLoss[] {
  const left = state.leftAfter[index] as number;
  const losses = (left === 0 ? columns : columns.slice(0, left)).map((column) => column[index] as number);
  return losses.flatMap((loss, replicate) => (Number.isNaN(loss) ? [] : [{ loss, replicate }]));
}

/** Those of the round in hand that all have. */
function completeColumns({ hand, filled, survivors }: RoundsState): readonly Float64Array[] {
  return filled === 0 ? hand : hand.slice(0, Math.floor(filled / survivors.length));
}
