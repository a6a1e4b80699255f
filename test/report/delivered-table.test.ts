/** @file The table of what could be handed over says that trainings which collapsed count in its distances, where any did. */
import { expect, test } from 'vitest';
import { buildReportView } from '../../src/report/index.js';
import { finalTables } from '../../src/report/race/final-tables.js';
import type { Result } from '../../src/report/result/result-schema.js';
import { simulateRun } from './simulated-run.js';

test.each([
  [0, undefined],
  [1, 'Trainings that collapsed (1 of 8) count here where they left predictions.'],
])('%s collapsed', (bad, sentence) => {
  const run = simulateRun({
    ...{ candidates: 2, finalTrials: 8, changes: { collapse: { above: 5 } } },
    loss: (candidate, { streams: { init } }) => (init % 8 === 3 && bad > 0 ? 9 : 1 + candidate + (init % 8) / 100),
  });
  const { result } = buildReportView(run);
  const winner = result.winner as NonNullable<Result['winner']>;
  const alternative = { reason: 'smallest-loss', instances: 1, delivered: true, bytes: 900, milliseconds: 1 } as const;
  const alternatives = [{ ...alternative, figures: {}, disagreement: { value: 0.1, trainings: 8 } }];
  const delivered = {
    trial: null,
    replicate: null,
    loss: null,
    among: 8,
    reason: 'smallest-loss',
    alternatives,
  } as const;
  const tables = finalTables({ ...result, winner: { ...winner, delivered } });
  const text = tables.find(({ id }) => id === 'models')?.note ?? '';
  expect(text).toContain('the model is chosen among the others.');
  expect(/ Trainings that collapsed [^.]*\./.exec(text)?.[0].trim()).toBe(sentence);
});
