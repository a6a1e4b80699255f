/** @file What retrainings of the same candidates say of the same examples: the record that commands print and pages show. */
import type { PredictionKind, SetPredictions, Trial } from '../../core/index.js';
import type { BoundedFigure, ReliabilityBin } from '../../stats/index.js';

/** Trainings in which exactly these streams differ, and all others are the same. */
export interface StreamsApart {
  /** `init`, `init+sample`. */
  readonly streams: string;
  readonly retrainings: number;
  readonly disagreement: BoundedFigure;
}

export interface CalibrationFigures {
  /** Expected calibration error of a retraining: the mean over them. */
  readonly one: BoundedFigure;
  /** Of the mean prediction of all. */
  readonly mean: BoundedFigure;
  /** By retraining, at most {@link MOST_CURVES}. */
  readonly curves: readonly (readonly ReliabilityBin[])[];
  readonly meanCurve: readonly ReliabilityBin[];
}

/** Marx, Calmon and Ustun 2020 (arXiv 1909.06677): retrainings of as low a loss as the median one. */
export interface MultiplicityFigures {
  /** Share of examples that some of them gives another label than the median one. */
  readonly ambiguity: number;
  /** The largest share of examples that one of them gives another label. */
  readonly discrepancy: number;
  readonly competing: number;
}

/** By example, over retrainings (arXiv 2603.00192): what half, and nine tenths, of the examples lie below. */
export interface ExampleFigures {
  /** Share of examples that retrainings do not all give the same label; null for numbers. */
  readonly flipped: number | null;
  /** Standard deviation over retrainings; of probabilities that of the most likely class. Null for labels alone. */
  readonly spread: { readonly median: number; readonly high: number } | null;
  /** Between the 2.5 and 97.5 % quantiles of retrainings; likewise. */
  readonly width: { readonly median: number; readonly high: number } | null;
}

/** Jordan 2023 (arXiv 2304.01910): how much of the spread between retrainings a fresh test set would show, too. */
export interface SpreadOrigin {
  /** Standard deviation between retrainings on these examples. */
  readonly observed: number;
  /** Of the variance, from 0 to 1. */
  readonly share: BoundedFigure;
}

/** Trainings that collapsed, of so many: they are in no other figure. Of races alone, and absent where none is left out. */
export interface LeftOutCollapses {
  readonly collapsed: number;
  readonly trials: number;
}

export interface CandidatePredictions {
  readonly candidate: string;
  readonly label: string;
  readonly isWinner: boolean;
  /** Without those that collapsed. */
  readonly retrainings: number;
  readonly collapses?: LeftOutCollapses;
  /** Of classes the share of examples that two retrainings label differently; of numbers the median difference, in `unit`. */
  readonly disagreement: BoundedFigure;
  /** Each stream alone, and all together; of a race the last alone. */
  readonly streams: readonly StreamsApart[];
  readonly multiplicity: MultiplicityFigures | null;
  readonly examples: ExampleFigures;
  readonly calibration: CalibrationFigures | null;
  readonly origin: SpreadOrigin | null;
}

/** What is told apart by the examples that both candidates were judged on. */
export interface Resolution {
  readonly first: string;
  readonly second: string;
  /** Second less first, in the figure of `loss`. */
  readonly difference: number;
  /** The smallest that this set can tell, at 80 % power. */
  readonly tells: number;
  /** Examples that would tell this difference; null where there is none. */
  readonly needed: number | null;
}

/** An example as people know it: a picture in sixteen greys, a row after the other, a hexadecimal digit a cell; or its cells. */
export type ExampleInput =
  | { readonly kind: 'picture'; readonly width: number; readonly height: number; readonly greys: string }
  | {
      readonly kind: 'row';
      readonly cells: readonly (readonly [column: string, value: string])[];
      readonly more: number;
    };

export interface DisputedExample {
  /** In the set, from 0. */
  readonly place: number;
  /** In the file of `source`, from 1, the header apart; absent where there is none. */
  readonly row?: number;
  /** A class's name, or a number; null where nobody knows. */
  readonly truth: string | number | null;
  /** How many retrainings say what, most first; null for numbers. */
  readonly labels: readonly { readonly label: string; readonly retrainings: number }[] | null;
  /** By retraining; null for classes. */
  readonly values: readonly number[] | null;
  /** Of several targets the one that is shown, by its place; null for classes. */
  readonly target: number | null;
  /** Chance that two retrainings label it differently; of numbers the spread over retrainings. */
  readonly figure: number;
  readonly input: ExampleInput | null;
}

export interface SliceFigures {
  readonly loss: BoundedFigure;
  /** Standard deviation between retrainings: of the systematic difference, or of the share wrong. */
  readonly spread: BoundedFigure | null;
  /** Prediction less target; of probabilities the confidence less the share right. Null for labels alone. */
  readonly systematic: BoundedFigure | null;
}

export interface Slicing {
  readonly column: string;
  /** Of several targets, which one; null else. */
  readonly target: string | null;
  readonly slices: readonly { readonly name: string; readonly examples: number }[];
  /** Examples in none of them. */
  readonly outside: number;
  /** By candidate, in their order; null where a slice has too few examples. */
  readonly candidates: readonly (readonly (SliceFigures | null)[])[];
}

export interface PredictionRecord {
  readonly format: 'surefoot-predictions';
  readonly version: 1;
  readonly name: string;
  readonly run: string | null;
  /** `race`, or the study. */
  readonly question: string;
  /** `selection` or `final`. */
  readonly set: string;
  readonly examples: number;
  readonly kind: PredictionKind;
  readonly classes: readonly string[];
  /** Names of the numbers; empty for classes. */
  readonly targets: readonly string[];
  /** What disagreements of numbers are measured in: the standard deviation of the target, or its own unit where no truth is known. */
  readonly unit: 'spread' | 'own' | null;
  /** What losses of single examples are here; null without truth. */
  readonly loss: 'share wrong' | 'squared error' | null;
  /** The winner first; of a study in its order. */
  readonly candidates: readonly CandidatePredictions[];
  /** Name of the file that the examples are rows of; absent where they are none. */
  readonly source?: string;
  /** Of the first candidate, the most disputed first. */
  readonly disputed: readonly DisputedExample[];
  readonly slicings: readonly Slicing[];
  /** Of the first against each other. */
  readonly resolutions: readonly Resolution[];
  /** What is not said, and why: whole sentences. */
  readonly missing: readonly string[];
}

/** Examples and columns that are cut by somebody's edges or names. */
export interface SliceMembers {
  readonly column: string;
  readonly names: readonly string[];
  /** By example; -1 for none. */
  readonly sliceOf: Int32Array;
}

export interface PredictingTrial {
  readonly trial: Trial;
  readonly loss: number;
  readonly predictions: SetPredictions;
}

/** What a record is made of. */
export interface PredictionInput {
  readonly name: string;
  readonly run: string | null;
  readonly question: string;
  readonly set: string;
  readonly classes: readonly string[];
  readonly targets: readonly string[];
  /** Class numbers, or targets [examples x outputs]; absent where nobody told them. */
  readonly truth?: ArrayLike<number> | undefined;
  /** Each with two trainings or more, the winner first. */
  readonly candidates: readonly {
    readonly candidate: string;
    readonly label: string;
    readonly isWinner: boolean;
    readonly collapses?: LeftOutCollapses;
    /** The others. */
    readonly trials: readonly PredictingTrial[];
  }[];
  readonly slicings: readonly SliceMembers[];
  readonly inputOf?: ((place: number) => ExampleInput | null) | undefined;
  /** The file that the examples are rows of, and which, from 0. */
  readonly origin?: { readonly file: string; readonly rows: ArrayLike<number> } | undefined;
  /** Whole sentences. */
  readonly missing: readonly string[];
}

/** Of all intervals. */
export const PREDICTION_LEVEL = 0.95;
/** Curves of single retrainings that are drawn. */
export const MOST_CURVES = 20;
/** Examples that are shown. */
export const MOST_DISPUTED = 10;
