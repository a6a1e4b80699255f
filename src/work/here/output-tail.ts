/** @file The end of what a process printed, kept for messages. */
import type { Readable } from 'node:stream';
import { ByteTail } from '../../core/index.js';

/** Reads streams to their end and keeps the last 64 KiB of them together. */
export function tailOf(...streams: readonly (Readable | null)[]): ByteTail {
  const tail = new ByteTail();
  for (const stream of streams) stream?.on('data', (chunk: Buffer) => tail.add(chunk));
  return tail;
}
