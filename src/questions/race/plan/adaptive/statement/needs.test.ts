/** @file What a statement without assumptions is said to take, against the ranks that it rests on. */
import { expect, it, test } from 'vitest';
import { parseCriterion } from '../../../../../stats/index.js';
import { parseRule } from '../../parse-rule.js';
import { planRace } from '../../plan-race.js';
import { statementNeeds } from './needs.js';

function needs(criterion: string, maxReplicates: number, rule: Record<string, string | number[]>, candidates = 10) {
  const { facts } = planRace({
    candidates: Array.from({ length: candidates }, (_, i) => `c${i}`),
    criterion: parseCriterion(criterion),
    rule: parseRule({ name: 'default', ...rule }),
    maxReplicates,
  });
  return statementNeeds(facts);
}

const free = { statement: 'distribution-free' };

it.each([
  ['median', 13, 92],
  ['q3', 27, 112],
  ['q0.9', 65, 184],
])('%s of ten candidates has both ends from %d trainings on, and tells apart from %d on', (name, both, apart) => {
  expect(needs(name, both - 1, free)).toMatch(
    new RegExp(`no verdict can be clear. Both ends take ${both}. About ${apart} of`),
  );
  expect(needs(name, both, free)).toMatch(
    /lies between their losses number \d+ and \d+ in order. .*Raise race.maxReplicates/,
  );
  expect(needs(name, apart, free)).not.toMatch(/Raise/);
});

test('more candidates take more trainings', () => {
  expect(needs('q3', 20, free, 1000)).toMatch(/of 1000 candidates, .* Both ends take 45. About 193 /);
});

test('a mean is told by the width of its bounds', () => {
  const text = needs('mean', 20, { ...free, bounds: [0, 1] });
  expect(text).toMatch(
    /vary by 10 % of the width of the bounds, the interval of a mean spans 33 % of it. About 89 of each/,
  );
});

test('a calibrated statement needs nothing said', () => {
  expect(needs('q3', 20, {})).toBeUndefined();
});
