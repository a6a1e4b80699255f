/**
 * @file A Gaussian process of some of the rows, drawn at random. The kernel is learnt on them; they tell the levels by which noise is
 * read before anything else is known, and how far from the tried a candidate is.
 */
import { permutation, randomFrom } from '../../core/index.js';
import { mean, standardDeviation } from '../moments.js';
import { fitProcess, joinRows, type KnownValues, type ProcessKernel, someOf } from './gaussian-process.js';
import { learnKernel } from './learn-kernel.js';
import { hasRange, rowsOf, type SettingPlaces } from './places.js';

/** Learning looks at the covariance of all of them tens of times. */
const ROWS = 150;

/**
 * Of ranges with more rows than it is learnt on, the kernel goes on from the one before, and is learnt from scratch when so many times as
 * many are tried.
 */
const ANEW = 2;

/** A kernel, and how many rows there were when one was last learnt from scratch. */
export interface LearntKernel {
  readonly kernel: ProcessKernel;
  readonly rows: number;
}

/** A process sees values less `center` over `scale`. */
interface ProcessScale {
  readonly center: number;
  readonly scale: number;
}

export interface RoughProcess extends ProcessScale {
  readonly learnt: LearntKernel;
  /** By known row: what settings say of it, without its own value. */
  readonly levels: Float64Array;
  leftOutVariances(): Float64Array;
  variances(places: SettingPlaces): Float64Array;
}

/**
 * @param leastOwn  variance of a candidate's own part, at least
 * @param before    what was learnt at the fit before, of fewer rows
 * @param names     of the generator
 */
export function roughProcess(
  known: KnownValues,
  leastOwn: number,
  before: LearntKernel | undefined,
  ...names: readonly (string | number)[]
): RoughProcess {
  const { places } = known;
  const drawn = permutation(places.rows, randomFrom('stats/surrogate/some', ...names)).subarray(0, ROWS);
  const some = someOf(known, drawn);
  const scaling = { center: mean(some.values), scale: standardDeviation(some.values) || 1 };
  const { center, scale } = scaling;
  const { values, noises } = onScale(some, scaling);
  const isKnown = before !== undefined && places.rows > ROWS && places.rows < ANEW * before.rows;
  const start = isKnown && hasRange(places) ? before : undefined;
  const kernel = learnKernel(some.places, values, noises, leastOwn / scale ** 2, start?.kernel);
  const process = fitProcess(some.places, values, noises, kernel);
  const isDrawn = new Uint8Array(places.rows);
  for (const row of drawn) isDrawn[row] = 1;
  const rest = Int32Array.from({ length: places.rows }, (_, row) => row).filter((row) => isDrawn[row] === 0);
  /** Figures of the rows that were drawn and of the others, by known row. */
  const join = (ofDrawn: Float64Array, ofRest: Float64Array): Float64Array =>
    joinRows(places.rows, [
      [drawn, ofDrawn],
      [rest, ofRest],
    ]);
  const variances = (others: SettingPlaces): Float64Array =>
    process.predict(others).variances.map((variance) => scale ** 2 * variance);
  return {
    ...{ center, scale, variances },
    learnt: { kernel, rows: start?.rows ?? places.rows },
    levels: join(process.leftOut.means, process.predictMeans(rowsOf(places, rest))).map(
      (value) => center + scale * value,
    ),
    leftOutVariances: () =>
      join(
        process.leftOut.variances.map((variance) => scale ** 2 * variance),
        variances(rowsOf(places, rest)),
      ),
  };
}

/** Values, and the variances of what they are means of, as a process sees them. */
export function onScale(
  { values, noises, trials }: KnownValues,
  { center, scale }: ProcessScale,
): { values: Float64Array; noises: Float64Array } {
  return {
    values: values.map((value) => (value - center) / scale),
    noises: noises.map((noise, row) => noise / (scale ** 2 * (trials[row] as number))),
  };
}
