/**
 * @file Folds the events of a run into how far it has come. An event costs little whatever the size of the race; what takes
 * looking at the field is computed when somebody asks.
 */
import { isFailure, type Outcome, type ProgressEvent, type RoundProgress } from '../../core/index.js';
import { Leaders } from './leaders.js';
import { remainingTrials, secondsFor } from './remaining.js';
import type { FailureNote, ProgressFacts, Remaining, RunProgress } from './run-progress.js';

/** Of late is the last half of the time: trainings come fast and slow by turns, and one candidate takes longer than another. */
const OF_LATE = 0.5;
/** And so many outcomes at least, and twice as many as there are workers. */
const LEAST_OUTCOMES = 8;

class Pace {
  /** When outcomes came, in seconds since the stretch began, oldest first; the first only says when the others began. */
  readonly #times: number[] = [0];
  #first = 0;

  constructor(private readonly workers: () => number) {}

  add(seconds: number): void {
    this.#times.push(seconds);
  }

  /** Outcomes a second until now; null before the first. It falls while nothing comes. */
  at(nowSeconds: number): number | null {
    const last = this.#times.length - 1;
    const least = Math.max(LEAST_OUTCOMES, 2 * this.workers());
    const isOld = (place: number) => (this.#times[place] as number) <= OF_LATE * nowSeconds;
    while (last - this.#first > least && isOld(this.#first + 1)) this.#first++;
    const span = nowSeconds - (this.#times[this.#first] as number);
    return last === 0 || span <= 0 ? null : (last - this.#first) / span;
  }
}

const MOST_FAILURES = 5;

/** The fold over the events of one run. `now` of its methods is the time since the last event, in seconds. */
export class ProgressFold {
  readonly #facts: ProgressFacts;
  readonly #leaders: Leaders | undefined;
  readonly #pace = new Pace(() => this.#workers);
  #state: RunProgress['state'] = 'preparing';
  #workers = 0;
  #elapsed = { elapsedSeconds: 0, totalSeconds: 0 };
  /** Trials of the rounds before the one in hand. */
  #doneBefore = 0;
  #round: RoundProgress | undefined;
  #raced = 0;
  #left: number;
  #decisions = 0;
  #failed = 0;
  #diverged = 0;
  #failures: FailureNote[] = [];
  #retries = 0;
  #workersLost = 0;

  constructor(facts: ProgressFacts) {
    const { work } = facts;
    this.#facts = facts;
    this.#leaders = work.kind === 'race' ? new Leaders(work) : undefined;
    this.#left = work.kind === 'race' ? work.facts.candidates.length : 0;
  }

  take(event: ProgressEvent): void {
    if ('elapsedSeconds' in event) {
      const { elapsedSeconds, totalSeconds } = event;
      this.#elapsed = { elapsedSeconds, totalSeconds };
    }
    switch (event.kind) {
      case 'begun':
        this.#state = 'running';
        this.#workers = event.workers;
        for (const outcome of event.outcomes) this.#leaders?.take(outcome);
        break;
      case 'round-begun':
        this.#doneBefore = event.trialsBefore;
        this.#round = event.round;
        break;
      case 'outcome':
        this.#round = event.round;
        this.#takeOutcome(event.outcome);
        break;
      case 'decision':
        this.#decisions++;
        this.#raced = event.decision.round;
        this.#left = event.decision.survivors.length;
        this.#leaders?.decide(event.decision);
        break;
      case 'finished':
        this.#state = event.end;
        break;
      case 'retry':
        this.#retries++;
        break;
      case 'worker-lost':
        this.#workersLost++;
        break;
      case 'round-ended':
        this.#round = event.round;
        break;
      case 'place-lost':
        this.#workers = Math.max(0, this.#workers - 1);
        break;
      case 'workers':
        this.#workers = event.workers;
        break;
      case 'slow':
      case 'trial-lost':
      case 'no-workers':
      case 'note':
      case 'transport-unreachable':
      case 'transport-reached':
        break;
    }
  }

  at(now = 0): RunProgress {
    const isRunning = this.#state === 'running';
    const later = isRunning ? now : 0;
    const elapsedSeconds = this.#elapsed.elapsedSeconds + later;
    const totalSeconds = this.#elapsed.totalSeconds + later;
    const throughput = this.#pace.at(elapsedSeconds);
    const { phase, number, running } = this.#round ?? { phase: '', number: 0, running: 0 };
    return {
      state: this.#state,
      phase,
      round: number,
      elapsedSeconds,
      totalSeconds,
      workers: this.#workers,
      trials: {
        done: this.#done,
        running: isRunning ? running : 0,
        failed: this.#failed,
        diverged: this.#diverged,
      },
      throughput,
      remaining: isRunning ? this.#remaining(throughput, totalSeconds) : null,
      leaders: this.#leaders?.best() ?? [],
      contested: this.#leaders === undefined ? null : Math.max(0, this.#left - 1),
      decisions: this.#decisions,
      failures: this.#failures,
      retries: this.#retries,
      workersLost: this.#workersLost,
    };
  }

  get #done(): number {
    return Math.max(0, this.#doneBefore + (this.#round?.done ?? 0));
  }

  #remaining(throughput: number | null, totalSeconds: number): Remaining {
    const { work, budget } = this.#facts;
    const standing = {
      round: this.#round,
      done: this.#done,
      raced: this.#raced,
      decisions: this.#decisions,
      left: this.#left,
      open: this.#leaders?.trialsOpen() ?? 0,
    };
    const left = remainingTrials(work, standing, budget.trials ?? Number.POSITIVE_INFINITY);
    const secondsLeft = Math.max(0, (budget.minutes ?? Number.POSITIVE_INFINITY) * 60 - totalSeconds);
    return { ...left, seconds: throughput === null ? null : secondsFor(left.trials, throughput, secondsLeft) };
  }

  #takeOutcome(outcome: Outcome): void {
    this.#pace.add(this.#elapsed.elapsedSeconds);
    this.#leaders?.take(outcome);
    if (outcome.status === 'diverged') this.#diverged++;
    if (!isFailure(outcome)) return;
    this.#failed++;
    const { trial, failure, status } = outcome;
    const note: FailureNote = {
      candidate: trial.candidate,
      replicate: trial.streams.init,
      kind: failure?.kind ?? status,
      message: failure?.message ?? status,
      atSeconds: this.#elapsed.elapsedSeconds,
    };
    this.#failures = [note, ...this.#failures].slice(0, MOST_FAILURES);
  }
}
