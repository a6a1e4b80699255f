/** @file Checks every metric against scikit-learn's, with and without weights of examples. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { betterOf, KNOWN_METRICS } from '../../src/core/index.js';
import type { Task } from '../../src/datasets/index.js';
import { evaluatePredictions } from '../../src/trainers/network/metrics/evaluate-predictions.js';

interface Case {
  readonly name: string;
  readonly task: Task;
  readonly outputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly plain: Readonly<Record<string, number>>;
  readonly weighted: Readonly<Record<string, number>>;
}

const { cases }: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../reference/sklearn-metrics.json', import.meta.url), 'utf8'),
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
    ['with weights', weighted, Float64Array.from(weights)],
  ] as const)('has the metrics of scikit-learn, %s', (_, expected, given) => {
    const metrics = evaluatePredictions(task, predictions, given);
    expect(Object.keys(metrics).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) {
      expect({
        name,
        distance: Math.abs((metrics[name] as number) - value) < 1e-9 * Math.max(1, Math.abs(value)),
      }).toEqual({
        name,
        distance: true,
      });
      expect(betterOf(name)).toBeDefined();
    }
  });
});

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

it('explains every metric', () => {
  const text = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
  const named = KNOWN_METRICS.filter((name) => name !== 'loss' && !text.includes(`\`${name}\``));
  expect(named).toEqual([]);
});
