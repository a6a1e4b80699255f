/**
 * @file The socket by which another process of the same user pauses, resumes, stops or extends a run: in the run folder, or where
 * its path would be too long, in a folder of its own that live.json names. One JSON line asks, one answers.
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { makeProcessFolder } from '../../evidence/log/index.js';
import { RUN_FILES } from '../run-files.js';

const requestSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['pause', 'resume', 'stop']) }),
  z.strictObject({
    action: z.literal('extend'),
    trials: z.int().positive().max(10_000_000).optional(),
    minutes: z.number().positive().max(1_000_000).optional(),
  }),
]);

export type ControlRequest = z.output<typeof requestSchema>;

/** What became of it; `error` is for people. */
export type ControlAnswer = { readonly done: string } | { readonly error: string };

export interface ControlSocket {
  /** As live.json names it: from the run folder, or absolute. */
  readonly path: string;
  close(): void;
}

/** What the kernel takes, its final zero included, is 104 bytes on some systems. */
const LONGEST_PATH = 100;
const MOST_LINE = 4096;
export const SOCKET_FOLDER_PREFIX = 'surefoot-control-';

/** Undefined where no socket can be made: the run goes on without. Keeps no process alive. */
export async function openControlSocket(
  folder: string,
  answer: (request: ControlRequest) => ControlAnswer,
): Promise<ControlSocket | undefined> {
  const inFolder = resolve(folder, RUN_FILES.control);
  const isShort = Buffer.byteLength(inFolder) <= LONGEST_PATH;
  const first = isShort ? await listen(inFolder, answer) : undefined;
  if (first !== undefined) return { path: RUN_FILES.control, close: () => end(first, inFolder) };
  try {
    const own = makeProcessFolder('control');
    const path = join(own, RUN_FILES.control);
    const server = await listen(path, answer);
    if (server !== undefined) return { path, close: () => end(server, own) };
    rmSync(own, { recursive: true, force: true });
  } catch {
    // Nothing can be made there either.
  }
  return undefined;
}

function listen(path: string, answer: (request: ControlRequest) => ControlAnswer): Promise<Server | undefined> {
  // What a killed run left; the lock of the folder says that no other is at work.
  rmSync(path, { force: true });
  return new Promise((done) => {
    const server = createServer((socket) => serve(socket, answer));
    server.maxConnections = 8;
    server.on('error', () => done(undefined));
    server.listen(path, () => {
      server.unref();
      try {
        chmodSync(path, 0o600);
        done(server);
      } catch {
        // Its folder has vanished meanwhile: nobody finds it there.
        server.close();
        done(undefined);
      }
    });
  });
}

function end(server: Server, path: string): void {
  server.close();
  rmSync(path, { recursive: true, force: true });
}

function serve(socket: Socket, answer: (request: ControlRequest) => ControlAnswer): void {
  let text = '';
  socket.unref();
  socket.setEncoding('utf8');
  socket.setTimeout(5000, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (part: string) => {
    text += part;
    if (text.length > MOST_LINE) socket.destroy();
    else if (text.includes('\n')) socket.end(`${JSON.stringify(answerLine(text, answer))}\n`);
  });
}

function answerLine(text: string, answer: (request: ControlRequest) => ControlAnswer): ControlAnswer {
  try {
    const read = requestSchema.safeParse(JSON.parse(text.slice(0, text.indexOf('\n'))));
    return read.success ? answer(read.data) : { error: 'No such command.' };
  } catch {
    return { error: 'That is not JSON.' };
  }
}
