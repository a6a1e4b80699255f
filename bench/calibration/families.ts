/**
 * @file Families of fields in which one thing makes the best hard to keep: it is noisier than the others, falls into a second basin
 * less often, is told in coarse steps, has another shape where a spread is raced, or passes more often where losses are nearly
 * two-valued. A cell gives one field; the cells of a family differ in gap, criterion, number of candidates, and in what comes on top.
 */
import { basins, EXPONENTIAL, LOGNORMAL_1, MIRRORED_LOGNORMAL_1, T3 } from './laws.js';
import type { Traits } from './unlike.js';

/** Where losses are passes and failures: a failure costs 1, and all get noise of so much. */
export interface Passing {
  readonly best: number;
  readonly rivals: number;
  readonly noise: number;
  /** What one failure in five costs instead of 1. */
  readonly middle?: number;
}

export interface FamilyCell {
  /** The family, a slash, what is its own. */
  readonly name: string;
  readonly candidates: number;
  readonly criterion: string;
  /** The best over each rival, in standard deviations of a plain rival; of a spread, in shares of a rival's. */
  readonly gap: number;
  /** In the same unit; the rule's default where absent. */
  readonly tolerance?: number;
  readonly maxReplicates?: number;
  readonly best?: Partial<Traits>;
  readonly rivals?: Partial<Traits>;
  /** One rival that is unlike the others, too. */
  readonly odd?: Partial<Traits>;
  readonly passing?: Passing;
}

type Differing = Omit<FamilyCell, 'name'>;

const UNIT_T3: Partial<Traits> = { law: T3, scale: 1 / Math.sqrt(3) };
const FIELD = { candidates: 10, criterion: 'mean', gap: 1 };

/** By the mean, but for the last two: the best has so many times the others' standard deviation. */
function noisier(times: number): Readonly<Record<string, Differing>> {
  const best = { scale: times };
  const plain = { ...FIELD, tolerance: 0.9, best };
  return {
    plain,
    'gap-0.6': { ...plain, gap: 0.6, tolerance: 0.5 },
    'gap-2-default': { ...FIELD, gap: 2, best },
    'K-3': { ...plain, candidates: 3 },
    'K-50': { ...plain, candidates: 50 },
    'K-50-gap-1.5': { ...plain, candidates: 50, gap: 1.5 },
    lognormal: { ...plain, best: { ...best, law: LOGNORMAL_1 } },
    'rivals-t3': { ...plain, rivals: UNIT_T3 },
    'sharing-40': { ...plain, best: { ...best, shared: 0.4 }, rivals: { shared: 0.4 } },
    'two-noisy': { ...plain, odd: best },
    'rivals-lognormal+sharing': {
      ...plain,
      best: { ...best, shared: 0.36, loading: 0 },
      rivals: { law: LOGNORMAL_1, shared: 0.36 },
    },
    'median-mirrored': { ...plain, criterion: 'median', best: { ...best, law: MIRRORED_LOGNORMAL_1 } },
    q3: { ...plain, criterion: 'q3' },
  };
}

function twoBasins(): Readonly<Record<string, Differing>> {
  const plain: Differing = {
    ...{ ...FIELD, criterion: 'q3', gap: 0.6 },
    ...{ best: { law: basins(0.22, 4) }, rivals: { law: basins(0.3, 4) } },
  };
  return {
    plain,
    'K-3': { ...plain, candidates: 3 },
    'K-50': { ...plain, candidates: 50 },
    'gap-1': { ...plain, gap: 1, tolerance: 0.5 },
    'distance-3': { ...plain, best: { law: basins(0.2, 3) }, rivals: { law: basins(0.3, 3) } },
    'rivals-one-basin': { ...plain, rivals: {} },
    'best-one-basin': { ...plain, best: {} },
    median: { ...plain, criterion: 'median', best: { law: basins(0.42, 4) }, rivals: { law: basins(0.55, 4) } },
    'sharing-40': {
      ...plain,
      best: { law: basins(0.22, 4), shared: 0.4 },
      rivals: { law: basins(0.3, 4), shared: 0.4 },
    },
    'noisier-2': { ...plain, best: { law: basins(0.22, 4), scale: 2 } },
    'odd-lognormal': { ...plain, odd: { law: LOGNORMAL_1 } },
    '40-replicates': { ...plain, maxReplicates: 40 },
  };
}

/** The quantile stands where few losses fall, between basins: most trainings of a rival are better than most of the best's. */
function farBasins(): Readonly<Record<string, Differing>> {
  const plain: Differing = {
    ...{ ...FIELD, criterion: 'q3', gap: 0.6 },
    ...{ best: { law: basins(0.2, 8) }, rivals: { law: basins(0.3, 8) } },
  };
  const tail = { ...plain, criterion: 'q0.9', best: { law: basins(0.06, 5) }, rivals: { law: basins(0.14, 5) } };
  return {
    plain,
    'K-3': { ...plain, candidates: 3 },
    'K-50': { ...plain, candidates: 50 },
    '40-replicates': { ...plain, maxReplicates: 40 },
    'q0.9': tail,
    'q0.9-K-3': { ...tail, candidates: 3 },
    'q0.9-40-replicates': { ...tail, maxReplicates: 40 },
  };
}

function steps(): Readonly<Record<string, Differing>> {
  const rounded = (step: number, best: Partial<Traits>, rivals: Partial<Traits>): Partial<Differing> => ({
    best: { step, ...best },
    rivals: { step, ...rivals },
  });
  const lognormal = { law: LOGNORMAL_1 };
  const plain = { ...FIELD, criterion: 'q3', gap: 0.6, ...rounded(1, lognormal, { shared: 0.36 }) };
  return {
    plain,
    'K-3': { ...plain, candidates: 3 },
    'K-50': { ...plain, candidates: 50 },
    alike: { ...plain, ...rounded(1, {}, {}) },
    'half-steps': { ...plain, ...rounded(0.5, lognormal, { shared: 0.36 }) },
    'gap-1.2': { ...plain, gap: 1.2 },
    median: { ...plain, criterion: 'median', gap: 1, ...rounded(1, lognormal, {}) },
    mean: { ...plain, criterion: 'mean', ...rounded(1, lognormal, { shared: 0.36 }) },
    'q0.9': { ...plain, criterion: 'q0.9', gap: 1, ...rounded(1, {}, lognormal) },
    'mean-noisier-3': { ...FIELD, tolerance: 0.9, ...rounded(1, { scale: 3 }, {}) },
    'rivals-lognormal': { ...plain, ...rounded(1, {}, lognormal) },
    'sharing-64-mirrored': {
      ...plain,
      ...rounded(1, { law: MIRRORED_LOGNORMAL_1, shared: 0.64, loading: 0 }, { shared: 0.64 }),
    },
  };
}

/** A rival's criterion is 1. */
function spreads(): Readonly<Record<string, Differing>> {
  const plain: Differing = { ...FIELD, criterion: 'iqr', gap: 0.5, tolerance: 0.2, best: { law: LOGNORMAL_1 } };
  return {
    plain,
    'K-3': { ...plain, candidates: 3 },
    'K-50': { ...plain, candidates: 50 },
    'gap-0.3': { ...plain, gap: 0.3 },
    default: { ...FIELD, criterion: 'iqr', gap: 0.5, best: { law: LOGNORMAL_1 } },
    exponential: { ...plain, best: { law: EXPONENTIAL } },
    mirrored: { ...plain, best: { law: MIRRORED_LOGNORMAL_1 } },
    t3: { ...plain, best: UNIT_T3 },
    basins: { ...plain, best: { law: basins(0.3, 4) } },
    'rivals-lognormal': { ...plain, best: {}, rivals: { law: LOGNORMAL_1 } },
    'sharing-60': { ...plain, best: { law: LOGNORMAL_1, shared: 0.6, loading: 0 }, rivals: { shared: 0.6 } },
    'odd-basins': { ...plain, odd: { law: basins(0.3, 4) } },
  };
}

function passes(): Readonly<Record<string, Differing>> {
  const cell = (candidates: number, passing: Passing, tolerance?: number): Differing => ({
    ...{ candidates, criterion: 'mean', gap: passing.rivals - passing.best, maxReplicates: 60, passing },
    ...(tolerance === undefined ? {} : { tolerance }),
  });
  return {
    plain: cell(30, { best: 0.002, rivals: 0.03, noise: 1e-4 }, 0.02),
    pure: cell(30, { best: 0.002, rivals: 0.03, noise: 0 }, 0.02),
    'three-values': cell(30, { best: 0.002, rivals: 0.03, noise: 0, middle: 0.5 }, 0.02),
    'three-values-noise': cell(30, { best: 0.002, rivals: 0.03, noise: 1e-4, middle: 0.5 }, 0.02),
    'K-10-noise-1e-3': cell(10, { best: 0.001, rivals: 0.05, noise: 1e-3 }, 0.02),
    'K-10-noise-1e-2': cell(10, { best: 0.001, rivals: 0.05, noise: 1e-2 }, 0.02),
    'K-3': cell(3, { best: 0.002, rivals: 0.05, noise: 1e-4 }, 0.02),
    'K-50-gap-0.09': cell(50, { best: 0.01, rivals: 0.1, noise: 1e-3 }, 0.05),
    'often-0.3': cell(10, { best: 0.1, rivals: 0.3, noise: 1e-3 }, 0.1),
    'default-tolerance': cell(30, { best: 0.01, rivals: 0.04, noise: 1e-4 }),
  };
}

/** By name, each with its cells. */
const FAMILIES: Readonly<Record<string, Readonly<Record<string, Differing>>>> = {
  'noisier-3': noisier(3),
  'noisier-5': noisier(5),
  'noisier-10': noisier(10),
  basins: twoBasins(),
  'basins-far': farBasins(),
  steps: steps(),
  iqr: spreads(),
  passes: passes(),
};

export const FAMILY_CELLS: readonly FamilyCell[] = Object.entries(FAMILIES).flatMap(([family, cells]) =>
  Object.entries(cells).map(([name, cell]) => ({ name: `${family}/${name}`, ...cell })),
);
