/** @file A race that asks what to train and is told losses: no files, no clock, nothing but values. */
import {
  badArgument,
  type Decision,
  defined,
  failedOutcome,
  type InputError,
  inputError,
  type JsonObject,
  type Outcome,
  type PerStream,
  type Streams,
  seedsOf,
  type Trial,
  TrialFold,
  trialKey,
} from '../core/index.js';
import {
  type CollapseSettings,
  type Collapses,
  collapsesOf,
  planRace,
  type Race,
  type RaceAnswer,
  type RaceEnd,
  type RaceFacts,
  type RaceSettings,
  type Standing,
  trainingsIn,
} from '../questions/race/plan/index.js';
import { candidateNamesIn, notTold, type RaceOptions, raceSettingsOf, type ToldTrial } from './race-options.js';

/** A trial to be trained somewhere. Plain data: it may travel as JSON. */
export interface AskedTrial<Configuration = JsonObject> {
  /** Names the trial when its loss is told. */
  readonly id: string;
  readonly candidate: string;
  /** The configuration that was given; absent where candidates were given as names, which the type `undefined` says. */
  readonly configuration: Configuration;
  readonly replicate: number;
  /** An integer in [0, 2^31) for each source of randomness. */
  readonly seeds: PerStream;
  readonly streams: Streams;
}

export interface OpenRace<Configuration = JsonObject> {
  /** `running` until the race has ended; then why. */
  readonly status: 'running' | RaceEnd;
  /** Those that may still be chosen, the leader first. */
  readonly survivors: readonly string[];
  readonly decisions: readonly Decision[];
  /** What may be claimed so far; undefined before there is anything to say. */
  readonly answer: RaceAnswer | undefined;
  /** All candidates with their losses, best first. */
  readonly standings: readonly Standing[];
  /** How often each candidate collapsed, by its name; only of those that were trained. */
  readonly collapses: ReadonlyMap<string, Collapses>;
  /** What was told, in that order: with it and the same options another race goes on from here. */
  readonly told: readonly ToldTrial[];
  /** Trials whose losses the race waits for, given out or not. An outcome of any other open trial is no longer needed. */
  readonly awaited: readonly string[];
  /**
   * Up to `most` trials that were not given out before; none when the race has ended, or when it waits for trials that are
   * out (check `status`). Trials may be told in any order: decisions do not depend on it.
   */
  ask(most?: number): AskedTrial<Configuration>[];
  /**
   * Takes the loss of a trial that `ask` gave, once; what is not finite counts as the worst there is, and so does a failure, of which two
   * in one way take out a candidate that never worked. Returns the decisions that follow. @throws InputError for a trial that is not out, and for what
   * is neither.
   */
  tell(id: string, loss: number | { readonly failed: string }): readonly Decision[];
}

/** What reports of it are made from, beside. */
export interface FollowedRace<Configuration = JsonObject> extends OpenRace<Configuration> {
  readonly facts: RaceFacts;
  /** Settings of the race. */
  readonly description: JsonObject;
  readonly collapse: CollapseSettings;
  /** What the race rests on so far, in the order of asking; and what was told beside. */
  readonly used: readonly Outcome[];
  readonly unused: readonly Outcome[];
}

interface Open {
  readonly trial: Trial;
  isOut: boolean;
}

/**
 * A race over candidates that you train yourself: in a browser, on a farm, anywhere.
 *
 * @example
 * const race = createRace({ candidates: { small: { units: 8 }, large: { units: 64 } } });
 * for (let [trial] = race.ask(1); trial; [trial] = race.ask(1)) {
 *   race.tell(trial.id, train(trial.configuration, trial.seeds));
 * }
 * console.log(race.answer?.winner, race.answer?.verdict);
 *
 * @throws InputError for the first option that cannot be raced.
 */
export function createRace(
  options: RaceOptions<never> & { readonly candidates: readonly string[] },
): OpenRace<undefined>;
export function createRace<Configuration = JsonObject>(
  options: RaceOptions<Configuration> & { readonly candidates: Readonly<Record<string, Configuration>> },
): OpenRace<Configuration>;
export function createRace<Configuration = JsonObject>(
  options: RaceOptions<Configuration>,
): OpenRace<Configuration | undefined>;
export function createRace(options: RaceOptions<unknown>): OpenRace<unknown> {
  return createRaceBy(planRace, options);
}

/** The same by another plan than the usual one of these settings. */
export function createRaceBy(
  planOf: (settings: RaceSettings) => Race,
  options: RaceOptions<unknown>,
): FollowedRace<unknown> {
  return new FoldedRace(options, planOf(raceSettingsOf(options)));
}

class FoldedRace<Configuration> implements FollowedRace<Configuration> {
  readonly #race: Race;
  readonly #seed: number;
  readonly collapse: CollapseSettings;
  readonly #configurations: ReadonlyMap<string, Configuration>;
  readonly #fold: TrialFold<unknown>;
  readonly #open = new Map<string, Open>();
  readonly #decisions: Decision[] = [];
  readonly #told: ToldTrial[] = [];
  readonly #ended: Outcome[] = [];

  constructor({ candidates, race: choices = {}, seed = 1, trials, told = [] }: RaceOptions<Configuration>, race: Race) {
    this.#race = race;
    this.#seed = seed;
    this.collapse = choices.collapse ?? {};
    const names = candidateNamesIn(candidates);
    const byName = Array.isArray(candidates) ? {} : (candidates as Readonly<Record<string, Configuration>>);
    this.#configurations = new Map(
      names.filter((name) => Object.hasOwn(byName, name)).map((name) => [name, byName[name] as Configuration]),
    );
    const before = new Map(told.map((one) => [one.id, one]));
    this.#fold = new TrialFold(race, trials, (trial) => {
      const one = before.get(trialKey(trial));
      before.delete(trialKey(trial));
      return one && this.#outcomeOf(trial, one.loss, one.failed);
    });
    this.#pull();
    // Trials that the race abandoned had been told all the same.
    const [left] = before.keys();
    if (left !== undefined && !this.#fold.hasAbandoned && this.#fold.end === undefined) {
      throw notTold(`this race never asked for the trial ${left}.`);
    }
  }

  get status(): OpenRace['status'] {
    return this.#fold.end === undefined ? 'running' : this.#race.endOf(this.#fold.state);
  }

  get survivors(): readonly string[] {
    return this.#race.survivors(this.#fold.state);
  }

  get decisions(): readonly Decision[] {
    return [...this.#decisions];
  }

  get answer(): RaceAnswer | undefined {
    return this.#race.answer(this.#fold.state);
  }

  get standings(): readonly Standing[] {
    return this.#race.standings(this.#fold.state);
  }

  get collapses(): ReadonlyMap<string, Collapses> {
    return collapsesOf(this.standings, trainingsIn(this.#ended), this.collapse, this.answer?.reliability);
  }

  get facts(): RaceFacts {
    return this.#race.facts;
  }

  get description(): JsonObject {
    return this.#race.description;
  }

  get used(): readonly Outcome[] {
    const ended = new Map(this.#ended.map((outcome) => [trialKey(outcome.trial), outcome]));
    return this.#fold.used.flatMap((trial) => ended.get(trialKey(trial)) ?? []);
  }

  get unused(): readonly Outcome[] {
    const used = new Set(this.#fold.used.map(trialKey));
    return this.#ended.filter(({ trial }) => !used.has(trialKey(trial)));
  }

  get told(): readonly ToldTrial[] {
    return [...this.#told];
  }

  get awaited(): readonly string[] {
    return [...this.#open.keys()];
  }

  ask(most = Number.POSITIVE_INFINITY): AskedTrial<Configuration>[] {
    if (most !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(most) && most >= 0)) {
      throw badArgument('ask: most', most, 'a whole number from 0, or nothing for all there are');
    }
    const free = [...this.#open].filter(([, { isOut }]) => !isOut).slice(0, most);
    return free.map(([id, open]) => {
      open.isOut = true;
      return this.#describe(id, open.trial);
    });
  }

  tell(id: string, told: number | { readonly failed: string }): readonly Decision[] {
    const open = this.#open.get(id);
    const failed = typeof told === 'object' ? told?.failed : undefined;
    const loss = typeof told === 'number' ? told : null;
    if (loss === null && typeof failed !== 'string')
      throw badArgument('tell: loss', told, 'a number; NaN or Infinity where training diverged; { failed: why }');
    if (open?.isOut !== true) throw notOut(id);
    if (loss !== null) this.#race.requireLoss?.(loss, open.trial.candidate);
    this.#open.delete(id);
    this.#fold.settle(this.#outcomeOf(open.trial, loss, failed));
    return this.#pull();
  }

  #outcomeOf(trial: Trial, told: number | null, failed?: string): Outcome {
    const outcome = outcomeTold(trial, told, failed);
    this.#told.push({
      id: trialKey(trial),
      loss: outcome.status === 'completed' ? outcome.loss : null,
      ...defined({ failed }),
    });
    this.#ended.push(outcome);
    return outcome;
  }

  /** Gives out what the race asks for. */
  #pull(): readonly Decision[] {
    const made: Decision[] = [];
    const missing = this.#fold.advance({
      asked: () => {},
      abandoned: () => this.#open.clear(),
      decided: (decision) => made.push(decision),
    });
    for (const trial of missing) this.#open.set(trialKey(trial), { trial, isOut: false });
    if (this.#fold.end !== undefined) this.#open.clear();
    this.#decisions.push(...made);
    return made;
  }

  #describe(id: string, trial: Trial): AskedTrial<Configuration> {
    return {
      id,
      candidate: trial.candidate,
      configuration: this.#configurations.get(trial.candidate) as Configuration,
      replicate: trial.streams.init,
      seeds: seedsOf(trial, this.#seed),
      streams: trial.streams,
    };
  }
}

function outcomeTold(trial: Trial, loss: number | null, failed: string | undefined): Outcome {
  if (failed !== undefined) return failedOutcome(trial, { kind: 'exception', message: failed }, 0);
  const isUsable = loss !== null && Number.isFinite(loss);
  return {
    trial,
    status: isUsable ? 'completed' : 'diverged',
    loss: isUsable ? loss : Number.POSITIVE_INFINITY,
    metrics: {},
    lossPerEpoch: [],
    seconds: 0,
  };
}

function notOut(id: unknown): InputError {
  return inputError`trial-not-out: Trial ${String(id)} is not open: ask() never gave it, its loss is known, or it is no longer needed.
    Allowed: one loss for each trial that ask() gave
    Fix: Tell each trial once.`;
}
