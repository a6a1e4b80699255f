/** @file What a model answers, apart from what runs one: programs are typed by it without ONNX Runtime. */
export interface ModelAnswers {
  /** Rows. */
  readonly count: number;
  /** Per row and target; empty for a classification. */
  readonly values: Float32Array;
  /** Per row; empty for a regression. */
  readonly labels: readonly string[];
  /** Per row and class; empty for a regression. */
  readonly probabilities: Float32Array;
}
