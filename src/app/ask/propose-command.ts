/** @file A proposer that is a program of the user's: it reads the state as JSON from its standard input, and prints configurations. */
import { spawnSync } from 'node:child_process';
import { asJson, canonicalJson, type InputError, inputError, type JsonObject, lastLines } from '../../core/index.js';
import type { Propose } from '../../search/index.js';

const MOST_BYTES = 64 * 2 ** 20;

/** Asks it at each look; the race waits for it meanwhile. @throws InputError where it fails, or prints anything but a list. */
export function proposeBy(command: string): Propose {
  return (state) => {
    const asked = {
      input: canonicalJson(asJson(state)),
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
    } as const;
    const { error, status, signal, stdout, stderr } = spawnSync(command, { ...asked, shell: true });
    // One that draws at random need not read the state.
    const isUnread = error !== undefined && 'code' in error && error.code === 'EPIPE';
    if (error !== undefined && !isUnread) throw failed(command, `could not be run: ${error.message}`);
    if (status !== 0) throw failed(command, `ended with ${signal ?? `exit status ${status}`}${reasonIn(stderr)}`);
    try {
      return JSON.parse(stdout) as readonly JsonObject[];
    } catch {
      throw failed(command, `printed ${JSON.stringify(stdout.slice(0, 200))}, which is no JSON`);
    }
  };
}

function reasonIn(text: string): string {
  const line = lastLines(text.trim(), 1);
  return line === '' ? '' : `: ${line.slice(0, 300)}`;
}

function failed(command: string, why: string): InputError {
  return inputError`propose-command: --propose: "${command.slice(0, 200)}" ${why}.
    Allowed: a command that reads { trainings, most, tried } from its standard input and prints a list such as [{"rate": 0.01}]
    Fix: Correct the command. Finished trainings are kept: the same command goes on.`;
}
