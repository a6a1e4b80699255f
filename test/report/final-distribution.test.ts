/** @file The winner on unseen examples: the distribution over its trainings, in the direction of each metric. */
import { expect, test } from 'vitest';
import { buildReportView, type FinalInstances, formatFinalTable, type ReportInput } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { simulatedInstances, simulateRun } from './simulated-run.js';

const input = simulateRun({ candidates: 4, rule: { name: 'default' } });
const viewOf = (finalInstances: FinalInstances, changes: Partial<ReportInput> = {}) =>
  buildReportView({ ...input, ...changes, finalInstances });
const instances = (
  figures: readonly (Readonly<Record<string, number>> | null)[],
  exported: number,
): FinalInstances => ({
  from: 'fresh',
  instances: figures.map((one, place) => ({ replicate: 1_000_000 + place, figures: one })),
  exported,
  leftOut: {},
});

test('median, quartiles and worst follow the direction of the metric; what diverged is the worst', () => {
  const biases = [-0.3, 0.1, 0.2];
  const figures = [0.5, 0.7, 0.8].map((accuracy, place) => ({
    accuracy,
    loss: 1 - accuracy,
    bias: biases[place] ?? 0,
  }));
  const { metrics, ...rest } = viewOf(instances([...figures, null], 1_000_002)).result.winner?.finalDistribution ?? {};
  expect(rest).toEqual({
    from: 'fresh',
    replicates: [1_000_000, 1_000_001, 1_000_002, 1_000_003],
    exported: 1_000_002,
    lost: 1,
  });
  const infinite = Number.POSITIVE_INFINITY;
  expect(metrics?.accuracy).toMatchObject({ better: 'high', values: [0.5, 0.7, 0.8, -infinite], worst: -infinite });
  expect(metrics?.accuracy?.median).toBeCloseTo(0.6, 12);
  expect(metrics?.accuracy?.q3).toBeCloseTo(0.725, 12);
  expect(metrics?.loss).toMatchObject({ better: 'low', worst: infinite });
  expect(metrics?.loss?.q1).toBeCloseTo(0.275, 12);
  expect(metrics?.loss?.interval).toMatchObject({ n: 4 });
  expect(viewOf(instances(figures, 1_000_002)).result.winner?.finalDistribution?.metrics.bias?.worst).toBe(-0.3);
});

test('is null where no training left a model', () => {
  expect(viewOf(instances([null, null], 1_000_000)).result.winner?.finalDistribution).toBeNull();
});

test('terminal, headline and page say what is typical, and name the exported one apart', () => {
  const given = simulatedInstances(input);
  const { result, headline, ...view } = viewOf(given);
  const { median, values } = result.winner?.finalDistribution?.metrics.accuracy ?? { median: 0, values: [] };
  expect(values).toContain(0.946);
  expect(headline).toContain(`Accuracy ${median.toFixed(4)} (median)`);
  expect(headline).toContain('of 20 fresh trainings on 2,000 unseen examples.');
  const text = formatFinalTable({ ...view, result, headline }, { width: 80, colors: false, long: true }).replaceAll(
    /\n\s*/g,
    ' ',
  );
  expect(text).toMatch(
    /accuracy on 2,000 unseen examples, 20 trainings: median 0\.9\d+ \[0\.9\d+, 0\.9\d+\], worst 0\.\d+; model\.onnx 0\.9460/,
  );
  const page = renderReport({ ...view, result, headline });
  expect(page).toContain('model.onnx is one of them');
  const apart = { ...given, exported: 3 };
  expect(renderReport(viewOf(apart))).toContain('model.onnx is none of them');
});
