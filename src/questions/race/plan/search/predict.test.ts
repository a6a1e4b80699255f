/** @file Predictions where several models race: those of a model follow from its own trials, and of one that was hardly tried nothing is known. */
import { expect, test } from 'vitest';
import { examples } from '../../../../../test/examples.js';
import { randomFrom } from '../../../../core/index.js';
import { type AuxiliarySource, parseCriterion, rowsOf, settingPlacer } from '../../../../stats/index.js';
import { createEvidence, type LossEvidence } from '../adaptive/evidence.js';
import { ownTrialsOf } from './evidence.js';
import { predictAll } from './predict.js';
import { startersOf } from './search-race.js';
import { searchCriterionOf } from './settings.js';

/** 30 networks by two settings, 24 trees by one that has the same values, and 4 lines: every other one is tried, of the lines one. */
const COUNT = 58;
const modelOf = (i: number): 'net' | 'boost' | 'line' => (i < 30 ? 'net' : i < 54 ? 'boost' : 'line');
const rows = Array.from({ length: COUNT }, (_, i) => i);
const only = (model: string, value: (i: number) => number) => rows.map((i) => (modelOf(i) === model ? value(i) : null));
const SETTINGS = [
  { name: 'model', values: rows.map(modelOf) },
  { name: 'net.rate', values: only('net', (i) => i % 6) },
  { name: 'net.units', values: only('net', (i) => Math.floor(i / 6)) },
  { name: 'boost.rate', values: only('boost', (i) => i % 6) },
  { name: 'boost.depth', values: only('boost', (i) => Math.floor((i - 30) / 6)) },
  { name: 'line.penalty', values: only('line', (i) => i % 4) },
];
const REPLICATES = 3;

function placesBy(dividing: string | undefined) {
  return settingPlacer(dividing === undefined ? SETTINGS.slice(1) : SETTINGS, 'ranked', dividing).place(SETTINGS);
}

function isTriedHere(i: number): boolean {
  return modelOf(i) === 'line' ? i === 54 : i % 2 === 0;
}

function evidenceOf(lossOf: (i: number, trial: number) => number): LossEvidence {
  const evidence = createEvidence(COUNT, REPLICATES);
  for (const i of rows.filter(isTriedHere)) {
    const trials = i % 4 === 0 ? 2 : 1;
    evidence.applied[i] = trials;
    for (let trial = 0; trial < trials; trial++) evidence.losses[i * REPLICATES + trial] = lossOf(i, trial);
    evidence.outcomes += trials;
  }
  return evidence;
}

function predicted(dividing: string | undefined, evidence: LossEvidence, sources: readonly AuxiliarySource[] = []) {
  const inPanel = Uint8Array.from(rows, (i) => Number(i % 4 === 0));
  return predictAll(placesBy(dividing), evidence, ownTrialsOf(evidence), inPanel, sources, ['predict test']);
}

const PARTS = ['means', 'variances', 'noises', 'collapseRates', 'collapseTrials'] as const;

test('whatever the losses of another model are, and of those known before, what is said of a model stays', () => {
  for (let seed = 0; seed < examples(3, 30); seed++) {
    const random = randomFrom('predict test', seed);
    const base = Float64Array.from({ length: COUNT }, () => random.normal());
    const lossOf = (i: number, trial: number) =>
      (base[i] as number) + 0.1 * randomFrom('trial', seed, i, trial).normal();
    const [shift, factor] = [10 * random.normal(), 5 * random.uniform()];
    const moved = (i: number, trial: number) => {
      const loss = lossOf(i, trial);
      if (modelOf(i) !== 'net') return loss;
      return random.uniform() < 0.1 ? Number.POSITIVE_INFINITY : shift + factor * loss;
    };
    const [before, after] = [predicted('model', evidenceOf(lossOf)), predicted('model', evidenceOf(moved))];
    const boost = rows.filter((i) => modelOf(i) === 'boost');
    const places = rowsOf(placesBy('model'), boost);
    for (const part of PARTS) {
      for (const i of boost) expect(after.prediction[part][i]).toBe(before.prediction[part][i]);
      expect(after.predict?.(places)[part]).toEqual(before.predict?.(places)[part]);
    }
    expect(after.prediction.means.slice(0, 30)).not.toEqual(before.prediction.means.slice(0, 30));
    // A source counts by what it has of the same model.
    const nets = rows.filter((i) => modelOf(i) === 'net');
    const source = (of: readonly number[], values: (i: number) => number): AuxiliarySource => ({
      ...{ name: 'earlier', places: rowsOf(placesBy('model'), of), values: of.map((i) => [values(i)]) },
    });
    const earlier = [source(boost, (i) => base[i] as number), source([...nets, ...boost], (i) => base[i] as number)];
    const [own, all] = earlier.map((one) => predicted('model', evidenceOf(lossOf), [one]));
    for (const i of boost) expect(all?.prediction.means[i]).toBe(own?.prediction.means[i]);
    expect(own?.prediction.means.slice(30, 54)).not.toEqual(before.prediction.means.slice(30, 54));
    expect(own?.sources).toMatchObject([{ name: 'earlier', both: 12, used: true }]);
    expect(all?.sources).toMatchObject([{ name: 'earlier', both: 15, used: true }]);
  }
});

test('of a model that was hardly tried anything may be', () => {
  // All that was tried is alike, so that what is like it would be taken for known.
  const evidence = evidenceOf((i, trial) => 1 + 0.001 * randomFrom('alike', i, trial).normal());
  const [divided, together] = ['model', undefined].map(
    (dividing) => predicted(dividing, evidence).prediction.variances,
  );
  for (const i of [55, 56, 57]) {
    expect(divided?.[i]).toBeGreaterThan(1000 * (together?.[i] as number));
    expect(divided?.[i]).toBeGreaterThan(1000 * (divided?.[1] as number));
  }
});

test.each(['full', 'guarded'] as const)(
  'each model has enough of the first trainings to tell of its others: %s',
  (prior) => {
    const drawnIn = (dividing: string | undefined, seed: number) => {
      const search = { prior, audit: [], places: placesBy(dividing), isDrawn: false };
      const rules = {
        criterion: searchCriterionOf(parseCriterion('mean')),
        tolerance: { kind: 'retraining', share: 0.5 },
      } as const;
      const starters = startersOf({ candidates: COUNT, search, ...rules, delta: 0.05, maxReplicates: 8, seed });
      expect(new Set(starters).size).toBe(starters.length);
      return ['net', 'boost', 'line'].map((model) => [...starters].filter((i) => modelOf(i) === model).length);
    };
    for (let seed = 0; seed < 20; seed++) {
      const [net = 0, boost = 0, line] = drawnIn('model', seed);
      expect([Math.min(net, boost) >= 8, Math.abs(net - boost) <= 1, line]).toEqual([true, true, 4]);
    }
    expect(Array.from({ length: 20 }, (_, seed) => drawnIn(undefined, seed)[2])).not.toEqual(new Array(20).fill(4));
  },
);
