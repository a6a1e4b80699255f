/** @file Every mechanism can be taken out, and changes a race where there is something for it to do. */
import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../../../core/index.js';
import { parseCriterion } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';
import { type AdaptiveSettings, MECHANISMS, type Mechanism } from './settings.js';

const K = 12;
const N = 20;

/** Losses of candidate `i`, whose normal deviate is z; `effect`: of the replicate, on all. */
type Loss = (i: number, z: number, random: Random, effect: number) => number;

interface Field {
  readonly criterion: string;
  readonly loss: Loss;
  readonly tolerance?: number;
}

const plain: Loss = (i, z) => 10 + 0.4 * i + z;
const skewed: Loss = (i, z) => 10 + 0.4 * i + Math.exp(z);
const unequal: Loss = (i, z) => 10 + 0.4 * i + z * 2 ** (i - 4);
const passing =
  (noise: number): Loss =>
  (i, z, random) =>
    Number(random.uniform() < 0.01 * (1 + i)) + noise * z;

const FIELDS: Readonly<Record<Mechanism, Field>> = {
  'pooled-shape': { criterion: 'q3', loss: skewed },
  'own-quartiles': { criterion: 'iqr', loss: (i, z) => (1 + 0.4 * i) * Math.exp(z) },
  'quantile-guard': { criterion: 'q3', loss: skewed },
  'rare-collapses': { criterion: 'mean', loss: (i, z, random) => 0.4 * i + z + (random.uniform() < 0.05 ? 40 : 0) },
  'two-values': { criterion: 'mean', loss: passing(0), tolerance: 0.05 },
  steps: { criterion: 'mean', loss: passing(1e-4), tolerance: 0.02 },
  loadings: { criterion: 'q3', loss: (i, z, _, effect) => 10 + 0.4 * i + z + (i % 2 === 0 ? 2 : -2) * effect },
  'moderated-scales': { criterion: 'mean', loss: unequal },
  'likeness-level': { criterion: 'q3', loss: unequal },
  'guarded-level': { criterion: 'median', loss: plain },
  panel: { criterion: 'mean', loss: plain },
  unit: { criterion: 'mean', loss: (i, z) => 2 ** 600 * plain(i, z, randomFrom('none'), 0) },
  doubt: { criterion: 'mean', loss: (i, z) => 10 + i + z },
  'unseen-collapse': { criterion: 'mean', loss: (i, z) => 1e-4 * (0.4 * i + z), tolerance: 0.02 },
};

/** What a race comes to, to the last digit. */
function race({ criterion, loss, tolerance }: Field, without: readonly Mechanism[]): string {
  const rest: Partial<AdaptiveSettings> = tolerance === undefined ? {} : { tolerance };
  const made = createAdaptiveRace({
    ...{ candidates: K, criterion: parseCriterion(criterion), maxReplicates: N, without },
    ...rest,
  });
  const random = randomFrom('mechanisms');
  const effects = Array.from({ length: N }, () => random.normal());
  const losses = Array.from({ length: K }, (_, i) => effects.map((effect) => loss(i, random.normal(), random, effect)));
  const state = made.begin(1);
  const { evidence } = state;
  while (state.end === undefined) {
    const place = evidence.outcomes;
    made.apply(state, [losses[evidence.sequence[place] as number]?.[evidence.replicateAt[place] as number] as number]);
  }
  const { rivals, ...verdict } = made.verdict(state);
  return JSON.stringify([verdict, rivals.map(({ chance }) => chance), Array.from(evidence.applied)]);
}

describe('a race without', () => {
  it.each(Object.keys(MECHANISMS) as Mechanism[])('%s is another one', (mechanism) => {
    const field = FIELDS[mechanism];
    expect(race(field, [mechanism])).not.toBe(race(field, []));
  });
});
