/**
 * @file The trainings of a run as they end: a dot each in the row of its candidate, what each row comes to so far, and what
 * failed by its cause.
 */
import {
  defined,
  failureKind,
  failureLine,
  isFailure,
  isOfReplicate,
  type Outcome,
  settingKey,
  type Trial,
  turned,
} from '../../core/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import { showCriterion } from '../direction.js';
import type { PlannedWork } from './run-progress.js';

/** `fresh`: after the race. `diverged` and `failed` have no value. */
export type DotKind = 'race' | 'fresh' | 'diverged' | 'failed';

/** One training that has ended. */
export interface Dot {
  /** The value that is shown: the loss, or the metric that is raced or studied; null where it has none. */
  readonly value: number | null;
  readonly kind: DotKind;
}

/** A candidate's trainings so far. */
export interface CandidateTrainings {
  readonly candidate: string;
  readonly trainings: number;
  /** In a race the criterion, in a study the median, of what is shown; null where there are too few, or where it is infinite. */
  readonly value: number | null;
  /** In order of arrival. */
  readonly dots: readonly Dot[];
}

/** Failures of one kind: numbers in their messages do not count. */
export interface FailureGroup {
  readonly kind: string;
  /** What the newest says. */
  readonly text: string;
  readonly count: number;
  /** The newest of them. */
  readonly candidate: string;
  readonly replicate: number;
}

interface Ended {
  readonly place: number;
  /** What it counts as; NaN where it is left out. In a study the figure itself. */
  readonly cost: number;
  /** After the race, which it says nothing of. */
  readonly isFresh: boolean;
  readonly dot: Dot;
  /** Where it failed. */
  readonly failed?: Omit<FailureGroup, 'count'> & { readonly cause: string };
}

type Row = Map<string | number, Ended>;

export class BoardFold {
  readonly #work: PlannedWork;
  /** Number of the question. */
  readonly #question: number;
  readonly #rows: Map<string, Row>;
  #ended = 0;

  constructor(work: PlannedWork, candidates: readonly string[], question: number) {
    this.#work = work;
    this.#question = question;
    this.#rows = new Map(candidates.map((id) => [id, new Map()]));
  }

  /** Trainings that have ended; one that was trained again counts once. */
  get ended(): number {
    return this.#ended;
  }

  get candidates(): readonly string[] {
    return [...this.#rows.keys()];
  }

  /**
   * Takes what has come: its dot, or undefined where it is none of this question's. `place` in the log, and number of the question
   * that it was trained for: a race uses what others have trained, a study is about its own.
   */
  take(outcome: Outcome, place: number, question: number): Dot | undefined {
    const { trial } = outcome;
    const row = this.#rows.get(trial.candidate);
    if (row === undefined || !this.#concerns(trial, question)) return undefined;
    const cost = this.#costOf(outcome);
    const dot = { value: this.#shown(cost, outcome), kind: kindOf(outcome, cost) };
    const key = this.#work.kind === 'race' ? trial.streams.init : settingKey(trial);
    if (!row.has(key)) this.#ended++;
    const isAfter = this.#work.kind === 'race' && isFresh(trial);
    row.set(key, { place, cost, isFresh: isAfter, dot, ...defined({ failed: failureOf(outcome) }) });
    return dot;
  }

  /** What stands at that place in the log counts no longer. */
  forget(place: number): void {
    for (const row of this.#rows.values()) {
      for (const [key, ended] of row) {
        if (ended.place !== place) continue;
        row.delete(key);
        this.#ended--;
        return;
      }
    }
  }

  /** `most`: dots, the newest. Empty for a candidate that does not take part. */
  row(candidate: string, most = Number.POSITIVE_INFINITY): CandidateTrainings {
    const ended = [...(this.#rows.get(candidate)?.values() ?? [])];
    const dots = ended.slice(Math.max(0, ended.length - most)).map(({ dot }) => dot);
    return { candidate, trainings: ended.length, value: this.#valueOf(ended), dots };
  }

  /** A study's candidates as they were asked for; of a race by `placeOf`, the least first, and by what they come to so far. */
  order(placeOf: (candidate: string) => number): readonly string[] {
    if (this.#work.kind === 'study') return this.candidates;
    const keys = [...this.#rows].map(([id, row]) => ({
      id,
      place: placeOf(id),
      cost: this.#rankOf([...row.values()]),
    }));
    keys.sort((a, b) => a.place - b.place || compare(a.cost, b.cost));
    return keys.map(({ id }) => id);
  }

  /** The most frequent first, then the newest. */
  failures(): readonly FailureGroup[] {
    const groups = new Map<string, FailureGroup & { readonly place: number }>();
    for (const { failed, place } of [...this.#rows.values()].flatMap((row) => [...row.values()])) {
      if (failed === undefined) continue;
      const known = groups.get(failed.cause);
      const newest = known !== undefined && known.place > place ? known : { ...failed, place };
      groups.set(failed.cause, { ...newest, count: (known?.count ?? 0) + 1 });
    }
    const sorted = [...groups.values()].sort((a, b) => b.count - a.count || b.place - a.place);
    return sorted.map(({ kind, text, count, candidate, replicate }) => ({ kind, text, count, candidate, replicate }));
  }

  #concerns(trial: Trial, question: number): boolean {
    if (this.#work.kind === 'study') return question === this.#question;
    return isOfReplicate(trial, this.#work.facts.sampleSize, trial.streams.split !== undefined);
  }

  #costOf(outcome: Outcome): number {
    if (this.#work.kind === 'race') {
      // What moves with every further training is nobody's dot.
      const isMoving = this.#work.joint !== undefined && outcome.status === 'completed';
      return isMoving ? Number.NaN : this.#work.lossOf(outcome);
    }
    return this.#work.valueOf(outcome) ?? Number.NaN;
  }

  #shown(cost: number, { status }: Outcome): number | null {
    if (status !== 'completed' || !Number.isFinite(cost)) return null;
    return this.#work.kind === 'race' ? turned(cost, this.#work.direction ?? 'minimize') : cost;
  }

  #valueOf(ended: readonly Ended[]): number | null {
    const costs = costsOf(ended);
    if (this.#work.kind === 'study') return finite(median(costs));
    const { criterion } = this.#work.facts;
    if (costs.length < criterion.minimumTrials) return null;
    return finite(showCriterion(criterion, this.#work.direction ?? 'minimize').show(criterion.evaluate(costs)));
  }

  /** By the criterion, and where there are too few trainings for it by their median. */
  #rankOf(ended: readonly Ended[]): number {
    const costs = costsOf(ended);
    if (this.#work.kind === 'study' || costs.length < this.#work.facts.criterion.minimumTrials) return median(costs);
    return this.#work.facts.criterion.evaluate(costs);
  }
}

/** Of the trainings that choose. */
function costsOf(ended: readonly Ended[]): number[] {
  return ended.filter((one) => !one.isFresh && !Number.isNaN(one.cost)).map(({ cost }) => cost);
}

function kindOf(outcome: Outcome, cost: number): DotKind {
  if (isFailure(outcome)) return 'failed';
  if (outcome.status === 'diverged' || !Number.isFinite(cost)) return 'diverged';
  return isFresh(outcome.trial) ? 'fresh' : 'race';
}

function failureOf(outcome: Outcome): Ended['failed'] {
  if (!isFailure(outcome)) return undefined;
  const { trial, status, failure = { kind: status, message: 'no message' } } = outcome;
  const { candidate, streams } = trial;
  const cause = failureKind(failure);
  return { cause, kind: failure.kind, text: failureLine(failure), candidate, replicate: streams.init };
}

/** The lower of the middle ones; NaN of none. */
function median(values: readonly number[]): number {
  return values.toSorted(compare)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** NaN last. */
function compare(a: number, b: number): number {
  return a === b ? 0 : Number.isNaN(a) || a > b ? 1 : -1;
}
