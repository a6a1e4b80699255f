/** @file Every plan against the plan suite. */
import { type Candidate, randomFrom, type Trial, writePredicted } from '../../src/core/index.js';
import { barOf, createAssurance } from '../../src/questions/assure/plan/index.js';
import { factorAmong } from '../../src/questions/common/plan/index.js';
import { createComparison } from '../../src/questions/compare/plan/index.js';
import { createCouple } from '../../src/questions/couple/plan/index.js';
import { createCurve } from '../../src/questions/curve/plan/index.js';
import { createKeep } from '../../src/questions/keep/plan/index.js';
import { createMeasure } from '../../src/questions/measure/plan/index.js';
import {
  ADAPTIVE_RULES,
  DISAGREEMENT,
  parseRule,
  planRace,
  planSearch,
  type RaceSettings,
} from '../../src/questions/race/plan/index.js';
import { parseCriterion, placesOf } from '../../src/stats/index.js';
import { describePlan } from './plan-suite.js';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The later the candidate and the smaller the sample, the worse. */
function lossOf({ candidate, streams, fidelity: { sampleSize } }: Trial): number {
  const noise = randomFrom('plans', candidate, ...Object.values(streams), sampleSize).normal();
  return IDS.indexOf(candidate) + 1 + 100 / (sampleSize + 1) + noise / 8;
}

/** Labels of 60 examples, of which the later candidates flip more. */
function flippedLabels({ candidate, streams }: Trial): string {
  const random = randomFrom('flipped', candidate, streams.init);
  const rate = 0.03 * (IDS.indexOf(candidate) + 1);
  const values = Float32Array.from({ length: 60 }, () => (random.uniform() < rate ? 1 : 0));
  return writePredicted({ kind: 'labels', outputs: 1, values });
}

const race: RaceSettings = {
  candidates: IDS,
  criterion: parseCriterion('q3'),
  rule: parseRule('halving'),
  ...{ warmup: 3, finalTrials: 8, maxReplicates: 12 },
};
describePlan('race', { create: () => planRace(race), lossOf, most: 72 });

const field = Array.from({ length: 30 }, (_, index) => `c${index}`);
const adaptive: RaceSettings = { candidates: field, criterion: parseCriterion('q3'), rule: parseRule('default') };
/** One is best by far, so that a race ends early; \`close\`: nobody is, and it is exhausted. */
const lossInField = ({ candidate, streams }: Trial): number =>
  (candidate === 'c7' ? 0 : 2) + randomFrom('plans', candidate, streams.init).normal();
const lossInClose = ({ candidate, streams }: Trial): number => randomFrom('close', candidate, streams.init).normal();
// The default ends on a doubt, which is settled one training at a time: nothing is pending then.
for (const rule of ADAPTIVE_RULES) {
  describePlan(`race, ${rule}`, {
    create: () => planRace({ ...adaptive, rule: parseRule(rule), finalTrials: 5 }),
    ...{ lossOf: lossInField, most: 30 * 20 + 9 * 5, abandons: rule === 'strict' },
  });
}
describePlan('race, exhausted', {
  create: () => planRace({ ...adaptive, maxReplicates: 5, finalTrials: 2 }),
  ...{ lossOf: lossInClose, most: 30 * 5 + 9 * 2 },
});
describePlan('race, separating a tie', {
  create: () => planRace({ ...adaptive, maxReplicates: 5, separate: 9, finalTrials: 2 }),
  ...{ lossOf: lossInClose, most: 30 * 9 + 9 * 2 },
});
describePlan('race, without fresh trials', {
  create: () => planRace({ ...adaptive, finalTrials: 0 }),
  ...{ lossOf: lossInField, most: 30 * 20 + 9 * 5 },
});
describePlan('race, with many pending', {
  create: () => planRace({ ...adaptive, candidates: Array.from({ length: 100 }, (_, index) => `c${index}`) }),
  ...{ lossOf: lossInField, most: 100 * 20 + 9 * 20 },
});

describePlan('race, by disagreement', {
  create: () => {
    const joint = DISAGREEMENT;
    return planRace({ ...race, criterion: parseCriterion('mean'), rule: parseRule('default'), finalTrials: 3, joint });
  },
  ...{ lossOf, predictedBy: flippedLabels, most: 6 * 12 + 6 * 3 },
});

/** Two settings of ten and three values: the nearer to (7, 2), the better. */
const [first, second] = [field.map((_, index) => index % 10), field.map((_, index) => Math.floor(index / 10))];
const lossBySettings = ({ candidate, streams }: Trial): number => {
  const index = field.indexOf(candidate);
  const far = Math.abs((first[index] as number) - 7) / 2 + Math.abs((second[index] as number) - 2);
  return far + randomFrom('plans', candidate, streams.init).normal() / 2;
};
const places = placesOf([
  { name: 'first', values: first },
  { name: 'second', values: second },
]);
for (const prior of ['guarded', 'full'] as const) {
  describePlan(`race that searches, ${prior}`, {
    create: () =>
      planSearch({
        ...{ ...adaptive, finalTrials: 3, maxReplicates: 6, seed: 5 },
        search: { prior, audit: prior === 'full' ? [3, 12, 25, 22] : [], places, isDrawn: false },
      }),
    ...{ lossOf: lossBySettings, most: 30 * 6 + 9 * 3, abandons: prior === 'guarded' },
  });
}

describePlan('race, by a test', {
  create: () => planRace({ ...race, criterion: parseCriterion('mean'), rule: parseRule('welch') }),
  ...{ lossOf, most: 72 },
});
const common = { candidates: ['a', 'b'], figure: 'loss', seed: 3 } as const;
describePlan('measure', {
  create: () =>
    createMeasure({
      ...{ ...common, vary: ['init', 'sample'], trials: 10, crossed: 'auto', repeats: 1 },
      ...{ sampleSize: 100, pool: 400 },
    }),
  ...{ lossOf, most: 200 },
});
describePlan('curve', {
  create: () =>
    createCurve({
      ...{ ...common, sizes: [10, 20, 40], trials: 10, criterion: 'median', spread: 'std', adaptive: true, pool: 400 },
      tolerance: { criterion: 0.1, spread: 1 },
    }),
  ...{ lossOf, most: 400 },
});

const candidates: Candidate[] = ['relu', 'tanh'].map((activation, index) => {
  return { id: IDS[index] as string, label: activation, configuration: { activation } };
});
describePlan('couple', {
  create: () =>
    createCouple({
      ...{ ...common, vary: ['init', 'order'], sizes: [10, 40], crossed: 'auto', budget: 50, pool: 400, nested: false },
      ...{ factors: [{ name: 'activation', levels: ['relu', 'tanh'] }], criterion: 'median', epochs: null },
    }),
  ...{ lossOf, most: 48 },
});
describePlan('assure', {
  create: () =>
    createAssurance({ ...common, candidates: ['a'], share: 0.8, bar: barOf('loss', { below: 102.2 }), sampleSize: 0 }),
  ...{ lossOf, most: 96 },
});
describePlan('keep', {
  create: () => createKeep({ ...common, criterion: 'q3', error: 0.05, careful: false, trials: 27, sampleSize: 100 }),
  ...{ lossOf, most: 66 },
});
describePlan('compare', {
  create: () =>
    createComparison({
      ...{ ...common, trials: 10, sampleSize: 100 },
      factors: [factorAmong('activation', candidates, candidates[0] as Candidate)],
    }),
  ...{ lossOf, most: 20 },
});
