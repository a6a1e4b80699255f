/** @file Every edit of `npm run sabotage` still applies: whoever moves or rewrites its text moves the edit with it. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('the text that each edit replaces occurs once in its file, and its tests are there', () => {
  const { status, stderr } = spawnSync('node', ['test/sabotage/run.mjs', '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
