/**
 * @file Ctrl-C, kill and a terminal that is closed: the first stops dispatch and keeps what is finished, the second ends the
 * process at once.
 */
import { EXIT, STOP_SIGNALS, type StopSignal } from './exit-status.js';

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
