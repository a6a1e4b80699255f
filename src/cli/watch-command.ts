/** @file `surefoot watch`: the page of a run in a browser, as it goes on. */

import { once } from 'node:events';
import { statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { openWatch } from '../app/commands.js';
import { given, InputError } from '../core/index.js';
import { listenForInterruption } from './interruption.js';
import { wholeNumber } from './option-values.js';
import { print } from './terminal.js';

const LOOK_EVERY_MS = 500;

interface WatchFlags {
  readonly port?: number;
  readonly host: string;
  readonly control?: true;
}

export function addWatchCommand(program: Command): void {
  program
    .command('watch')
    .summary('show a run in a browser while it goes on, or all runs of a folder')
    .description(
      'Serves the page of a run folder, the same as its report.html, and keeps it up to date. Above it stands what is being ' +
        'trained now with the losses so far, the time left, the newest decisions and failures. Only reads the folder ' +
        'and writes nothing into it; the run may go on in another terminal, be interrupted, or have ended.\n\n' +
        'Of a folder of runs it lists them, and sets chosen ones side by side. Where there is no run yet it waits for one.',
    )
    .argument('<run>', 'run folder, or a folder of such folders')
    .option(
      '-p, --port <number>',
      'port to serve at; 0 takes any that is free (default: 4646, or one of the next)',
      wholeNumber('--port', 0),
    )
    .option('--host <host>', 'address to serve at; any other than this machine alone asks for a token', '127.0.0.1')
    .option('--control', 'let the page pause, stop and extend the run')
    .addHelpText(
      'after',
      `
Who may look
  By default this machine alone. With another --host the address that is
  printed holds a token: who has it may look, nobody else. What is served is
  not encrypted. Across networks that are not yours, use a tunnel:
  ssh -L 4646:localhost:4646 machine

What the page may do with --control
  pause    no trial starts until the run is told to go on; minutes do not count
  stop     the same as Ctrl-C: finished trials are kept, the command goes on
  extend   a larger budget of trials or minutes, where the run has one

Examples
  $ surefoot select experiment.yaml &
  $ surefoot watch runs/digits
  $ surefoot watch runs/digits --control --port 8080
  $ surefoot watch runs
  $ surefoot watch runs --host 0.0.0.0

Ctrl-C ends it; the run goes on.`,
    )
    .action(watchAction);
}

async function watchAction(folder: string, { port, host, control }: WatchFlags): Promise<void> {
  const options = given({ host, takesCommands: control === true, port });
  const stop = listenForInterruption(() => stop.release());
  const watching = await openOnceThere(folder, options, stop.signal);
  if (watching === undefined) return;
  print(process.stdout, `Watching ${folder}: ${watching.address}\n`);
  if (watching.isOpen) print(process.stdout, 'Anyone with this address can look. Ctrl-C ends it.\n');
  else print(process.stdout, 'Ctrl-C ends it; the run goes on.\n');
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  await watching.close();
}

/** Waits for a run where there is none yet; undefined if nobody waits any more. */
async function openOnceThere(
  folder: string,
  options: Parameters<typeof openWatch>[1],
  stop: AbortSignal,
): Promise<Awaited<ReturnType<typeof openWatch>> | undefined> {
  for (let isFirst = true; !stop.aborted; isFirst = false) {
    try {
      return await openWatch(folder, options);
    } catch (error) {
      const isMissing = error instanceof InputError && error.code === 'no-run' && mayAppear(folder);
      if (!isMissing) throw error;
      if (isFirst) print(process.stdout, `${error.what} Waiting for one; Ctrl-C ends it.\n`);
      await setTimeout(LOOK_EVERY_MS, undefined, { signal: stop }).catch(() => {});
    }
  }
  return undefined;
}

/** Not where a file has the name. */
function mayAppear(folder: string): boolean {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? true;
}
