/** @file Notices are sentences, with one full stop, whatever was logged. */
import { expect, test } from 'vitest';
import { neverWorkedText } from '../result/never-worked.js';
import { circumstanceNotices, sentenceOf } from './run-notices.js';

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
  const never = sentenceOf(neverWorkedText([{ candidate: 'c1', label: 'c1', trials: 2, failures }], 2) ?? '');
  expect(never).toMatch(/not compared\. .*(said\.|it\?)$/i);
  expect(never).not.toContain('..');
});
