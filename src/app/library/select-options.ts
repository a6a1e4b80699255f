/** @file Declares the options of everything that trains, the further options of `select`, and what it gives. */
import type { Budget } from '../../evidence/drive/index.js';
import type { EndStatus, Result } from '../../report/index.js';
import type { Propose } from '../../search/index.js';
import type { TrainFunction } from '../../trainers/index.js';
import type { KnownBefore } from '../ask/found/known-before.js';
import type { Missing } from '../folder/answer-folder.js';
import type { PlanRunEvent } from '../run/run-question.js';
import type { ConfigurationOf } from './configuration-type.js';
import type { ExperimentValue } from './experiment-value.js';

/** What everything that trains takes. `Space` follows from the experiment's `space`, and the trainer's configuration from it. */
export interface SelectRunOptions<Space = unknown> {
  /** Path of an experiment file, or an experiment as a value with the same keys. */
  readonly experiment: string | ExperimentValue<Space>;
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

export interface SelectOptions<Space = unknown> extends SelectRunOptions<Space> {
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

export interface Selection {
  /** `decided`: no other may be better. `exhausted`: some may, all named. `budget`: the budget ended before. */
  readonly status: EndStatus;
  readonly result: Result;
  /** Bytes of the winner's ONNX file; null where the trainer gives none, or nothing was decided. */
  readonly model: Uint8Array | null;
  /** What could not be made or written, with the reason; empty where all is there. The same call makes it. */
  readonly missing: readonly Missing[];
}
