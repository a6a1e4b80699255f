/** @file A follower shows what the log has by now, whatever it had when it was looked at before. */
import { expect, test } from 'vitest';
import { toyQuestion } from '../../../test/evidence/drive/in-memory-run.js';
import { toyCandidates, toyPlan } from '../../../test/work/here/fixtures/toy.mjs';
import { DEFAULT_FAILURE_POLICY, type Outcome, type Trial } from '../../core/index.js';
import { Course } from './course.js';
import { LogFollower } from './log-follower.js';

const plan = toyPlan(toyCandidates);
const asked = new Course({ plan, question: toyQuestion(), failurePolicy: DEFAULT_FAILURE_POLICY }).pull();
const shared = { metrics: {}, lossPerEpoch: [], seconds: 0 };
const completed = (trial: Trial, loss = trial.candidate.charCodeAt(0)): Outcome => ({
  ...{ trial, status: 'completed', loss, ...shared },
});
const failed = (trial: Trial): Outcome => ({
  ...{ trial, status: 'failed', loss: Number.POSITIVE_INFINITY, ...shared },
  failure: { kind: 'exception', message: 'broken' },
});

test('a run that goes on after a stop is followed on', () => {
  const question = toyQuestion();
  const follower = new LogFollower({ plan, question });
  question.append(asked.slice(0, 4).map((trial) => completed(trial)));
  expect(follower.follow({ isOver: false }).end).toBeUndefined();
  expect(follower.follow({ isOver: true }).end).toBe('cut');
  expect(follower.follow({ isOver: true }).end).toBe('cut');
  // Nothing has come yet, and the run goes on all the same.
  expect(follower.follow({ isOver: false }).end).toBeUndefined();
  question.append(asked.slice(4).map((trial) => completed(trial)));
  expect(follower.follow({ isOver: false }).decisions).not.toEqual([]);
});

test('a failure that was trained again counts as what it is now', () => {
  const question = toyQuestion();
  const follower = new LogFollower({ plan, question });
  question.append(asked.map((trial) => (trial.candidate === 'a' ? failed(trial) : completed(trial))));
  const before = follower.follow({ isOver: false }).decisions;
  expect(before[0]?.incumbent).toBe('b');
  question.append(asked.filter(({ candidate }) => candidate === 'a').map((trial) => completed(trial)));
  const { decisions } = follower.follow({ isOver: false });
  expect(decisions[0]?.incumbent).toBe('a');
  expect(decisions).toEqual(new LogFollower({ plan, question }).follow({ isOver: false }).decisions);
});
