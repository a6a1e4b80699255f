/** @file A training that ended a run is not answered: it is trained again. */
import { expect, test } from 'vitest';
import { toyQuestion } from '../../../test/evidence/drive/in-memory-run.js';
import { toyCandidates, toyPlan } from '../../../test/work/here/fixtures/toy.mjs';
import type { Outcome } from '../../core/index.js';
import { Course } from './course.js';

test('what the policy stops for is asked for still, and applied by nothing', () => {
  const failurePolicy = { retries: 0, action: 'stop', kinds: {} } as const;
  const course = new Course({ plan: toyPlan(toyCandidates), question: toyQuestion(), failurePolicy });
  const [first, second] = course.pull();
  if (first === undefined || second === undefined) throw new Error('nothing is asked for');
  const shared = { metrics: {}, lossPerEpoch: [], seconds: 0 };
  const failed: Outcome = {
    ...{ trial: first, status: 'failed', loss: Number.POSITIVE_INFINITY, ...shared },
    failure: { kind: 'exception', message: 'broken' },
  };
  expect(course.take([{ trial: second, status: 'completed', loss: 1, ...shared }])).toBeUndefined();
  expect(course.take([failed])).toMatchObject({ code: 'trial-failed' });
  expect([course.awaits(first), course.awaits(second)]).toEqual([true, false]);
  course.cut();
  expect(course.applied).toBe(0);
});
