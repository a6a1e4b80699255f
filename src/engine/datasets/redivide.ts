/**
 * @file Divides pool and selection set of a data set anew, by the rules that it was divided by. The final set stays as it is,
 * and so does the encoding of a table's columns, so that one model fits all divisions.
 */
import { inputError, type Random, type Streams, streamRandom } from '../../core/index.js';
import type { Dataset, Samples } from './dataset.js';
import { groupsAnew } from './held-together.js';
import { takeSamples } from './samples.js';
import { type SplitIndices, splitExamples } from './split.js';

/** Gives the data as a trial with these streams has them divided: as they were loaded, without an index in `split`. */
type DividedData = (streams: Pick<Streams, 'split'>, experimentSeed: number) => Dataset;

/** Divisions kept for the next trial: candidates of one replicate follow each other. */
const MOST_KEPT = 2;

/** @throws InputError on the first trial that divides what has one order, or a selection set of its own. */
export function dividedData(dataset: Dataset): DividedData {
  const kept = new Map<string, Dataset>();
  return ({ split }, experimentSeed) => {
    if (split === undefined) return dataset;
    const key = `${experimentSeed} ${split}`;
    const divided = kept.get(key) ?? divideAnew(dataset, streamRandom(experimentSeed, 'split', split));
    kept.delete(key);
    kept.set(key, divided);
    for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
    return divided;
  };
}

/**
 * The same examples in another pool and selection set of the same sizes, classes in proportion; whole groups where the data
 * are divided by groups: the pool is never smaller then, and may be larger by less than a group.
 */
function divideAnew(dataset: Dataset, random: Random): Dataset {
  const rows = dividedRows(dataset, random);
  const all = joinSamples(dataset.pool, dataset.selection);
  return { ...dataset, pool: takeSamples(all, rows.pool), selection: takeSamples(all, rows.selection) };
}

/** Rows of the new pool and the new selection set, counted through the pool as it was loaded and then the selection set. */
export function dividedRows(dataset: Dataset, random: Random): Pick<SplitIndices, 'pool' | 'selection'> {
  requireDivisible(dataset, 'data.split.repeated');
  const { pool, selection, task, division } = dataset;
  if (division?.kind === 'groups') return groupsAnew(division.groups, selection.count, random);
  const strata = new Float32Array(pool.count + selection.count);
  if (task === 'classification') {
    strata.set(pool.targets);
    strata.set(selection.targets, pool.count);
  }
  return splitExamples(strata, { pool: pool.count, selection: selection.count, final: 0, calibration: 0 }, random);
}

/** All examples in the pool: the pool, the selection set and the final set, in this order. What calibrates stays apart. */
export function wholeDataset(dataset: Dataset): Dataset {
  const { pool, selection, final } = dataset;
  return { ...dataset, pool: [selection, final].reduce(joinSamples, pool) };
}

/** Examples of pool and selection set by such rows, in their order. */
export function takeEither({ pool, selection }: Dataset, rows: Int32Array): Samples {
  return takeSamples(joinSamples(pool, selection), rows);
}

/** Throws an InputError for data whose pool and selection set cannot change places; `setting` is what asks for it. */
export function requireDivisible({ division }: Pick<Dataset, 'division'>, setting: string): void {
  if (division?.kind !== 'fixed') return;
  throw inputError`split-repeated: ${setting}: pool and selection set cannot be divided anew, because ${division.why}.
    Allowed: data that are divided at random or by groups
    Fix: Leave it out, or divide the data in another way.`;
}

function joinSamples(first: Samples, second: Samples): Samples {
  const { weights } = first;
  return {
    count: first.count + second.count,
    inputs: join(first.inputs, second.inputs),
    targets: join(first.targets, second.targets),
    ...(weights === undefined ? {} : { weights: join(weights, second.weights as Float32Array) }),
    features: Object.fromEntries(
      Object.entries(first.features).map(([name, values]) => [
        name,
        join(values, second.features[name] as Float32Array),
      ]),
    ),
  };
}

function join(first: Float32Array, second: Float32Array): Float32Array {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
