/** @file Describes a trial to a command: the same whichever way it is told. Version {@link PROTOCOL_VERSION}. */
import {
  type AskedScore,
  type Candidate,
  type JsonObject,
  type PerStream,
  type Streams,
  seedsOf,
  type Trial,
} from '../../core/index.js';

/** Counts up when a command that follows the page on the protocol would no longer work. */
export const PROTOCOL_VERSION = 1;

export interface TrialMessage {
  readonly protocol: number;
  readonly candidate: string;
  readonly configuration: JsonObject;
  /** An integer in [0, 2^31) for each source of randomness. */
  readonly seeds: PerStream;
  /** The indices behind the seeds; in a race all are the replicate's number. */
  readonly streams: Streams;
  readonly replicate: number;
  readonly repeat: number;
  readonly experimentSeed: number;
  readonly sample: SampleMessage;
  /** Folder for files worth keeping; absolute. */
  readonly folder: string;
  /** Present where the predictions of this trial are kept, if the answer has any. */
  readonly predictions?: true;
  /** The metric that is raced or studied, which the answer may have in place of a loss. */
  readonly score?: string;
}

/** The examples to train on. */
export interface SampleMessage {
  /** How many; 0 = all there are. */
  readonly size: number;
  /** To draw them with. */
  readonly seed: number;
  /** How many classes the targets are of, 0 for quantities; where Surefoot holds the data. */
  readonly classes?: number;
  /** Positions in the user's data, or rows of the pool's files, in the order drawn. */
  readonly indices?: readonly number[];
  /** Files of all examples that samples are drawn from; with `indices` and data that Surefoot holds. */
  readonly pool?: SampleFiles;
  /** Files of exactly these examples. */
  readonly training?: SampleFiles;
  /** Files of the selection set; its loss is the answer. Without targets where Surefoot judges what is predicted for it. */
  readonly selection?: SampleFiles;
  /** Of the final set, without targets; only where Surefoot judges predictions. */
  readonly final?: SampleFiles;
}

/** Paths of NPY files (float32, one row an example). */
export interface SampleFiles {
  readonly inputs: string;
  /** Absent where they are not told. */
  readonly targets?: string;
  readonly features: Readonly<Record<string, string>>;
  /** How much each example counts; absent where all count alike. */
  readonly weights?: string;
}

/** What else {@link createTrialMessage} needs than candidate and trial. */
interface MessageContext {
  readonly experimentSeed: number;
  readonly sample: SampleMessage;
  readonly folder: string;
  readonly keepPredictions?: boolean;
  readonly score?: AskedScore;
}

export function createTrialMessage(
  candidate: Candidate,
  trial: Trial,
  { experimentSeed, sample, folder, keepPredictions, score }: MessageContext,
): TrialMessage {
  return {
    protocol: PROTOCOL_VERSION,
    candidate: candidate.id,
    configuration: candidate.configuration,
    seeds: seedsOf(trial, experimentSeed),
    streams: trial.streams,
    replicate: trial.streams.init,
    repeat: trial.repeat,
    experimentSeed,
    sample,
    folder,
    ...(keepPredictions === true ? { predictions: true } : {}),
    ...(score === undefined ? {} : { score: score.name }),
  };
}
