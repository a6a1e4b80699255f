/** @file Which experiments may go on in a log. */
import { expect, it } from 'vitest';
import { requireSameRun } from '../../src/store/index.js';
import { sampleHeader } from './sample-log.js';

/** Names of the parts that differ. */
const tell = (was: Readonly<Record<string, string>>, is: Readonly<Record<string, string>>): string[] => [
  Object.keys(was)
    .filter((name) => was[name] !== is[name])
    .join(', '),
];

it('takes the same identity and plan, whatever else changed', () => {
  requireSameRun(sampleHeader, { ...sampleHeader, name: 'other', experiment: { budget: 9 } }, 'runs/x', tell);
  requireSameRun(sampleHeader, { ...sampleHeader, plan: { warmup: 3, kind: 'race' } }, 'runs/x', tell);
});

it('names the parts in which another experiment differs', () => {
  const identityParts = { ...sampleHeader.identityParts, data: 'd2', seed: '8' };
  const wanted = { ...sampleHeader, identity: 'beef', identityParts };
  expect(() => requireSameRun(sampleHeader, wanted, 'runs/x', tell)).toThrow(/runs\/x.*"sample".*: data, seed\./);
});

it('names the settings in which the plan differs, with both values', () => {
  const wanted = { ...sampleHeader, plan: { kind: 'race', warmup: 5, criterion: 'q3' } };
  expect(() => requireSameRun(sampleHeader, wanted, 'runs/x', tell)).toThrow(
    'warmup was 3, now 5; criterion was null, now "q3"',
  );
});
