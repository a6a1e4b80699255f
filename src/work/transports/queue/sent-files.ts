/**
 * @file Files of one outcome at the server: a hash with a list of paths and, by the SHA-256 of their content, pieces that the server
 * and the connection can bear. Equal files are sent once. What nobody settles expires.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type InputError, inputError, RunError, type SentFile } from '../../../core/index.js';
import { filesDamaged } from '../transport.js';
import type { QueueLink } from './link.js';

const PIECE_BYTES = 1024 * 1024;
const MOST_FILE_BYTES = 256 * 1024 * 1024;
/** Time for an outcome to follow its files. */
const UNSETTLED_SECONDS = 3600;
const LIST = 'list';

const listSchema = z.array(
  z.strictObject({
    path: z.string().min(1).max(4096),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.int().nonnegative().max(MOST_FILE_BYTES),
  }),
);

/** @throws InputError (`too-large-for-queue`) where all of them together are more than a queue takes. */
export async function sendFiles(link: QueueLink, key: string, files: readonly SentFile[]): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (total > MOST_FILE_BYTES) throw tooLarge('files', total, MOST_FILE_BYTES);
  const list = files.map(({ path, bytes }) => ({ path, sha256: sha256Of(bytes), bytes: bytes.byteLength }));
  await link.reach(async (redis) => {
    await redis.multi().hset(key, LIST, JSON.stringify(list)).expire(key, UNSETTLED_SECONDS).exec();
    const sent = new Set<string>();
    for (const [index, { sha256 }] of list.entries()) {
      if (sent.has(sha256)) continue;
      sent.add(sha256);
      const { bytes } = files[index] as SentFile;
      for (let piece = 0; piece * PIECE_BYTES < bytes.byteLength; piece++) {
        const part = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
        await redis.hset(key, `${sha256}:${piece}`, Buffer.from(part.buffer, part.byteOffset, part.byteLength));
      }
    }
  });
}

/** @throws RunError (`files-damaged`) where what is there is not what was sent. */
export async function fetchFiles(link: QueueLink, key: string): Promise<readonly SentFile[]> {
  const list = readList(await link.reach((redis) => redis.hget(key, LIST)).catch(asDamage));
  return link.reach(async (redis) => {
    const files: SentFile[] = [];
    for (const { path, sha256, bytes } of list) {
      const pieces: Buffer[] = [];
      for (let piece = 0; piece * PIECE_BYTES < bytes; piece++) {
        const part = await redis.hgetBuffer(key, `${sha256}:${piece}`);
        if (part === null || part.length !== Math.min(PIECE_BYTES, bytes - piece * PIECE_BYTES))
          throw filesDamaged('the server');
        pieces.push(part);
      }
      const content = Buffer.concat(pieces);
      if (sha256Of(content) !== sha256) throw filesDamaged('the server');
      files.push({ path, bytes: content });
    }
    return files;
  });
}

function readList(text: string | null): z.output<typeof listSchema> {
  if (text === null) return [];
  try {
    const list = listSchema.parse(JSON.parse(text));
    if (list.reduce((sum, { bytes }) => sum + bytes, 0) <= MOST_FILE_BYTES) return list;
  } catch {
    // The same holds for a list that is too long.
  }
  throw filesDamaged('the server');
}

function asDamage(error: unknown): never {
  throw error instanceof RunError && error.code === 'transport-damaged' ? filesDamaged('the server') : error;
}

/** What a queue does not take, in MiB. */
export function tooLarge(what: string, bytes: number, most: number): InputError {
  const inMiB = (size: number) => (size / 1024 ** 2).toFixed(1);
  return inputError`too-large-for-queue: The ${what} of a training take ${inMiB(bytes)} MiB, more than a queue carries.
    Allowed: at most ${inMiB(most)} MiB
    Fix: Let the trainer leave less, or use a shared folder: --workers-at FOLDER.`;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
