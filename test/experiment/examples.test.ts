/** @file Every example file is an experiment whose candidates can be built. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type DataSpec, dataSpecSchema, loadDataset } from '../../src/datasets/index.js';
import { buildCandidates, checkBudget, checkSample, parseExperiment } from '../../src/experiment/index.js';
import { createNetworkInspector } from '../../src/trainers/network/index.js';

const examples = readdirSync('examples').filter((name) => name.endsWith('.yaml'));

test.each(examples)('%s', async (name) => {
  const source = `examples/${name}`;
  const draft = parseExperiment(readFileSync(source, 'utf8'), { source, dataSchema: dataSpecSchema });
  const data = draft.data as DataSpec;
  const dataset = await loadDataset(data, { baseFolder: process.cwd() });
  const inspector = createNetworkInspector(dataset);
  const { candidates } = buildCandidates(draft.spaces, { inspector, constraints: draft.constraints });
  expect(candidates.length).toBeGreaterThanOrEqual(2);
  expect(new Set(candidates.map(({ label }) => label)).size).toBe(candidates.length);
  checkBudget(draft.budget.trials, draft.race.warmup, candidates.length);
  checkSample(draft.sample, dataset.pool.count);
});

test('the digits have 48 candidates over six settings', () => {
  const text = readFileSync('examples/digits.yaml', 'utf8');
  const draft = parseExperiment(text, { source: 'digits.yaml', dataSchema: dataSpecSchema });
  const { candidates } = buildCandidates(draft.spaces);
  expect(candidates).toHaveLength(48);
  expect(candidates[0]?.label).toBe('filters=8 relu units=32 adamw lr=0.001 batch=32');
});
