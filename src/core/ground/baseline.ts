/** @file A baseline: what no network is needed for, to measure networks by. It is never a candidate. */

/** Figures of one set of examples without one block of them after the other: by name, then by block. */
export type LeftOutFigures = Readonly<Record<string, readonly number[]>>;

export interface Baseline {
  /** `mean`, `median`, `quantile`, `constant` or `class shares`; `linear` or `logistic`. */
  readonly name: string;
  /** `trivial` looks at no input; `simple` is a linear or logistic model. */
  readonly kind: 'trivial' | 'simple';
  /** Mean over `replicates` trainings, each on the sample of its replicate: the loss of the networks on the selection set. */
  readonly loss: number;
  readonly replicates: number;
  /** Likewise, the loss and the metrics on the selection set. */
  readonly selection: Readonly<Record<string, number>>;
  /** Likewise on the final set; null where that is not to be touched. */
  readonly final: Readonly<Record<string, number>> | null;
  /** Figures on the final set without one block of it after the other, of the first replicate; absent where the final set is not touched. */
  readonly finalLeftOut?: LeftOutFigures;
}

const WORDS: Readonly<Record<string, string>> = {
  mean: 'predicting the mean',
  median: 'predicting the median',
  quantile: 'predicting the quantile',
  constant: 'predicting a constant',
  'class shares': 'guessing by class frequencies',
  linear: 'a linear model',
  logistic: 'a logistic model',
};

/** For sentences: `predicting the mean`. */
export function baselineWords({ name }: Pick<Baseline, 'name'>): string {
  return WORDS[name] ?? name;
}
