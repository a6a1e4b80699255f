/** @file What the targets of the pool are like, which no log tells. */
import type { Dataset } from '../../engine/datasets/index.js';

/** The smallest, the nine deciles and the largest of the first target; undefined of classes, and where no data are held. */
export function targetDeciles(dataset: Dataset | undefined): readonly number[] | undefined {
  if (dataset === undefined || dataset.task === 'classification') return undefined;
  const width = dataset.targetNames.length;
  const ordered = dataset.pool.targets.filter((_, place) => place % width === 0).sort();
  return Array.from({ length: 11 }, (_, decile) => ordered[Math.round((decile * (ordered.length - 1)) / 10)] as number);
}
