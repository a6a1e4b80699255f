/**
 * @file Ctrl-C, kill and a terminal that is closed: the first stops dispatch and keeps what is finished, the second ends the
 * process at once.
 */
import { EXIT, type StopSignal } from './exit-status.js';

export interface Interruption {
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
  const listeners = (Object.keys(EXIT.interrupted) as StopSignal[]).map((name) => [name, () => listen(name)] as const);
  for (const [name, listener] of listeners) process.on(name, listener);
  return {
    signal: controller.signal,
    received: () => received,
    release: () => {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}
