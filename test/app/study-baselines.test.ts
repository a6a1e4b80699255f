/** @file What a study is set beside: once for each loss and sample size, in the studied figure, in the time of one. */
import { expect, test } from 'vitest';
import type { BaselineNeeds } from '../../src/app/ask/trainer-backend.js';
import { measureStudyBaselines } from '../../src/app/questions/study-question.js';
import { replicateTrial } from '../../src/core/index.js';
import { outcomeOf } from '../questions/played-study.js';

const candidates = ['rmse', 'mae', 'rmse'].map((loss, index) => {
  return { id: `c${index}`, label: '', configuration: { loss: { name: loss } } };
});
const outcomes = [200, 100].flatMap((size) => candidates.map(({ id }) => outcomeOf(replicateTrial(id, 0, size), 1)));
const study = { candidates, outcomes, experimentSeed: 3 };

function measure(figure: string) {
  const asked: BaselineNeeds[] = [];
  const baselines = measureStudyBaselines(
    {
      baselines: (_, needs) => {
        asked.push(needs);
        const selection = { loss: 1, rmse: needs.sampleSize };
        return [{ name: 'mean', kind: 'trivial', loss: 1, replicates: 5, selection, final: null }];
      },
    },
    { ...study, figure },
  );
  return { asked, baselines };
}

test('candidates that share a loss share their baselines', () => {
  const { asked, baselines } = measure('rmse');
  expect(baselines.map(({ candidates: ids, sampleSize, value }) => [ids, sampleSize, value])).toEqual([
    [['c0', 'c2'], 100, 100],
    [['c1'], 100, 100],
    [['c0', 'c2'], 200, 200],
    [['c1'], 200, 200],
  ]);
  expect(asked.every(({ touchesFinal, effort }) => !touchesFinal && effort === 1 / 4)).toBe(true);
});

test('there are none for a figure that they do not have, or without Surefoot holding the data', () => {
  expect(measure('parameters').baselines).toEqual([]);
  expect(measureStudyBaselines({}, { ...study, figure: 'loss' })).toEqual([]);
});
