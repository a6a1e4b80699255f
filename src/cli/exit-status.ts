/** @file Turns how a run ended into the exit status of the process. */

import { InputError, SurefootError } from '../core/index.js';
import type { PrintedAnswer, QuestionEnd } from '../report/index.js';
import { foreignText } from './terminal.js';

export const EXIT = {
  finished: 0,
  failed: 1,
  badInput: 2,
  /** A budget ended before an answer, or there is none. */
  undecided: 3,
  denied: 4,
  /** 128 + the number of the signal. */
  interrupted: { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 },
} as const;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof STOP_SIGNALS)[number];

export function exitStatusOf(
  status: QuestionEnd | 'interrupted',
  signal: StopSignal | undefined,
  shortfall?: PrintedAnswer['shortfall'],
): number {
  switch (status) {
    case 'decided':
    case 'exhausted':
      if (shortfall === undefined) return EXIT.finished;
      return shortfall === 'nothing-worked' ? EXIT.failed : EXIT.undecided;
    case 'denied':
      return EXIT.denied;
    case 'budget':
      return EXIT.undecided;
    case 'interrupted':
      return EXIT.interrupted[signal ?? 'SIGINT'];
  }
}

/** Bad input is the user's to correct; anything else is a failed run. */
export function exitStatusOfError(error: unknown): number {
  return error instanceof InputError ? EXIT.badInput : EXIT.failed;
}

/** One clear message for errors made on purpose; a stack for unforeseen ones. */
export function errorText(error: unknown): string {
  if (error instanceof SurefootError) return `surefoot: ${foreignText(error.message)}\n`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `surefoot: an unexpected error (please report it with the command you ran)\n${foreignText(text)}\n`;
}

interface Interruption {
  /** Aborts at the first signal. */
  readonly signal: AbortSignal;
  /** The signal that came, once one has. */
  readonly received: () => StopSignal | undefined;
  /** Gives the signals back to the system. */
  readonly release: () => void;
}

/** `onFirst` is called when the first signal comes, to say what happens now. */
export function listenForInterruption(onFirst: (signal: StopSignal) => void): Interruption {
  const controller = new AbortController();
  let received: StopSignal | undefined;
  const listen = (signal: StopSignal): void => {
    if (received !== undefined) process.exit(EXIT.interrupted[received]);
    received = signal;
    onFirst(signal);
    controller.abort();
  };
  return { signal: controller.signal, received: () => received, release: listenToSignals(listen) };
}

/** What comes back gives the signals back to the system. */
export function listenToSignals(listen: (signal: StopSignal) => void): () => void {
  for (const name of STOP_SIGNALS) process.on(name, listen);
  return () => {
    for (const name of STOP_SIGNALS) process.off(name, listen);
  };
}
