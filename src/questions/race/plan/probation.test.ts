/** @file Probation keeps its error exactly: designs against a binomial walk that is counted here, whatever collapses when. */
import { describe, expect, test } from 'vitest';
import { afterTraining, beginProbation, type Probation, probationTrials, reliabilityOf } from './probation.js';

const BAR = { by: 'setting', above: 1 } as const;
const begun = (reliability: number, members: number) =>
  beginProbation(
    reliability,
    Array.from({ length: members }, (_, place) => ({ candidate: `c${place}`, bar: BAR })),
  );

/** Chance that a member with this design passes, by a walk over (trainings, collapses). */
function passChance(passesAfter: readonly number[], rate: number): number {
  let going = new Map([[0, 1]]);
  let passed = 0;
  for (let n = 1; going.size > 0; n++) {
    const next = new Map<number, number>();
    for (const [collapses, chance] of going) {
      for (const [more, share] of [[0, 1 - rate] as const, [1, rate] as const]) {
        const k = collapses + more;
        const needed = passesAfter[k];
        if (needed === undefined || share === 0) continue;
        if (n >= needed) passed += chance * share;
        else next.set(k, (next.get(k) ?? 0) + chance * share);
      }
    }
    going = next;
  }
  return passed;
}

describe.each([0.5, 0.8, 0.9, 0.95, 0.99])('%s', (reliability) => {
  test.each([1, 2, 3, 10])(
    'sets of %i: who collapses too often passes in at most 0.05, all members together',
    (members) => {
      const { designs } = begun(reliability, members);
      const chances = designs.map(({ passesAfter }) => passChance(passesAfter, 1 - reliability));
      const sum = chances.reduce((total, chance) => total + chance, 0);
      expect(sum).toBeLessThanOrEqual(0.05);
      // Nothing much is given away.
      if (reliability >= 0.9) expect(sum).toBeGreaterThan(0.045);
      for (const { passesAfter } of designs) expect(passesAfter).toEqual([...passesAfter].sort((a, b) => a - b));
    },
  );
});

test('a clean member always passes, one that collapses in 1 % mostly, one in 5 % rarely', () => {
  const [first] = begun(0.95, 1).designs;
  const at = (rate: number) => passChance(first?.passesAfter ?? [], rate);
  expect(at(0)).toBe(1);
  expect(at(0.01)).toBeGreaterThan(0.75);
  expect(at(0.1)).toBeLessThan(0.002);
});

test('what is said before: the fewest and the most', () => {
  const { designs } = begun(0.95, 3);
  expect(probationTrials(0.95, 3)).toEqual({
    least: designs[0]?.passesAfter[0],
    most: designs.reduce((sum, { passesAfter }) => sum + (passesAfter[2] ?? 0), 0),
  });
  expect(begun(0.95, 60).members).toHaveLength(10);
});

const FAILED = { status: 'failed', loss: Number.POSITIVE_INFINITY } as const;
const COLLAPSED = { status: 'completed', loss: 2 } as const;
const after = (probation: Probation, trainings: readonly (typeof FAILED | typeof COLLAPSED)[], candidate = 'c0') =>
  trainings.reduce((so, training) => afterTraining(so, candidate, training), probation);

test('a training that fails speaks against a member as one that collapses does', () => {
  for (const trainings of [
    [FAILED, FAILED, FAILED],
    [COLLAPSED, FAILED, COLLAPSED],
    [COLLAPSED, COLLAPSED, COLLAPSED],
  ]) {
    const statuses = [1, 2, 3].map((count) => after(begun(0.95, 1), trainings.slice(0, count)).members[0]?.status);
    expect(statuses).toEqual(['open', 'open', 'failed']);
    const [one] = after(begun(0.95, 1), trainings.slice(0, 1)).members;
    expect(one?.passesAfter).toBe(begun(0.95, 1).designs[0]?.passesAfter[1]);
  }
});

test('reliability is open as long as a member is, and out of reach once all have failed', () => {
  const lost = [FAILED, FAILED, FAILED];
  const first = after(begun(0.95, 2), lost);
  expect(reliabilityOf(first, 0.95)).toMatchObject({
    status: 'open',
    members: [{ status: 'failed' }, { status: 'open' }],
  });
  expect(reliabilityOf(after(first, lost, 'c1'), 0.95).status).toBe('failed');
});
