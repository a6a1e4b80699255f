/** @file Notices are sentences, with one full stop, whatever was logged. */
import { expect, test } from 'vitest';
import type { Result } from '../result/result-schema.js';
import { neverWorkedNotices } from './never-worked-view.js';
import { circumstanceNotices } from './run-notices.js';

test.each(['it was said.', 'it was said', 'Was it?'])('%s', (text) => {
  const notices = [{ kind: 'warning', text, at: '2026-01-01T00:00:00Z' }];
  const [notice] = circumstanceNotices({ stretches: [], code: null, notices });
  expect(notice?.text).toMatch(/^(It was said\.|Was it\?)$/);
  const failures = [{ kind: 'exit', message: text, trials: 2 }];
  const [never] = neverWorkedNotices({
    candidates: [{}, {}],
    neverWorked: [{ candidate: 'c1', trials: 2, failures }],
  } as unknown as Result);
  expect(never?.text).toMatch(/compared with nobody\. .*(said\.|it\?)$/i);
  expect(never?.text).not.toContain('..');
});
