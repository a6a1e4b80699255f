/** @file Races for people who bring their own scheduler: they ask what to train, and tell the outcomes. */
import {
  AheadTrials,
  type AskedScore,
  askedByProgram,
  badArgument,
  type Candidate,
  calledByProgram,
  type Decision,
  defined,
  failedOutcome,
  failureOf,
  type JsonObject,
  lossGiven,
  namedNumber,
  type Outcome,
  type PerStream,
  type Question,
  RunError,
  readMetrics,
  runError,
  type Streams,
  seedsOf,
  shouldRetry,
  TrainingFailure,
  type TrainingResult,
  type Trial,
  trialKey,
} from '../../core/index.js';
import { Course } from '../../evidence/drive/index.js';
import { createMemoryStore } from '../../evidence/log/index.js';
import { fromZero } from '../../questions/common/index.js';
import type { EndStatus, Result } from '../../report/index.js';
import type { Propose } from '../../search/index.js';
import type { TrainFunction } from '../../trainers/index.js';
import { candidateLookup, toOutcome } from '../../work/here/index.js';
import { sourceOf } from '../ask/experiment-source.js';
import { takeOver } from '../ask/found/evidence.js';
import { begunFrom } from '../ask/found/from.js';
import { conclude } from '../conclude/conclude.js';
import { environmentHere } from '../environment.js';
import { incomplete } from '../folder/answer-folder.js';
import { knownIn } from '../folder/logged-run.js';
import { RUN_FILES } from '../folder/run-files.js';
import { type OpenRun, openRun } from '../folder/run-folder.js';
import type { PlannedRace } from '../questions/assemble-race.js';
import type { Prepared } from '../questions/question-kind.js';
import { prepare, QUESTIONS } from '../questions/questions.js';
import { tracedRace } from '../trace.js';
import type { ConfigurationOf, CreateRaceOptions } from './options.js';

/** A trial to be trained somewhere. Plain data: it may travel as JSON. */
export interface AskedTrial<Configuration = JsonObject> {
  /** Names the trial when its outcome is told. */
  readonly id: string;
  readonly candidate: string;
  readonly configuration: Configuration;
  readonly replicate: number;
  /** An integer in [0, 2^31) for each source of randomness. */
  readonly seeds: PerStream;
  readonly streams: Streams;
  /** Training examples; 0 = your own default. */
  readonly sampleSize: number;
}

/** A loss alone, or with metrics, among them may be what is raced in place of a loss; or that there is none, and why. `seconds` of training, from 0; without it nothing is known of the time. */
export type Told =
  | number
  | (Omit<TrainingResult, 'loss' | 'lossOf'> & { readonly loss?: number; readonly seconds?: number })
  | { readonly failed: string; readonly kind?: string; readonly seconds?: number };

export interface AskTellRace<Configuration = JsonObject> {
  /** `running` until the race has ended; then why. */
  readonly status: 'running' | EndStatus;
  /** Ids of the candidates that may still be chosen, the leader first. */
  readonly survivors: readonly string[];
  readonly decisions: readonly Decision[];
  /**
   * Up to `most` trials that were not given out before; none when the race has ended, or when it waits for outcomes of
   * trials that are out (check `status`). With a number, which says how many places stand idle, what the race is likely to ask for soon
   * is among them, as far as `ahead` allows. Trials may be told in any order: decisions do not depend on it.
   */
  ask(most?: number): AskedTrial<Configuration>[];
  /**
   * Takes an outcome, once for each trial that was given, needed or not. A failure is asked for again as often as the experiment's `failures` say.
   * Returns the decisions that follow. @throws RunError for a trial that is not out, or where a failure stops the race.
   */
  tell(id: string, told: Told): readonly Decision[];
  /** The result so far; once the race has ended also written to the run folder. */
  result(): Promise<Result>;
  /** Gives the run folder free. */
  close(): void;
}

/** @throws InputError for anything wrong with the experiment or the run folder. */
export async function openRace<Space, Spaces>(
  options: CreateRaceOptions<Space, Spaces>,
): Promise<AskTellRace<ConfigurationOf<Space>>> {
  const { experiment, out, budget, separate, ahead } = options;
  const propose = options.propose as Propose | undefined;
  const begun = await begunFrom(sourceOf(experiment), options.from, { folder: out, fresh: false });
  const asked = defined({ budget, separate, ahead, propose, from: begun.from });
  const use = { known: knownIn(out), train: trainedElsewhere };
  const prepared = await prepare(QUESTIONS.race, begun.source, asked, use);
  return new AskTell(prepared, out) as AskTellRace<unknown> as AskTellRace<ConfigurationOf<Space>>;
}

/** Stands for the user's own trainers in the identity of the run. */
const trainedElsewhere: TrainFunction = () => Number.NaN;

/** A trial that has no outcome yet. */
interface Open {
  readonly trial: Trial;
  isOut: boolean;
  failures: number;
}

/** Every call is checked, and says so where the race has been closed. */
class AskTell implements AskTellRace {
  readonly #prepared: Prepared<PlannedRace>;
  readonly #run: OpenRun | undefined;
  readonly #question: Question;
  readonly #course: Course<unknown>;
  readonly #ahead: AheadTrials;
  readonly #candidateOf: (trial: Trial) => Candidate;
  readonly #record: (seconds: number) => void;
  readonly #startedMs = performance.now();
  readonly #open = new Map<string, Open>();
  #isClosed = false;

  constructor(prepared: Prepared<PlannedRace>, folder: string | undefined) {
    this.#prepared = prepared;
    const { header, candidates, planned, failurePolicy, budget, request } = prepared;
    this.#run = folder === undefined ? undefined : openRun(folder, header, { fresh: false });
    const store = this.#run?.store ?? createMemoryStore(header);
    this.#question = store.ask({ header, request });
    for (const evidence of prepared.evidence ?? []) takeOver(store, this.#question, evidence);
    planned.attach?.(this.#question);
    this.#course = new Course({
      plan: tracedRace(planned.plan, this.#question),
      question: this.#question,
      failurePolicy,
      limit: budget.trials,
    });
    this.#ahead = new AheadTrials(this.#course, {
      share: prepared.ahead,
      lacks: (trial) => this.#course.lacks(trial),
      policy: failurePolicy,
      trained: this.#question.unusedOutcomes().map(({ trial }) => trial),
    });
    this.#candidateOf = candidateLookup(candidates);
    const stretch = { startedAt: new Date().toISOString(), workers: 1, environment: environmentHere() };
    this.#record = this.#question.beginStretch(stretch);
    this.#pull();
  }

  get status(): AskTellRace['status'] {
    const { end, state } = this.#course;
    return end === undefined ? 'running' : this.#prepared.planned.plan.endOf(state);
  }

  get survivors(): readonly string[] {
    this.#requireOpen();
    return this.#prepared.planned.plan.survivors(this.#course.state);
  }

  get decisions(): readonly Decision[] {
    this.#requireOpen();
    return this.#question.decisions();
  }

  ask(most = Number.POSITIVE_INFINITY): AskedTrial[] {
    if (most !== Number.POSITIVE_INFINITY && !fromZero.safeParse(most).success)
      throw badArgument('ask: most', most, 'a whole number from 0, or nothing for all there are');
    this.#requireOpen();
    const free = [...this.#open.values()].filter(({ isOut }) => !isOut).slice(0, most);
    while (free.length < most && most !== Number.POSITIVE_INFINITY) {
      const trial = this.#ahead.take();
      if (trial === undefined) break;
      free.push(this.#await(trial));
    }
    return free.map((open) => {
      open.isOut = true;
      return this.#describe(open.trial);
    });
  }

  tell(id: string, told: Told): readonly Decision[] {
    if (typeof id !== 'string') throw badArgument('tell: id', id, 'the `id` of a trial that ask() gave');
    this.#requireOpen();
    return calledByProgram(() => this.#tell(id, told));
  }

  async result(): Promise<Result> {
    this.#requireOpen();
    return askedByProgram(() => this.#result());
  }

  /** Closing it again does nothing. */
  close(): void {
    if (!this.#isClosed) this.#run?.close();
    this.#isClosed = true;
  }

  #requireOpen(): void {
    if (!this.#isClosed) return;
    throw runError`race-closed: This race has been closed.
      Allowed: its status
      Fix: Ask and tell before close(); createRace() with the same \`out\` goes on where it was.`;
  }

  #tell(id: string, told: Told): readonly Decision[] {
    const open = this.#open.get(id);
    if (open?.isOut !== true)
      throw runError`trial-not-out: Trial ${id} is not open: ask() never gave it, or its outcome is known already.
        Allowed: one outcome for each trial that ask() gave
        Fix: Tell each trial once.`;
    const { trial } = open;
    const outcome = readTold(trial, told, this.#prepared.planned.score);
    const failure = failureOf(outcome);
    const isOfUse = this.#course.awaits(trial) || this.#ahead.has(trial);
    if (isOfUse && failure !== undefined && shouldRetry(this.#prepared.failurePolicy, failure, ++open.failures)) {
      open.isOut = false;
      return [];
    }
    this.#record((performance.now() - this.#startedMs) / 1000);
    this.#open.delete(id);
    // A failure ahead counts only once it is asked for.
    if (this.#ahead.has(trial) && !this.#ahead.keep(outcome)) return [];
    this.#take(outcome);
    return this.#pull();
  }

  /** Where the outcome ends the race, it has not been answered: it can be asked for again, once its cause is corrected. */
  #take(outcome: Outcome): void {
    const error = this.#course.take([outcome]);
    if (error === undefined) return;
    this.#await(outcome.trial);
    throw error;
  }

  #await(trial: Trial): Open {
    const open = { trial, isOut: false, failures: 0 };
    this.#open.set(trialKey(trial), open);
    return open;
  }

  async #result(): Promise<Result> {
    const folder = this.#run?.folder;
    const { status } = this;
    const needs = {
      experimentSeed: this.#prepared.header.seed,
      artifactFolder: folder === undefined ? '' : `${folder}/${RUN_FILES.artifacts}`,
      warn: (text: string) => this.#question.notice('warning', text),
    };
    const where = status === 'running' ? {} : { into: this.#run };
    const question = this.#question;
    const { state } = this.#course;
    const position = { question, status, state, decisions: question.usedDecisions(), code: undefined };
    const { report, missing } = await conclude(this.#prepared, position, needs, where);
    if (missing.length > 0)
      process.emitWarning(incomplete(missing, 'ask for the result again').message, 'SurefootWarning');
    return report.record;
  }

  /** Gives out what the race asks for; gives the decisions that the log did not have. */
  #pull(): Decision[] {
    const made: Decision[] = [];
    const missing = this.#course.pull({
      asked: (slots) => {
        for (const { ask } of slots) this.#ahead.askLogged(ask);
      },
      abandoned: () => this.#forgetFree(),
      decided: (decision, replayed) => {
        if (!replayed) made.push(decision);
      },
    });
    const failed = missing.flatMap((trial) => {
      if (!this.#ahead.has(trial)) this.#await(trial);
      return this.#ahead.ask(trial) ?? [];
    });
    for (const outcome of failed) this.#take(outcome);
    if (failed.length > 0) made.push(...this.#pull());
    if (this.#course.end !== undefined) this.#forgetFree();
    return made;
  }

  /** A training under way may still be told: it is evidence. */
  #forgetFree(): void {
    for (const [id, { isOut }] of this.#open) if (!isOut) this.#open.delete(id);
  }

  #describe(trial: Trial): AskedTrial {
    return {
      id: trialKey(trial),
      candidate: trial.candidate,
      // A copy: candidates share parts of their configurations, and these go into strangers' hands.
      configuration: structuredClone(this.#candidateOf(trial).configuration) as JsonObject,
      replicate: trial.streams.init,
      seeds: seedsOf(trial, this.#prepared.header.seed),
      streams: trial.streams,
      sampleSize: trial.fidelity.sampleSize,
    };
  }
}

function readTold(trial: Trial, given: Told, score: AskedScore | undefined): Outcome {
  const told = namedNumber(given, score) as Exclude<Told, number>;
  if (typeof told !== 'object' || told === null) throw unclear(trial, told);
  const { seconds } = { ...UNTIMED, ...told };
  if (!(Number.isFinite(seconds) && seconds >= 0)) throw unclear(trial, told);
  if ('failed' in told) {
    return failedOutcome(trial, { kind: told.kind ?? 'exception', message: String(told.failed) }, seconds);
  }
  try {
    const loss = lossGiven(told.loss, readMetrics(told.metrics), score);
    return toOutcome(trial, { ...told, ...loss } as TrainingResult, { seconds });
  } catch (error) {
    throw error instanceof TrainingFailure ? unclear(trial, told, error) : error;
  }
}

const UNTIMED = { seconds: 0 };

function unclear(trial: Trial, told: unknown, cause?: TrainingFailure): RunError {
  const said = JSON.stringify(told) ?? String(told);
  return new RunError({
    code: 'told-unclear',
    what: `Trial ${trialKey(trial)} was told as ${said.slice(0, 200)}, which is not an outcome. ${cause?.message ?? ''}`.trim(),
    allowed: 'a loss, { loss, ... }, or { failed: why }; with `seconds`, a number from 0, where it is known',
    fix: 'Tell its outcome again; the trial is still open.',
    ...(cause === undefined ? {} : { cause }),
  });
}
