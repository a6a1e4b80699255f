/** @file The program that other languages start: reads requests from standard input, answers on standard output, and ends with its parent. */
import { createBridge } from './bridge.js';

declare const SUREFOOT_VERSION: string;

const answer = createBridge({ surefoot: SUREFOOT_VERSION, node: process.versions.node });
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) if (line.trim() !== '') process.stdout.write(`${answer(line)}\n`);
});
// The caller is gone.
process.stdin.on('end', () => process.exit(0));
process.stdout.on('error', () => process.exit(0));
