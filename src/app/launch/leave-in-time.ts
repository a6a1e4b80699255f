/** @file Has a worker end before its machine is taken away: it begins nothing that takes longer, and hands back what is not done. */
import { systemClock } from '../../evidence/drive/index.js';
import type { TrialDemand } from '../../experiment/index.js';
import type { WorkerMachine } from './worker-machine.js';

interface Leaving {
  /** Nothing more is claimed: as the caller says, or because no trial could be finished. */
  readonly finish: AbortSignal;
  /** What is under way is handed back: as the caller says, or because the time is over. */
  readonly stop: AbortSignal;
  readonly minutesLeft: () => number;
  close(): void;
}

/** Timers hold no more. */
const LONGEST_MS = 2 ** 31 - 1;

/** A trial that says nothing of its time is begun as long as there is any. */
export function leaveInTime(
  { endsAtMs }: Pick<WorkerMachine, 'endsAtMs'>,
  demand: TrialDemand,
  { finish, stop }: { readonly finish: AbortSignal; readonly stop: AbortSignal },
  nowMs: () => number = Date.now,
): Leaving {
  const minutesLeft = () => (endsAtMs === undefined ? Number.POSITIVE_INFINITY : (endsAtMs - nowMs()) / 60_000);
  if (endsAtMs === undefined) return { finish, stop, minutesLeft, close: () => {} };
  const [finishing, stopping] = [new AbortController(), new AbortController()];
  const leftMs = endsAtMs - nowMs();
  const neededMs = (demand.needsAt(1).minutes ?? 0) * 60_000;
  const timers = [
    [finishing, leftMs - neededMs],
    [stopping, leftMs],
  ] as const;
  const callOff = timers
    .filter(([, ms]) => ms < LONGEST_MS)
    .map(([controller, ms]) => systemClock.after(Math.max(0, ms), () => controller.abort()));
  return {
    finish: AbortSignal.any([finish, finishing.signal]),
    stop: AbortSignal.any([stop, stopping.signal]),
    minutesLeft,
    close: () => {
      for (const call of callOff) call();
    },
  };
}
