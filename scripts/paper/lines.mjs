/** @file Files of JSON lines that a program appends to, one a training: what is there is not trained again. */
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';

/** Complete lines; a half-written last one is no evidence. */
export function readLines(path) {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

/** Cuts off a half-written last line, so that the next one begins on its own. */
export function mendLines(path) {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  truncateSync(path, bytes.lastIndexOf(10) + 1);
}

export function appendLine(path, row) {
  appendFileSync(path, `${JSON.stringify(row)}\n`);
}
