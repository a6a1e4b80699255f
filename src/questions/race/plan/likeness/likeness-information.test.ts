/** @file Information on likeness: fires where candidates are unlike in one way, is quiet where they are alike, and keeps its work small. */
import { describe, expect, it, test } from 'vitest';
import { examples } from '../../../../../test/examples.js';
import { randomFrom } from '../../../../core/index.js';
import { createEvidence } from '../adaptive/evidence.js';
import { LIKENESS_LEVEL, type LikenessInformation, likenessOf } from './likeness-information.js';
import { likenessTableOf } from './rows.js';

interface Field {
  readonly rows?: number;
  readonly replicates?: number;
  /** Of the variance, what a replicate does to those that react. */
  readonly shared?: number;
  /** Of the first row; the others react with 1. */
  readonly loading?: number;
  /** By row: from a standard normal. */
  readonly shape?: (z: number, row: number) => number;
  /** From the first replicate to the last. */
  readonly trend?: number;
}

/** Rows of different levels and scales, which is no unlikeness. */
function informationOn(field: Field, run: number): LikenessInformation {
  const { rows = 8, replicates = 16, shared = 0, loading = 1, shape = (z) => z, trend = 0 } = field;
  const random = randomFrom('test/likeness', run);
  const effects = Array.from({ length: replicates }, () => Math.sqrt(shared) * random.normal());
  const evidence = createEvidence(rows, replicates);
  evidence.applied.fill(replicates);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < replicates; j++) {
      const own = Math.sqrt(1 - shared) * (1 + (i % 3)) * shape(random.normal(), i);
      evidence.losses[i * replicates + j] =
        3 * i + own + (i === 0 ? loading : 1) * (effects[j] ?? 0) + (trend * j) / replicates;
    }
  }
  return likenessOf(likenessTableOf(evidence, (loss) => loss));
}

const RUNS = examples(16, 40);

/** How often each does not fit, of so many fields. */
function misfits(field: Field): Record<keyof LikenessInformation, number> {
  const found = { loadings: 0, shapes: 0, order: 0 };
  for (let run = 0; run < RUNS; run++) {
    const information = informationOn(field, run);
    for (const name of ['loadings', 'shapes', 'order'] as const) if (information[name]?.fits === false) found[name]++;
  }
  return found;
}

const lognormal = (z: number) => Math.exp(z);

describe('candidates that are alike', () => {
  it.each([
    ['normal', {}],
    ['lognormal', { shape: lognormal }],
    ['sharing the sample', { shared: 0.6 }],
    ['lognormal and sharing the sample', { shared: 0.6, shape: lognormal }],
  ] as const)('fit, %s', (_, field) => {
    const { loadings, shapes, order } = misfits(field);
    // Fields at a level of 0.01: an eighth of 40 or of 16 by chance is one in a hundred, and the fields are always the same.
    expect(Math.max(loadings, shapes, order)).toBeLessThan(RUNS / 8);
  });
});

describe('a candidate that is not like the others', () => {
  it('in its reaction to the sample is seen', () => {
    expect(misfits({ shared: 0.8, loading: -1 }).loadings).toBeGreaterThan(0.75 * RUNS);
  });

  it('in its shape is seen', () => {
    expect(misfits({ replicates: 30, shape: (z, row) => (row === 0 ? lognormal(1.5 * z) : z) }).shapes).toBeGreaterThan(
      0.75 * RUNS,
    );
  });

  it('in nothing but the order of trials is seen', () => {
    expect(misfits({ trend: 6 }).order).toBeGreaterThan(0.75 * RUNS);
  });
});

test('the same trials say the same', () => {
  const first = informationOn({ shared: 0.5, loading: 0 }, 7);
  expect(informationOn({ shared: 0.5, loading: 0 }, 7)).toEqual(first);
  for (const finding of Object.values(first)) expect(finding?.fits).toBe((finding?.pValue ?? 1) > LIKENESS_LEVEL);
});

test('too few trials, and losses that are all equal, say nothing', () => {
  expect(informationOn({ replicates: 2 }, 1)).toEqual({ loadings: null, shapes: null, order: null });
  expect(informationOn({ shape: () => 0 }, 1)).toMatchObject({ loadings: null, shapes: null, order: { fits: true } });
});

test('of many candidates only those with the most trials are looked at, and none that diverged', () => {
  const evidence = createEvidence(50_000, 100);
  evidence.losses.fill(1);
  evidence.applied.fill(3);
  evidence.applied[40_000] = 100;
  evidence.applied[40_001] = 100;
  evidence.losses[40_001 * 100 + 50] = Number.POSITIVE_INFINITY;
  const { rows, replicates } = likenessTableOf(evidence, (loss) => 2 * loss);
  expect([rows.length, replicates, rows[1]?.length, rows[0]?.[0]]).toEqual([24, 40, 3, 2]);
});
