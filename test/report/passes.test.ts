/** @file Where trainings pass or fail the answer says how likely several of the winner all pass, on the page and in the terminal. */
import { expect, test } from 'vitest';
import { randomFrom, type Trial } from '../../src/core/index.js';
import { buildReportView, formatFinalTable, type ReportInput } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { simulateRun } from './simulated-run.js';

const passOrFail = (candidate: number, { streams }: Trial): number =>
  randomFrom('passes', candidate, streams.init).uniform() < 0.2 + 0.3 * candidate ? 1 : 0;
const options = { candidates: 3, criterion: 'mean', rule: { name: 'default' } } as const;

const everywhere = (input: ReportInput): readonly string[] => {
  const view = buildReportView(input);
  return [formatFinalTable(view, { width: 80, colors: false, long: true }), renderReport(view)].map((text) =>
    text.replace(/\s+/g, ' '),
  );
};

test('passes of fresh trainings are powers of a share with its interval', () => {
  const input = simulateRun({ ...options, loss: passOrFail });
  const passes = buildReportView(input).result.winner?.passes;
  const { passed = 0, trials = 0, chances = [] } = passes ?? {};
  expect(passes).toMatchObject({ from: 'fresh', trials: 20, level: 0.95, method: 'clopper-pearson' });
  expect(chances.map(({ trainings, value }) => [trainings, value])).toEqual(
    [1, 5, 10].map((trainings) => [trainings, (passed / trials) ** trainings]),
  );
  const shown =
    /(\d+) of 20 fresh trainings passed\. Estimated chance that one training passes, \d+ % \[\d+, \d+\]; that 5 all pass, .*; that 10 all pass, .* \(95 % intervals, Clopper and Pearson\)\./;
  for (const text of everywhere(input)) expect(text.match(shown)?.[1]).toBe(String(passed));
});

test('without fresh trainings those that chose it have no interval', () => {
  const input = simulateRun({ ...options, finalTrials: 0, loss: passOrFail });
  for (const text of everywhere(input)) {
    expect(text).toMatch(
      /\d+ of the \d+ trainings that chose it passed, which flatters it\. Estimated chance that one training passes, \d+ %; that 5/,
    );
  }
});

test('nobody passes where losses are more than two', () => {
  const input = simulateRun({ ...options, loss: (candidate, trial) => passOrFail(candidate, trial) / 2 });
  expect(buildReportView(input).result.winner?.passes).toBeUndefined();
  for (const text of everywhere(input)) expect(text).not.toContain('passed. Estimated');
});
