/** @file The study of the recipe is asked as every question is, and shown. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { askStudy } from '../../src/app/library/ask-questions.js';
import type { JsonObject } from '../../src/core/index.js';
import type { StudyName } from '../../src/questions/index.js';
import { temporaryFolder } from '../app/command-line.js';

it('is asked and shown', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const trainer = ({ x }: JsonObject, { streams }: { streams: { init: number } }) => Number(x) * streams.init;
  const options = { experiment: { name: 'recipe', space: { x: [1, 3] } }, trainer, out, trials: 3 };
  const { status, record } = await askStudy('steadiness' as StudyName, options);
  expect(status).toBe('exhausted');
  expect(record).toMatchObject({ kind: 'steadiness', status: 'finished', trials: { completed: 6 } });
  expect(record.headline).toContain(
    'x=1: standard deviation of the loss 1.000; x=3: standard deviation of the loss 3.000',
  );
  expect(readFileSync(join(out, 'steadiness.html'), 'utf8')).toContain('how much equal trainings differ');
});
