/** @file What a worker prints: a line for what people should know, and now and then how much it has trained; or JSON, line by line. */

import type { WorkerEndReason, WorkerNews } from '../app/workers/run-worker.js';
import { writableNumber } from '../core/index.js';
import { formatDuration, formatQuantity, oneLine } from '../report/index.js';
import { print, printProse } from './terminal.js';

interface WorkerDisplay {
  readonly onEvent: (event: WorkerNews) => void;
  /** Says that a signal has come, the first or the second. */
  readonly stopping: (count: number) => void;
  readonly end: (reason: WorkerEndReason) => void;
  readonly close: () => void;
}

interface WorkerDisplayOptions {
  readonly address: string;
  readonly isQuiet: boolean;
  readonly isJson: boolean;
  readonly graceSeconds: number;
  /** After so long without anything to train it ends. */
  readonly idleSeconds: number;
}

/** How often it says how much was trained, where anything was. */
const SAY_EVERY_MS = 10_000;

export function createWorkerDisplay(options: WorkerDisplayOptions): WorkerDisplay {
  const { address, isQuiet, isJson, graceSeconds, idleSeconds } = options;
  const counts = { trained: 0, failed: 0, running: 0 };
  let said = 0;
  const say = (text: string): void => {
    if (!isQuiet && !isJson) printProse(process.stderr, `${text}\n`);
  };
  const sum = (): void => {
    if (counts.trained === said) return;
    said = counts.trained;
    say(`${sumOf(counts)}.`);
  };
  const timer = setInterval(sum, SAY_EVERY_MS).unref();
  const count = (event: WorkerNews): void => {
    if (event.kind === 'claimed') counts.running++;
    if (event.kind === 'settled' || event.kind === 'dropped') counts.running--;
    if (event.kind === 'settled') {
      counts.trained++;
      if (event.outcome.failure !== undefined) counts.failed++;
    }
  };
  return {
    onEvent: (event) => {
      count(event);
      if (isJson) print(process.stdout, `${jsonOf(event)}\n`);
      const text = textOf(event, address);
      if (event.kind === 'warning' && !isJson)
        printProse(process.stderr, `surefoot: warning: ${oneLine(event.text)}\n`);
      else if (text !== undefined) say(text);
    },
    stopping: (signals) => {
      const first = `Finishing trainings under way, for ${graceSeconds} s at most. Press Ctrl-C again to hand them back at once.`;
      say(signals === 1 ? first : 'Handing back trainings under way.');
    },
    end: (reason) => {
      const why = {
        ended: 'The run is over',
        stopped: 'Stopped',
        idle: `Ended after ${formatDuration(idleSeconds)} without anything to train`,
      };
      const { trained, failed } = counts;
      if (isJson) print(process.stdout, `${JSON.stringify({ kind: 'left', why: reason, trained, failed })}\n`);
      say(`${why[reason]}: ${sumOf(counts)}.`);
    },
    close: () => clearInterval(timer),
  };
}

function sumOf({ trained, failed, running }: { trained: number; failed: number; running: number }): string {
  const failures = failed === 0 ? '' : `, ${failed} of them failed`;
  return `${formatQuantity(trained, 'training')} done${failures}${running > 0 ? `, ${running} under way` : ''}`;
}

function textOf(event: WorkerNews, address: string): string | undefined {
  switch (event.kind) {
    case 'waiting':
      return event.others.length === 0
        ? `Waiting for a run at ${address}.`
        : `Waiting for a run of this experiment; there are others: ${oneLine(event.others.join(', '))}.`;
    case 'serving':
      return `Serving "${oneLine(event.run.name)}", ${formatQuantity(event.places, 'training')} at a time.`;
    case 'dropped':
      return event.why === 'lease'
        ? 'A training was dropped: its lease expired, and another worker may have it.'
        : undefined;
    case 'waits':
      return oneLine(`Nothing to train for ${formatDuration(event.seconds)}: ${event.text}.`);
    case 'unreachable':
      return oneLine(event.message);
    case 'reached':
      return `${address} can be reached again.`;
    default:
      return undefined;
  }
}

function jsonOf(event: WorkerNews): string {
  const { run, ...rest } = event as WorkerNews & { run?: { id: string; name: string } };
  const named = run === undefined ? rest : { ...rest, run: { id: run.id, name: run.name } };
  return JSON.stringify(named, (_key, value: unknown) => writableNumber(value));
}
