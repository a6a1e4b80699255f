/** @file Tests of what is kept of a long output. */
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { tailOf } from './worker-process.js';

it('gives the last lines of both streams, without empty ones', async () => {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const tail = tailOf(out, err, null);
  out.write('one\ntwo\n\n');
  err.write('thr');
  err.end('ee\n');
  await new Promise((resolve) => err.on('end', resolve));
  expect(tail.lastLines(2)).toBe('two\nthree');
});

it('forgets all but the last 64 KiB', async () => {
  const out = new PassThrough();
  const tail = tailOf(out);
  for (let line = 0; line < 20_000; line++) out.write(`line ${line} of the output\n`);
  out.end();
  await new Promise((resolve) => out.on('end', resolve));
  const kept = tail.lastLines(Number.POSITIVE_INFINITY);
  expect(kept.length).toBeGreaterThan(60_000);
  expect(kept.length).toBeLessThanOrEqual(64 * 1024);
  expect(kept.endsWith('line 19999 of the output')).toBe(true);
});
