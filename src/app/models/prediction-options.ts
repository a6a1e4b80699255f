/** @file The options of `surefoot predictions` and of the library's function of that name. */
import type { PredictedSet } from '../../core/index.js';
import type { Slices } from '../../experiment/index.js';

export interface PredictionsOptions {
  /** The examples; default: `selection`, or `final` where selection sets differ by training. */
  readonly set?: PredictedSet;
  /** The question, by the number of `surefoot status`; default: the newest. */
  readonly question?: number;
  /** Columns by which the examples are cut, in place of those of the experiment. */
  readonly slices?: Slices;
}
