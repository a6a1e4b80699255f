/** @file What an audit may say: it counts what was trained alone, at its own level, and takes its turn. */
import { expect, test } from 'vitest';
import { auditBeyond, auditedAt, findByAudit } from './audit.js';

const AUDIT = Array.from({ length: 100 }, (_, i) => i);
/** The first so many may be better, the others surely not. */
const chances = (open: number) => Float64Array.from(AUDIT, (i) => (i < open ? 1 : 0));

test('those that were not trained yet say nothing', () => {
  const found = findByAudit(AUDIT, chances(0), (i) => i < 60);
  // With none of 60, the share that gives none in 4 of 100 cases.
  expect(found).toEqual({ drawn: 100, tried: 60, open: 0, atMost: expect.closeTo(1 - 0.04 ** (1 / 60), 9) });
  expect(findByAudit(AUDIT, chances(0), () => false)).toMatchObject({ tried: 0, atMost: 1 });
});

test('what may be better is counted, and bounds the share more widely', () => {
  const [none, two] = [0, 2].map((open) => findByAudit(AUDIT, chances(open), () => true));
  expect(two).toMatchObject({ tried: 100, open: 2 });
  expect(two?.atMost).toBeGreaterThan(none?.atMost ?? 1);
});

test('one training in five is its own, once four others were asked for', () => {
  expect([0, 4, 5, 9, 10, 1000].map((asked) => auditedAt(asked, 30))).toEqual([0, 0, 1, 1, 2, 30]);
});

test('a budget that cannot try all of it is told, with the one that can', () => {
  expect(auditBeyond(60, 60)).toBeUndefined();
  expect(auditBeyond(60, undefined)).toBeUndefined();
  expect(auditBeyond(60, 59)).toMatch(/a budget of 59 trainings cannot.* takes a budget of about 300\.$/);
});
