/** @file Declares the options of everything that trains, the further options of `select`, and what it gives. */

import { type ErrorDetails, type JsonObject, RunError } from '../../core/index.js';
import type { DataSpecInput } from '../../engine/datasets/index.js';
import type { Budget } from '../../evidence/drive/index.js';
import type { ExperimentInput } from '../../experiment/index.js';
import type {
  AssureAsked,
  CompareAsked,
  CoupleAsked,
  CurveAsked,
  KeepAsked,
  MeasureAsked,
} from '../../questions/index.js';
import type { KeepAnalysis } from '../../questions/keep/plan/index.js';
import type { CustomRule, RuleSettings } from '../../questions/race/plan/index.js';
import type { EndStatus, QuestionEnd, Result, StudyRecord } from '../../report/index.js';
import type { Propose } from '../../search/index.js';
import type { CustomCriterion } from '../../stats/index.js';
import type { TrainFunction } from '../../trainers/index.js';
import type { KnownBefore } from '../ask/found/from.js';
import type { Missing } from '../folder/answer-folder.js';
import type { PlanRunEvent } from '../run/run-question.js';

/** What everything that trains takes. `Space` follows from the experiment's `space`, `Spaces` from those of its `models`, and what trainers get from them. */
export interface SelectRunOptions<Space = unknown, Spaces = AnySpaces> {
  /** Path of an experiment file, or an experiment as a value with the same keys. */
  readonly experiment: string | ExperimentValue<Space, Spaces>;
  /**
   * Trains in place of the experiment's own trainer, in this process, `workers` promises at a time. A module that should
   * run in worker processes is named in the experiment: `trainer: { module: './train.js' }`.
   */
  readonly trainer?: TrainFunction<ConfigurationOf<Space>>;
  /** The run folder. The same call resumes what is there; without one nothing is written. */
  readonly out?: string;
  /** Forget what is in the run folder and start again. */
  readonly fresh?: boolean;
  /** Train failed trials of the run folder again, and make the decisions that rest on them again. */
  readonly retryFailed?: boolean;
  /**
   * Go on though the trainer's code is not the one that finished trials of the run folder were trained with. The log and the
   * report say so. Without it such a change is an InputError (`code-changed`).
   */
  readonly acceptChangedCode?: boolean;
  /** Trainings at the same time; default: the experiment's `workers`, or as many as cores, or as `resources` fit. */
  readonly workers?: number;
  /**
   * A folder, or another address, where `surefoot worker` is or will be started: workers there train. `workers` is then how many
   * trainings this process adds; none without it.
   */
  readonly workersAt?: string;
  /** Takes precedence over the experiment's budget. */
  readonly budget?: Budget;
  /** Stops the run; with a run folder the same call goes on later. */
  readonly signal?: AbortSignal;
  /** What it throws does not end the run: it is a warning of the process, once. */
  readonly onEvent?: (event: PlanRunEvent) => void;
}

export interface SelectOptions<Space = unknown, Spaces = AnySpaces> extends SelectRunOptions<Space, Spaces> {
  /**
   * Goes on where a race ended in a tie, up to so many replicates of those that may still be better; true: five times as many
   * as the race has. It is another question to the same folder, and trains only what is missing.
   */
  readonly separate?: number | boolean;
  /**
   * Share of its trainings that must come out for a candidate to be chosen, from 0.5 to 0.99; default: the experiment's
   * `race.reliability`. After the race the members of the set are put on probation by fresh trials, one after the other.
   */
  readonly reliability?: number;
  /**
   * Places that the race leaves idle train what it is likely to ask for soon: it decides the same sooner, for trainings that it may
   * never ask for (`result.trials.unused`). So much of that there may be, as a share of the trials used: 0 to 4. They come on top of a
   * budget. Default: the experiment's `race.ahead`, or 0.25; with a budget of trials 0.
   */
  readonly ahead?: number;
  /**
   * Proposes configurations that join a race that searches, given what was tried: `(state) => [{ rate: 0.01 }]`. They are checked as all
   * candidates are, need not lie in the space, and race by the same rules. It is asked once for each look in the life of a run folder.
   */
  readonly propose?: Propose<ConfigurationOf<Space>>;
  /**
   * What is known before: a run folder, a table of trials or a study of Optuna, by its path; trials as values, such as
   * `[{ settings: { rate: 0.01 }, loss: 0.3 }]`; or a list of several. Trainings of a run with the same data, trainer and seed are taken over;
   * anything else is a prior of a race that searches. The log keeps what was taken: the same call goes on without the files.
   */
  readonly from?: KnownBefore;
}

/**
 * What `createRace` takes of the options of `select`. The experiment's trainer is not used, and of a budget only `trials` means anything.
 * `from`: trainings are taken over from the run folder of another `createRace` alone, since it is not known what trains here.
 */
export type CreateRaceOptions<Space = unknown, Spaces = AnySpaces> = Pick<
  SelectOptions<Space, Spaces>,
  'experiment' | 'out' | 'budget' | 'separate' | 'ahead' | 'propose' | 'from'
>;

export interface Selection {
  /** `decided`: no other may be better. `exhausted`: some may, all named. `budget`: the budget ended before. */
  readonly status: EndStatus;
  readonly result: Result;
  /** Bytes of the winner's ONNX file; null where the trainer gives none, or nothing was decided. */
  readonly model: Uint8Array | null;
  /** What could not be made or written, with the reason; empty where all is there. The same call makes it. */
  readonly missing: readonly Missing[];
}

/** What every study takes; the `race` and `budget` of its experiment mean nothing here. */
export interface StudyOptions<Space = unknown, Spaces = AnySpaces> extends SelectRunOptions<Space, Spaces> {
  /** Ids or labels of the candidates that take part; default: all. */
  readonly candidates?: readonly string[];
  /** A metric to be studied, default: `loss`; of one that is none of the built-in trainer's smaller is taken for better. */
  readonly metric?: string;
}

export interface MeasureOptions<Space = unknown, Spaces = AnySpaces>
  extends StudyOptions<Space, Spaces>,
    MeasureAsked {}

export interface CurveOptions<Space = unknown, Spaces = AnySpaces> extends StudyOptions<Space, Spaces>, CurveAsked {}

export interface CompareOptions<Space = unknown, Spaces = AnySpaces>
  extends StudyOptions<Space, Spaces>,
    CompareAsked {}

export interface CoupleOptions<Space = unknown, Spaces = AnySpaces> extends StudyOptions<Space, Spaces>, CoupleAsked {}

export interface StudyFinding {
  /** `exhausted`: it has all its trials. `decided`, `denied`: it was answered, with yes or no. `budget`: the budget ended before. */
  readonly status: QuestionEnd;
  /** The content of the record in its folder, `measure.json` and the like, numbers as numbers. */
  readonly record: StudyRecord;
  /** What could not be made or written, with the reason; empty where all is there. The same call makes it. */
  readonly missing: readonly Missing[];
}

export interface AssureOptions<Space = unknown, Spaces = AnySpaces>
  extends SelectRunOptions<Space, Spaces>,
    AssureAsked {
  /** Id or label of the candidate; default: the winner of the finished race in `out`, or the only candidate there is. */
  readonly candidate?: string;
  /** The metric that the bar is for, default: `loss`. */
  readonly metric?: string;
}

export interface AssureFinding extends StudyFinding {
  /** `undecided` where the trainings, or a budget, ended before. */
  readonly verdict: 'holds' | 'does not hold' | 'undecided';
  /** The verdict as a sentence, without a full stop. */
  readonly headline: string;
}

export interface ChangeOptions<Space = unknown, Spaces = AnySpaces> extends SelectRunOptions<Space, Spaces> {
  /** The experiment of the old candidate, or the folder of its run; as `experiment`, of the same data and trainer. */
  readonly against: SelectRunOptions<Space, Spaces>['experiment'];
  /** Id or label of the new candidate; default: the winner of the finished race in `out`, or the only one. */
  readonly candidate?: string;
  /** The same for the old one; default: the winner of the run named in `against`, or the only one. */
  readonly againstCandidate?: string;
  /** Most trainings of the new candidate; default 90. */
  readonly trials?: number;
}

export interface ChangeFinding extends StudyFinding {
  /** `undecided` where a budget ended before. */
  readonly verdict: 'keep' | 'discard' | 'undecided';
  /** The verdict as a sentence, without a full stop. */
  readonly headline: string;
}

/** Two configurations of one function. Everything that trains takes the other options. */
export interface KeepOptions<Configuration extends JsonObject = JsonObject>
  extends Pick<SelectRunOptions, 'out' | 'fresh' | 'workers' | 'budget' | 'signal' | 'onEvent'> {
  /** What is there; its trainings of an earlier call with the same `out` are used. */
  readonly baseline: Configuration;
  /** What may take its place. */
  readonly candidate: Configuration;
  /** Trains once, with `seeds.init` and the like, and gives the loss, or the loss with metrics. */
  readonly train: TrainFunction<Configuration>;
  /** What is compared, default: `loss`; of a metric smaller is better without `direction`. */
  readonly metric?: string;
  readonly direction?: KeepAsked['direction'];
  /** As races take it; default `mean`. */
  readonly criterion?: string;
  /** A candidate that gains nothing is kept at most so often, above 0 and below 0.5; default 0.2. */
  readonly error?: number;
  /** A smaller gain is not worth it, in the metric's own units; default: half the noise of one training. */
  readonly smallest?: number;
  /** Most trainings of the candidate; default 40. */
  readonly trials?: number;
  /** What all seeds are drawn from; default 1. */
  readonly seed?: number;
}

export interface KeepFinding extends ChangeFinding {
  /** Of what is kept: whether an error of 5 % would have kept it, too. */
  readonly sure: KeepAnalysis['sure'];
  /** Better by, in the metric's own units; null of too few trainings. */
  readonly gain: number | null;
  /** Of the gain, at 95 %; null of too few trainings. */
  readonly interval: readonly [low: number, high: number] | null;
}

/**
 * Thrown by `expectRobust`: test runners show it as an assertion that failed, as they know these by their fields. It is none of Node's
 * own class, whose types not every user has.
 *
 * @example if (error instanceof NotRobustError) console.log(error.actual, error.finding.headline);
 */
export class NotRobustError extends Error {
  override readonly name = 'NotRobustError';
  readonly code = 'ERR_ASSERTION';
  /** The verdict. */
  readonly actual: string;
  readonly expected = 'holds';
  readonly operator = 'expectRobust';
  readonly finding: AssureFinding;

  constructor(finding: AssureFinding) {
    super(finding.headline);
    this.actual = finding.verdict;
    this.finding = finding;
  }
}

/**
 * Thrown where `signal` has stopped it: as an AbortError, whose `cause` is the reason of the signal, with what was finished by then.
 *
 * @example if (error instanceof StoppedError) console.log(error.record);
 */
export class StoppedError extends RunError {
  override readonly name = 'AbortError';
  /** The content of `result.json`, or of a study's record, so far; null where nothing was finished. */
  readonly record: Result | StudyRecord | null;

  constructor(details: ErrorDetails, record: Result | StudyRecord | null) {
    super(details);
    this.record = record;
  }
}

/** Callers may hold their values as constants. */
type Frozen<Value> = Value extends readonly (infer Element)[]
  ? readonly Frozen<Element>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

type Written = Frozen<ExperimentInput<DataSpecInput>>;
type WrittenRace = NonNullable<Written['race']>;

/** The `race` of an experiment as a value: as in a file; instead of names it also takes a rule and a criterion themselves. */
export type RaceValue = Omit<WrittenRace, 'rule' | 'criterion'> & {
  readonly rule?: string | RuleSettings | CustomRule;
  readonly criterion?: string | CustomCriterion;
};

/** What `models` without spaces that are known come to. */
export type AnySpaces = Readonly<Record<string, unknown>>;

type WrittenModel = NonNullable<Written['models']>[string];

/** One of several models, as in a file; its trainer may be a function in this process, which gets the settings of this model alone. */
export type ModelValue<Space> = Omit<WrittenModel, 'trainer' | 'space'> & {
  readonly trainer?: WrittenModel['trainer'] | TrainFunction<ConfigurationOf<Space>>;
  readonly space?: Space;
};

/** An experiment as a value: the keys of an experiment file, with the types of spaces kept. */
export type ExperimentValue<Space, Spaces = AnySpaces> = Omit<Written, 'space' | 'candidates' | 'models' | 'race'> & {
  /** The candidates: a list of plain values stands for alternatives, `{ oneOf: [...] }` for any. */
  readonly space?: Space;
  /** Instead of `space`: candidates, or small spaces of them, by name. */
  readonly candidates?: Readonly<Record<string, Space>>;
  /** Instead of `trainer` and `space`: several trainers in one race, by name. */
  readonly models?: { readonly [Name in keyof Spaces]: ModelValue<Spaces[Name]> };
  readonly race?: RaceValue;
};

type Plain = null | boolean | number | string;

/** What a space (or one of a list of spaces) makes of its candidates' configurations; any object where it is not known. */
export type ConfigurationOf<Space> = unknown extends Space
  ? JsonObject
  : Space extends readonly (infer Each)[]
    ? ConfigurationOf<Each>
    : Space extends { readonly oneOf: readonly (infer Alternative)[] }
      ? ConfigurationOf<Alternative>
      : Settings<Space>;

/** A setting that may be left out (an alternative is null) may be missing in the configuration. */
type Settings<Space> = Simplify<
  { readonly [Key in keyof Space as undefined extends Setting<Space[Key]> ? never : Key]: Setting<Space[Key]> } & {
    readonly [Key in keyof Space as undefined extends Setting<Space[Key]> ? Key : never]?: Exclude<
      Setting<Space[Key]>,
      undefined
    >;
  }
>;

/** A list of plain values is a choice; a list of objects a sequence; `oneOf` any choice; `value` the thing itself; a range a number. */
type Setting<Value> = Value extends Plain
  ? Value
  : Value extends { readonly value: infer Literal }
    ? Literal
    : Value extends { readonly oneOf: readonly (infer Alternative)[] }
      ? Choice<Alternative>
      : Value extends { readonly range: readonly [number, number] }
        ? Exclude<keyof Value, 'range' | 'scale' | 'integer' | 'step' | 'default'> extends never
          ? number
          : Settings<Value>
        : Value extends readonly (infer Element)[]
          ? [Element] extends [Plain]
            ? Element
            : readonly Exclude<Setting<Element>, undefined>[]
          : Settings<Value>;

type Choice<Alternative> = Alternative extends null ? undefined : Setting<Alternative>;

type Simplify<Type> = { readonly [Key in keyof Type]: Type[Key] };
