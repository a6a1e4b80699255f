/** @file A race that asks what to train and is told losses: no files, no clock, nothing but values. */
import {
  AheadTrials,
  badArgument,
  DEFAULT_AHEAD_SHARE,
  type Decision,
  defined,
  failedOutcome,
  failureOf,
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
  trialOfKey,
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
  /** Trials whose losses the race waits for, given out or not, or may ask for soon. Any other that was given out is no longer needed. */
  readonly awaited: readonly string[];
  /**
   * Up to `most` trials that were not given out before; none when the race has ended, or when it waits for trials that are
   * out (check `status`). With a number, which says how many places stand idle, what the race is likely to ask for soon is among them,
   * as far as `race.ahead` allows. Trials may be told in any order: decisions do not depend on it.
   */
  ask(most?: number): AskedTrial<Configuration>[];
  /**
   * Takes the loss of a trial that `ask` gave, once, needed or not; what is not finite counts as the worst there is, and so does a failure, of which
   * two in one way take out a candidate that never worked. Returns the decisions that follow. @throws InputError for a trial that was never
   * given, or is told already, and for what is neither.
   */
  tell(id: string, loss: number | { readonly failed: string }): readonly Decision[];
}

/** What reports of it are made from, beside. */
export interface FollowedRace<Configuration = JsonObject> extends OpenRace<Configuration> {
  readonly facts: RaceFacts;
  /** Settings of the race. */
  readonly description: JsonObject;
  readonly collapse: CollapseSettings;
  /** What the race rests on so far, in the order of asking; and what was told beside, in the order of telling. */
  readonly used: readonly Outcome[];
  readonly unused: readonly Outcome[];
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
  readonly #ahead: AheadTrials;
  /** Asked for and not told, given out or not; and what was given out ahead and may be asked for yet. By id, in the order of asking. */
  readonly #awaited = new Map<string, Trial>();
  /** Given out and not told, awaited or not. */
  readonly #out = new Map<string, Trial>();
  readonly #decisions: Decision[] = [];
  /** By id, in the order of telling. */
  readonly #outcomes = new Map<string, Outcome>();
  /** Whether it goes on from what another one was told. */
  readonly #goesOn: boolean;

  constructor({ candidates, race: choices = {}, seed = 1, trials, told }: RaceOptions<Configuration>, race: Race) {
    this.#race = race;
    this.#seed = seed;
    this.collapse = choices.collapse ?? {};
    const byName = Array.isArray(candidates) ? {} : (candidates as Readonly<Record<string, Configuration>>);
    this.#configurations = new Map(
      candidateNamesIn(candidates)
        .filter((name) => Object.hasOwn(byName, name))
        .map((name) => [name, byName[name] as Configuration]),
    );
    this.#goesOn = told !== undefined;
    for (const { id, loss, failed } of told ?? []) {
      const trial = trialOfKey(id);
      if (trial === undefined) throw notTold(`${id} is no trial.`);
      this.#outcomes.set(id, outcomeTold(trial, loss, failed));
    }
    this.#fold = new TrialFold(race, trials, (trial) => this.#outcomes.get(trialKey(trial)));
    this.#ahead = new AheadTrials(this.#fold, {
      share: choices.ahead ?? (trials === undefined ? DEFAULT_AHEAD_SHARE : 0),
      lacks: (trial) => !(this.#fold.isOpen(trial) || this.#outcomes.has(trialKey(trial))),
      trained: Array.from(this.#outcomes.values(), ({ trial }) => trial),
    });
    this.#pull();
    const names = this.#names;
    const stranger = [...this.#outcomes.values()].find(({ trial }) => !names.has(trial.candidate));
    if (stranger !== undefined) throw notTold(`this race has no candidate ${stranger.trial.candidate}.`);
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
    return collapsesOf(this.standings, trainingsIn(this.used), this.collapse, this.answer?.reliability);
  }

  get facts(): RaceFacts {
    return this.#race.facts;
  }

  get description(): JsonObject {
    return this.#race.description;
  }

  get used(): readonly Outcome[] {
    return this.#fold.used.flatMap((trial) => this.#outcomes.get(trialKey(trial)) ?? []);
  }

  get unused(): readonly Outcome[] {
    const used = new Set(this.#fold.used.map(trialKey));
    return [...this.#outcomes.values()].filter(({ trial }) => !used.has(trialKey(trial)));
  }

  get told(): readonly ToldTrial[] {
    return Array.from(this.#outcomes, ([id, outcome]) => ({
      id,
      loss: outcome.status === 'completed' ? outcome.loss : null,
      ...defined({ failed: failureOf(outcome)?.message }),
    }));
  }

  get awaited(): readonly string[] {
    return [...this.#awaited.keys()];
  }

  ask(most = Number.POSITIVE_INFINITY): AskedTrial<Configuration>[] {
    if (most !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(most) && most >= 0)) {
      throw badArgument('ask: most', most, 'a whole number from 0, or nothing for all there are');
    }
    const given = [...this.#awaited].filter(([id]) => !this.#out.has(id)).slice(0, most);
    while (given.length < most && most !== Number.POSITIVE_INFINITY) {
      const trial = this.#ahead.take();
      if (trial === undefined) break;
      given.push([trialKey(trial), trial]);
    }
    return given.map(([id, trial]) => {
      this.#awaited.set(id, trial);
      this.#out.set(id, trial);
      return this.#describe(id, trial);
    });
  }

  tell(id: string, told: number | { readonly failed: string }): readonly Decision[] {
    const failed = typeof told === 'object' ? told?.failed : undefined;
    const loss = typeof told === 'number' ? told : null;
    if (loss === null && typeof failed !== 'string')
      throw badArgument('tell: loss', told, 'a number; NaN or Infinity where training diverged; { failed: why }');
    const trial = this.#out.get(id) ?? this.#givenBefore(id);
    if (trial === undefined) throw notOut(id);
    if (loss !== null) this.#race.requireLoss?.(loss, trial.candidate);
    this.#out.delete(id);
    this.#awaited.delete(id);
    const outcome = outcomeTold(trial, loss, failed);
    this.#outcomes.set(id, outcome);
    this.#fold.settle(outcome);
    return this.#pull();
  }

  /** The trial of an id that the race before this one may have given. */
  #givenBefore(id: string): Trial | undefined {
    const trial = this.#goesOn && !this.#outcomes.has(id) ? trialOfKey(id) : undefined;
    return trial !== undefined && this.#names.has(trial.candidate) ? trial : undefined;
  }

  /** Of all candidates, those that have joined among them. */
  get #names(): ReadonlySet<string> {
    return new Set(this.standings.map(({ candidate }) => candidate));
  }

  /** Gives out what the race asks for. */
  #pull(): readonly Decision[] {
    const made: Decision[] = [];
    const missing = this.#fold.advance({
      asked: (slots) => {
        for (const { ask } of slots) this.#ahead.ask(ask);
      },
      abandoned: () => this.#awaited.clear(),
      decided: (decision) => made.push(decision),
    });
    for (const trial of missing) this.#awaited.set(trialKey(trial), trial);
    if (this.#fold.end !== undefined) this.#awaited.clear();
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
  return inputError`trial-not-out: Trial ${String(id)} is not open: ask() never gave it, or its loss is known.
    Allowed: one loss for each trial that ask() gave
    Fix: Tell each trial once.`;
}
