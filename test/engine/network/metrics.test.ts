/** @file Checks every metric against scikit-learn's, with and without weights of examples. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { betterOf, evaluateMetric, evaluatePredictions, knownScores } from '../../../src/core/index.js';
import type { Task } from '../../../src/engine/datasets/index.js';
import { exampleWeights } from '../../../src/engine/network/class-weights.js';
import { LOSS_KINDS } from '../../../src/engine/network/losses/index.js';

interface Case {
  readonly name: string;
  readonly task: Task;
  readonly outputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly plain: Readonly<Record<string, number>>;
  readonly weighted: Readonly<Record<string, number>>;
}

interface Reference {
  readonly cases: readonly Case[];
  /** By level: of the first of two targets, predicted by itself in reverse. */
  readonly pinball: Readonly<Record<string, number>>;
  /** Of the examples of four classes. */
  readonly balanced: readonly number[];
}

const { cases, pinball, balanced }: Reference = JSON.parse(
  readFileSync(new URL('../../reference/sklearn-metrics.json', import.meta.url), 'utf8'),
);

describe.each(cases)('$name', ({ task, outputs, targets, weights, plain, weighted }) => {
  const predictions = {
    count: outputs.length,
    width: outputs[0]?.length ?? 0,
    outputs: Float32Array.from(outputs.flat()),
    targetWidth: targets[0]?.length ?? 0,
    targets: Float32Array.from(targets.flat()),
  };

  it.each([
    ['without weights', plain, undefined],
    ['with weights', weighted, Float32Array.from(weights)],
  ] as const)('has the metrics of scikit-learn, %s', (_, expected, given) => {
    const weighed = { ...predictions, ...(given === undefined ? {} : { weights: given }) };
    const metrics = evaluatePredictions(task, weighed);
    expect(evaluateMetric(task, weighed, 'none')).toBeUndefined();
    // The reference has those of worked examples, too.
    const listed = Object.entries(expected).filter(([name]) => knownScores().includes(name));
    expect(Object.keys(metrics).sort()).toEqual(listed.map(([name]) => name).sort());
    for (const [name, value] of listed) {
      expect({
        name,
        distance: Math.abs((metrics[name] as number) - value) < 1e-9 * Math.max(1, Math.abs(value)),
      }).toEqual({
        name,
        distance: true,
      });
      expect(evaluateMetric(task, weighed, name)).toBe(metrics[name]);
      expect(betterOf(name)).toBeDefined();
    }
  });
});

it.each(cases.filter(({ task }) => task === 'classification'))(
  '$name: cross-entropy is the log loss, weighted too',
  (one) => {
    const { outputs, targets, weights, weighted } = one;
    const width = outputs[0]?.length ?? 0;
    const kind = LOSS_KINDS.find(({ name }) => name === (width === 1 ? 'binary-cross-entropy' : 'cross-entropy'));
    const predictions = {
      ...{ count: outputs.length, width, outputs: Float32Array.from(outputs.flat()), targetWidth: 1 },
      ...{ targets: Float32Array.from(targets.flat()), weights: Float32Array.from(weights) },
    };
    expect(kind?.build({}).evaluate(predictions)).toBeCloseTo(weighted.logLoss as number, 9);
  },
);

it('gives metrics without a value to nobody', () => {
  const alike = {
    count: 2,
    width: 2,
    outputs: Float32Array.of(0, 1, 0, 2),
    targetWidth: 1,
    targets: Float32Array.of(1, 1),
  };
  const metrics = evaluatePredictions('classification', alike);
  expect(metrics).toMatchObject({ accuracy: 1, balancedAccuracy: 1, f1: 1 });
  expect(metrics).not.toHaveProperty('rocAuc');
});

const targetsOf = (name: string) => cases.find((one) => one.name === name)?.targets ?? [];

it.each(Object.entries(pinball))('has the quantile loss of scikit-learn at %s', (level, expected) => {
  const targets = Float32Array.from(targetsOf('two targets'), ([first]) => first as number);
  const kind = LOSS_KINDS.find(({ name }) => name === 'quantile');
  const predictions = { count: targets.length, width: 1, targetWidth: 1, targets, outputs: targets.toReversed() };
  expect(kind?.build({ level: Number(level) }).evaluate(predictions)).toBeCloseTo(expected, 9);
});

it('balances classes as scikit-learn does, and keeps a mean of 1 for weights of ones own', () => {
  const labels = Float32Array.from(targetsOf('four classes').flat());
  const classes = ['a', 'b', 'c', 'd', 'none of these'];
  const given = exampleWeights('balanced', classes, { targets: labels }) ?? [];
  for (const [row, weight] of balanced.entries()) expect(given[row]).toBeCloseTo(weight, 6);
  const own = exampleWeights({ b: 3 }, classes, { targets: labels }) ?? new Float32Array();
  expect(own.reduce((sum, weight) => sum + weight, 0) / own.length).toBeCloseTo(1, 5);
  expect((own[labels.indexOf(1)] as number) / (own[labels.indexOf(0)] as number)).toBeCloseTo(3, 5);
});

it('explains every metric', () => {
  const text = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  const named = knownScores().filter((name) => name !== 'loss' && !text.includes(`\`${name}\``));
  expect(named).toEqual([]);
});
