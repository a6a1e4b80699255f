/** @file A model as its users have it, apart from what runs one: programs are typed by it without ONNX Runtime. */
import type { JsonObject } from '../../core/index.js';
import type { ColumnEncoding, RawColumn, ReadAs } from '../datasets/index.js';

export interface ModelAnswers {
  /** Rows. */
  readonly count: number;
  /** Per row and target; empty for a classification. */
  readonly values: Float32Array;
  /** Per row; empty for a regression. */
  readonly labels: readonly string[];
  /** Per row and class; empty for a regression. */
  readonly probabilities: Float32Array;
  /** Per row and target, of a regression whose model was calibrated: the ends of the intervals. */
  readonly low?: Float32Array;
  readonly high?: Float32Array;
  /** Per row and class, where a model of classes was calibrated: 1 for those that are in the set of the row, else 0. */
  readonly set?: Uint8Array;
  /** Of an ensemble, per row and target (or class): the standard deviation of what its trainings say. */
  readonly spread?: Float32Array;
  /** Of an ensemble of classes, per row: the share of its trainings that say the label. */
  readonly agreement?: Float32Array;
}

/** How intervals or sets were calibrated. */
export interface ModelCalibration {
  /** How often they hold the truth, 0 to 1. */
  readonly level: number;
  /** Examples that calibrated them. */
  readonly calibration: number;
}

/** What a model reads of a table: encoded columns as they stand, or plain numbers; and columns of numbers that a layer joins. */
export type ModelReading = { readonly features: readonly string[] } & (
  | { readonly kind: 'columns'; readonly columns: readonly ColumnEncoding[] }
  | { readonly kind: 'numbers'; readonly names: readonly string[] }
);

/** By column of numbers or dates: the least and the largest value that its training could draw from. */
export type ModelRanges = Readonly<Record<string, readonly [low: number, high: number]>>;

export interface UsableModel {
  /** Whether its file is not as it was written. */
  readonly isChanged: boolean;
  readonly reading: ModelReading;
  /** Names of the targets. */
  readonly targets: readonly string[];
  /** How a table writes the targets, by name: those that are no plain numbers. */
  readonly targetReadings: Readonly<Record<string, ReadAs>>;
  /** In the order of their numbers; empty for a regression. */
  readonly classes: readonly string[];
  /** What it was trained by, with its settings. */
  readonly loss: JsonObject;
  readonly ranges: ModelRanges;
  /** Trainings that it is made of. */
  readonly instances: number;
  /** Of an ensemble of a regression: the standard deviation of each target where it was trained. */
  readonly targetSpread: readonly number[] | undefined;
  /** Undefined where nothing was calibrated. */
  readonly conformal: ModelCalibration | undefined;
  /** Id of the candidate; undefined where no run made it. */
  readonly candidate: string | undefined;
  /** What the model says of rows: columns as the reading has them, then its features. */
  answer(rows: readonly RawColumn[], count: number): Promise<ModelAnswers>;
  /** Its outputs as training knows them, row by row: values of targets, or logits. */
  outputs(rows: readonly RawColumn[], count: number): Promise<Float32Array>;
  /** So many rows cost as much as one: who asks about several tables hands them over as one. Absent where each row has its cost. */
  readonly rowsAtOnce?: number;
  close(): Promise<void>;
}
