/** @file `surefoot watch`: the page of a run in a browser, as it goes on. */

import { once } from 'node:events';
import { statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Command } from 'commander';
import { type AddressFile, keepAddress, openWatch } from '../app/serve/open-watch.js';
import { defined, InputError } from '../core/index.js';
import { listenForInterruption } from './exit-status.js';
import { wholeNumber } from './option-values.js';
import { print } from './terminal.js';

const LOOK_EVERY_MS = 500;

interface WatchFlags {
  readonly port?: number;
  readonly host: string;
  readonly openToEverybody?: true;
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
    .option(
      '--host <host>',
      'address to serve at; any other than this machine can be reached over the network',
      '127.0.0.1',
    )
    .option('--open-to-everybody', 'ask for no code: anyone who can connect may look')
    .addHelpText(
      'after',
      `
Who may look
  Others may work on this machine, too, so the address holds a code. It is
  printed to a terminal; elsewhere it lies in a file that only you can read,
  and the path of the file is printed. A code opens one browser, which keeps a
  cookie from then on. The next address is given once a code is used.
  What is served is not encrypted. Across networks that are not yours, use a
  tunnel: ssh -L 4646:localhost:4646 machine

Examples
  $ surefoot select experiment.yaml &
  $ surefoot watch runs/digits
  $ surefoot watch runs/digits --port 8080
  $ surefoot watch runs
  $ surefoot watch runs --host 0.0.0.0

Ctrl-C ends it; the run goes on.`,
    )
    .action(watchAction);
}

async function watchAction(folder: string, { port, host, openToEverybody }: WatchFlags): Promise<void> {
  const isOpen = openToEverybody === true;
  let file: AddressFile | undefined;
  const onAddress = (next: string) => {
    if (file === undefined) print(process.stdout, `Opened. For another browser: ${next}\n`);
    else if (!file.replace(next)) print(process.stderr, `The next address could not be written to ${file.path}.\n`);
  };
  const stop = listenForInterruption(() => stop.release());
  const watching = await openOnceThere(folder, defined({ host, port, isOpen, onAddress }), stop.signal);
  if (watching === undefined) return;
  try {
    if (isOpen) {
      print(process.stdout, `Watching ${folder}: ${watching.place}\nAny browser that can connect can look.`);
    } else if (process.stdout.isTTY) {
      print(
        process.stdout,
        `Watching ${folder}: ${watching.address}\nIt opens one browser; the next address is printed then.`,
      );
    } else {
      file = keepAddress(watching.address);
      print(
        process.stdout,
        `Watching ${folder} at ${watching.place}\nThe address that opens it is in ${file.path}, for you alone.`,
      );
    }
    print(process.stdout, ' Ctrl-C ends it; the run goes on.\n');
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
  } finally {
    file?.remove();
    await watching.close();
  }
}

/** Waits for a run where there is none yet; undefined once it is told to stop. */
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
