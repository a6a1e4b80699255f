/** @file Notices are sentences, with one full stop, whatever was logged. */
import { expect, test } from 'vitest';
import type { Result } from '../result/result-schema.js';
import { neverWorkedNotices } from './never-worked-view.js';
import { circumstanceNotices } from './run-notices.js';

test('a notice that begins with a name leaves it as it is written', () => {
  const textOf = (text: string) =>
    circumstanceNotices({
      stretches: [],
      code: null,
      notices: [{ kind: 'warning', text, at: '2026-01-01T00:00:00Z' }],
    })[0]?.text;
  for (const name of ['table.csv', 'runs/old', 'rate=0.1', 'c08ef59d2'])
    expect(textOf(`${name} counts`)).toBe(`${name} counts.`);
  expect(textOf('the rest counts, of table.csv')).toBe('The rest counts, of table.csv.');
});

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
