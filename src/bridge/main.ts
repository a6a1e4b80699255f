/** @file The program that other languages start: reads requests from standard input, answers on standard output, and ends with its parent. */
import { readSync, writeSync } from 'node:fs';
import { createBridge } from './bridge.js';

declare const SUREFOOT_VERSION: string;

const [STDIN, STDOUT] = [0, 1];
const PAUSE_MS = 5;
/** Of a line: no more is kept than shows that it is longer than any may be. */
const MOST_KEPT = 2 ** 27;
const chunk = Buffer.alloc(2 ** 20);
const paused = new Int32Array(new SharedArrayBuffer(4));
let read: Buffer = Buffer.alloc(0);

/** Waits for the next line that is not empty; ends the program where the caller is gone. */
function nextLine(): string {
  const parts: Buffer[] = [];
  for (let kept = 0; ; ) {
    const end = read.indexOf('\n');
    const part = end < 0 ? read : read.subarray(0, end);
    if (kept < MOST_KEPT) parts.push(Buffer.from(part));
    kept += part.length;
    if (end >= 0) {
      read = read.subarray(end + 1);
      const line = Buffer.concat(parts).toString('utf8');
      if (line.trim() !== '') return line;
      parts.length = 0;
      kept = 0;
    } else
      read = chunk.subarray(
        0,
        orGone(() => readSync(STDIN, chunk)),
      );
  }
}

function send(line: string): void {
  let rest = Buffer.from(`${line}\n`);
  while (rest.length > 0) rest = rest.subarray(orGone(() => writeSync(STDOUT, rest)));
}

/** Bytes that were read or written; some callers' pipes say that there are none yet. */
function orGone(transfer: () => number): number {
  for (;;) {
    try {
      return transfer() || process.exit(0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') process.exit(0);
      Atomics.wait(paused, 0, 0, PAUSE_MS);
    }
  }
}

const exchange = (line: string): string => {
  send(line);
  return nextLine();
};
const answer = createBridge({ surefoot: SUREFOOT_VERSION, node: process.versions.node }, exchange);
for (;;) send(answer(nextLine()));
