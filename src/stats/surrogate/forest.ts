/**
 * @file Trees over the settings where there are too many tried candidates for a Gaussian process: half of them a bootstrap
 * forest (Breiman 2001, doi 10.1023/A:1010933404324), half extremely randomised trees (Geurts et al. 2006,
 * doi 10.1007/s10994-006-6226-1). A tried candidate's own prediction is the mean of the trees that never saw it.
 */
import { type Random, randomFrom } from '../../core/index.js';
import { createBinning } from './bins.js';
import type { SettingPlaces } from './places.js';
import { growTree, type RegressionTree, type TreeSettings, valueIn } from './tree.js';

/** Of each kind. */
const TREES = 25;
const KINDS: readonly TreeSettings[] = [
  { axisShare: 0.6, cuts: 'best', leastRows: 2 },
  { axisShare: 0.8, cuts: 'random', leastRows: 2 },
];

interface Forest {
  /** By known row: the mean of the trees that did not learn from it. */
  readonly outOfBag: Float64Array;
  predict(places: SettingPlaces): Float64Array;
}

/**
 * @param values   by row of `places`
 * @param weights  by row, above 0
 * @param names    of the generator
 */
export function growForest(
  places: SettingPlaces,
  values: Float64Array,
  weights: Float64Array,
  ...names: readonly (string | number)[]
): Forest {
  const binning = createBinning(places);
  const binned = binning.of(places);
  const trees: RegressionTree[] = [];
  const sums = new Float64Array(places.rows);
  const counts = new Int32Array(places.rows);
  for (const settings of KINDS) {
    for (let number = 0; number < TREES; number++) {
      const random = randomFrom('stats/surrogate/tree', ...names, settings.cuts, number);
      const { rows, seen } = drawRows(places.rows, random);
      const tree = growTree(binned, values, weights, rows, settings, random);
      trees.push(tree);
      for (let row = 0; row < places.rows; row++) {
        if (seen[row] === 1) continue;
        sums[row] = (sums[row] as number) + valueIn(tree, binned, row);
        counts[row] = (counts[row] as number) + 1;
      }
    }
  }
  return {
    // That all 50 learn from a row has chance 1e-10.
    outOfBag: sums.map((sum, row) => sum / (counts[row] as number)),
    predict: (others) => {
      const inBins = binning.of(others);
      return Float64Array.from({ length: others.rows }, (_, row) => {
        let sum = 0;
        for (const tree of trees) sum += valueIn(tree, inBins, row);
        return sum / trees.length;
      });
    },
  };
}

/** Draws as many rows as there are, with replacement. */
function drawRows(count: number, random: Random): { rows: Int32Array; seen: Uint8Array } {
  const seen = new Uint8Array(count);
  const rows = new Int32Array(count);
  for (let place = 0; place < count; place++) {
    const row = random.below(count);
    rows[place] = row;
    seen[row] = 1;
  }
  return { rows, seen };
}
