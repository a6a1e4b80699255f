/** @file Tells of every trial that is taken from a source, whether it was asked for or is trained ahead: each has an outcome later. */
import type { Trial, TrialSource } from '../../core/index.js';

export function whenTaken(source: TrialSource, onTaken: () => void): TrialSource {
  const told = (trial: Trial | undefined): Trial | undefined => {
    if (trial !== undefined) onTaken();
    return trial;
  };
  return {
    take: () => told(source.take()),
    takeAhead: () => told(source.takeAhead?.()),
    more: () => source.more(),
  };
}
