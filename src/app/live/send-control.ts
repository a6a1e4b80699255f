/** @file Asks a run in another process to pause, go on, stop, or take a larger budget. */
import { lstatSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { RUN_FILES } from '../run-files.js';
import { type ControlAnswer, type ControlRequest, SOCKET_FOLDER_PREFIX } from './control-socket.js';
import { type Live, readLive, stateOf } from './live-file.js';

const PATIENCE_MS = 5000;

const answerSchema = z.union([z.object({ done: z.string() }), z.object({ error: z.string() })]);

/** Resolves with what the run says, or why nobody could be asked. */
export async function sendControl(folder: string, request: ControlRequest): Promise<ControlAnswer> {
  const live = readLive(folder);
  if (live === undefined || ['ended', 'lost'].includes(stateOf(live))) return { error: 'No run is active here.' };
  const path = socketOf(folder, live);
  if (path === undefined) return { error: 'The run takes no commands.' };
  return ask(path, request);
}

/** A folder may come from anywhere: no other socket than a run's own is ever written to. */
function socketOf(folder: string, { control }: Live): string | undefined {
  if (control === null) return undefined;
  if (!isAbsolute(control)) return control === RUN_FILES.control ? resolve(folder, control) : undefined;
  const own = dirname(control);
  const isOurs =
    basename(control) === RUN_FILES.control &&
    dirname(own) === resolve(tmpdir()) &&
    basename(own).startsWith(SOCKET_FOLDER_PREFIX) &&
    lstatSync(own, { throwIfNoEntry: false })?.uid === process.getuid?.();
  return isOurs ? control : undefined;
}

function ask(path: string, request: ControlRequest): Promise<ControlAnswer> {
  return new Promise((done) => {
    let text = '';
    const socket = connect(path, () => socket.write(`${JSON.stringify(request)}\n`));
    const fail = (error: string) => {
      socket.destroy();
      done({ error });
    };
    socket.setEncoding('utf8');
    socket.setTimeout(PATIENCE_MS, () => fail('The run has not answered in time; it may be busy.'));
    socket.on('error', (error) => fail(`The run cannot be reached: ${error.message}`));
    socket.on('data', (part: string) => {
      text += part;
      if (text.length > 4096) fail("The run's answer could not be read.");
    });
    socket.on('end', () => done(readAnswer(text)));
  });
}

function readAnswer(text: string): ControlAnswer {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    return { error: "The run's answer could not be read." };
  }
}
