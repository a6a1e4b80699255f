/** @file Hears of trainings while they go on, to show them; outcomes and failures have events of their own. */
import type { Trial } from '../../core/index.js';

export interface TrainingListener {
  /** An attempt begins; where one failed before, the same trial begins again. */
  began(trial: Trial): void;
  /** Losses after epochs that it was not told of before; a few times a second at most, and of short trainings never. */
  reported(trial: Trial, losses: readonly number[]): void;
  /** The attempt is over, whatever came of it. */
  ended(trial: Trial): void;
}
