/** @file Which experiments may go on in a log. */
import { expect, it } from 'vitest';
import { requireSameRun } from '../../src/store/index.js';
import { sampleHeader } from './sample-log.js';

it('takes the same identity and plan, whatever else changed', () => {
  requireSameRun(sampleHeader, { ...sampleHeader, name: 'other', experiment: { budget: 9 } }, 'runs/x');
  requireSameRun(sampleHeader, { ...sampleHeader, plan: { warmup: 3, kind: 'race' } }, 'runs/x');
});

it('names the parts in which another experiment differs', () => {
  const identityParts = { ...sampleHeader.identityParts, data: 'd2', seed: '8' };
  const wanted = { ...sampleHeader, identity: 'beef', identityParts };
  expect(() => requireSameRun(sampleHeader, wanted, 'runs/x')).toThrow(/runs\/x.*"sample".*: data, seed differ/);
});

it('names the settings in which the plan differs, with both values', () => {
  const wanted = { ...sampleHeader, plan: { kind: 'race', warmup: 5, criterion: 'q3' } };
  expect(() => requireSameRun(sampleHeader, wanted, 'runs/x')).toThrow(
    'warmup was 3, now 5; criterion was null, now "q3"',
  );
});
