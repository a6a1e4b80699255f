/** @file Declares what a race needs of any trainer: an identity, an executor, and a model at the end. */
import type {
  Baseline,
  Candidate,
  JsonObject,
  JsonValue,
  Outcome,
  RaceInspector,
  SetPredictions,
  Stackable,
  Streams,
  ThreadVariables,
  ToldCandidate,
  Trainer,
  Trial,
} from '../../core/index.js';
import type { Dataset } from '../../engine/datasets/index.js';
import type { Intervals, ModelRun } from '../../engine/inspection.js';
import type { OpenedStretch, WatchedCode } from '../../trainers/index.js';
import type { Secrets } from './secrets.js';
import type { Retraining } from './trained-beside.js';

/** What it takes to make a model again from the log. */
export interface ModelNeeds {
  readonly experimentSeed: number;
  readonly artifactFolder: string;
  /** Another version of the engine than this one, by which the log was trained: nothing is trained again then. */
  readonly otherEngine?: string | undefined;
  /** Absent where no budget limits what is trained again. */
  readonly retraining?: Retraining | undefined;
  /** Hears of kept files that are damaged, where the model can be made all the same. */
  readonly warn: (text: string) => void;
}

/**
 * How trials of a trainer can run: `here`, talked to from this process, `in-processes` that make the trainer from a
 * payload, or each by its model. Which executor runs them is settled in `create-executor.ts` alone.
 */
export type TrainingSpec =
  | { readonly runs: 'by-model'; readonly models: Readonly<Record<string, ModelTraining>> }
  | ModelTraining;

/** Of one trainer. */
export type ModelTraining =
  | {
      readonly runs: 'here';
      /** The trainer of one place; the signal aborts when the place is closed. */
      readonly createTrainer: (
        place: PlaceHere,
        signal: AbortSignal,
        stretch: OpenedStretch,
      ) => Trainer | Promise<Trainer>;
      readonly hasTimeout?: boolean;
    }
  | {
      readonly runs: 'in-processes';
      /** What `worker.ts` makes the trainer from. */
      readonly payload: JsonValue;
      /** For workers of this machine: a payload that spares them to read the data. Undefined where that cannot be. */
      readonly share?: () => SharedPayload | undefined;
      readonly timeoutMs?: number;
      /** Says which trials a worker may train together. */
      readonly stackRule?: (candidate: Candidate, trial: Trial) => Stackable | undefined;
    };

/** What is there for workers as long as they are. */
interface SharedPayload {
  readonly payload: JsonValue;
  /** Once no worker is left. */
  release(): void;
}

/** One of the places of this machine. */
export interface PlaceHere {
  /** 0, 1, 2, ... */
  readonly number: number;
  /** What its processes find in their environment: its devices. */
  readonly environment: Readonly<Record<string, string>>;
  /** Likewise, unless the experiment says otherwise. */
  readonly threads?: ThreadVariables | undefined;
}

/** What a model's file says beside what every one does. */
interface ModelSettings {
  /** What calibration came to. */
  readonly intervals?: Intervals | undefined;
  /** By name, as JSON. */
  readonly metadata?: Readonly<Record<string, JsonValue>>;
}

/** A candidate's trainings with their weights at hand. */
export interface ModelSource {
  /** Bytes of the ONNX file. */
  encode(settings?: ModelSettings): Uint8Array;
}

export interface JudgingOptions {
  /** Whether figures are told without one block of the final set after the other, too: always the same blocks. */
  readonly leavingOut?: boolean;
}

/** Makes models from the log and judges them on what nothing was trained on. */
export interface ModelMaker {
  /** One completed trial, or several as one model; undefined where the candidate has none. */
  open(candidate: Candidate, outcomes: readonly Outcome[], needs: ModelNeeds): Promise<ModelSource | undefined>;
  /**
   * The same trainings done again on all examples, for so many epochs; of one training several, where they differ, the first with the same
   * initial weights. Absent where that cannot be.
   */
  refit?(
    candidate: Candidate,
    outcomes: readonly Outcome[],
    epochs: number,
    needs: ModelNeeds,
  ): Promise<readonly ModelSource[]>;
  /** What exactly these bytes say of a part of the data, and how good that is; undefined where there is no such part. */
  run(
    candidate: Candidate,
    model: Uint8Array,
    part: 'final' | 'calibration',
    options?: JudgingOptions & { readonly timed?: boolean },
  ): Promise<ModelRun | undefined>;
  /** The figures that {@link run} gives for a trial's model on the final set, by what it predicted there; undefined where that is not whole. */
  evaluateKept?(
    candidate: Candidate,
    predicted: SetPredictions,
    options?: JudgingOptions,
  ): Promise<Pick<ModelRun, 'figures' | 'leftOut'> | undefined>;
}

export interface BaselineNeeds {
  readonly experimentSeed: number;
  /** Training examples of a trial; 0 = the whole pool. */
  readonly sampleSize: number;
  /** Where trials divide the data anew: whose samples and divisions are used, as far as there is time. */
  readonly draws?: readonly Pick<Streams, 'sample' | 'split'>[];
  readonly touchesFinal: boolean;
  /** Share of the usual time that they may take; 1 by default. */
  readonly effort?: number;
}

export interface TrainerBackend {
  /** Enters the experiment's identity: everything about the trainer that decides what a trial gives. */
  readonly identity: JsonValue;
  /** Version of the engine, which enters it, too; present where it makes the losses. */
  readonly engine?: number;
  /** Present where the user's own code trains. */
  readonly code?: WatchedCode;
  /** Present where configurations can be checked before training. */
  readonly inspector?: RaceInspector;
  /** Present where the user's own trainer tells how large a configuration is. @throws InputError where it does not. */
  readonly tell?: (configuration: JsonObject) => ToldCandidate;
  /** Training examples that samples are drawn from, where Surefoot holds no data and is told. */
  readonly poolCount?: number;
  /** Present where the trainer is the user's own, which may print them. */
  readonly secrets?: Secrets;
  /** Present where Surefoot holds the data. */
  readonly dataset?: Dataset;
  /** Throws an InputError for candidates that this trainer cannot be told; absent where the inspector says it all. */
  checkCandidates?(candidates: readonly Candidate[]): void;
  /** Whether what it starts reads how many threads to take from its environment. */
  readonly takesThreads?: boolean;
  /** Whether the first round of a run trains one trial twice, to see that equal seeds give equal losses. */
  readonly checksSeeds?: boolean;
  /** Throws if this machine lacks what training needs; not called to look at candidates. */
  requireReady?(): Promise<void>;
  /** How and where its trials can run. */
  readonly training: TrainingSpec;
  /** One trainer in this process, for single trials; the caller closes it. */
  createTrainer(stretch: OpenedStretch): Promise<Trainer>;
  /** What no training is needed for, beside this candidate and by its loss; present where Surefoot holds data and loss. */
  baselines?(candidate: Candidate, needs: BaselineNeeds): readonly Baseline[];
  /** What losses are made of: those of candidates of which it is the same can be ranked together. Absent where the trainer says its losses itself. */
  readonly lossOf?: (candidate: Candidate) => string;
  /** Present where trials leave models that can be handed over. */
  readonly models?: ModelMaker;
  /** What Surefoot says of predictions for the final set, where it judges them and no model of its own; undefined for those that do not fit. */
  readonly judgeFinal?: (
    predicted: SetPredictions,
    options: JudgingOptions,
  ) => Pick<ModelRun, 'figures' | 'leftOut'> | undefined;
  /** Settings of a network, complete, by whose loss Surefoot judges predictions; present where it does. */
  readonly judgedAs?: JsonObject;
  /** Where several models race: what each of them says. */
  readonly parts?: readonly FindingBackend[];
  /** Likewise: what its own says of a candidate, and the candidate as that knows it. */
  readonly of?: (candidate: Candidate) => OwnBackend;
}

/** What of a trainer says more than the log: nothing of a trainer of the user's own but by its data. */
export type FindingBackend = Pick<
  TrainerBackend,
  'dataset' | 'models' | 'baselines' | 'judgeFinal' | 'judgedAs' | 'parts' | 'of'
>;

interface OwnBackend {
  readonly backend: FindingBackend;
  readonly candidate: Candidate;
}

/** What trains a candidate, and as what. */
export function ownBackend(backend: FindingBackend, candidate: Candidate): OwnBackend {
  return backend.of?.(candidate) ?? { backend, candidate };
}

/** Of each trainer, one or several. */
export function modelMakers(backend: FindingBackend): readonly ModelMaker[] | undefined {
  const makers = (backend.parts ?? [backend]).map(({ models }) => models);
  return makers.every((one) => one !== undefined) ? makers : undefined;
}
