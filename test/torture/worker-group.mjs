/** @file Workers of one process, each with an end of its own. Arguments: address, how many, ms of a training. Prints what they trained. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitingClock } from '../../dist/evidence/drive/index.js';
import { serveRun, transportAt } from '../../dist/work/transports/index.js';

const [address, count, trainMs] = process.argv.slice(2);
const host = { clock: waitingClock, owner: '', isGone: () => false };
const never = new AbortController().signal;
const done = { trained: 0, busyMs: 0 };

const place = {
  workers: 1,
  execute: async (source, onOutcome, signal) => {
    const trial = source.take();
    const startedMs = performance.now();
    await sleep(Number(trainMs), undefined, { signal }).catch(() => {});
    done.busyMs += performance.now() - startedMs;
    if (signal.aborted) return;
    done.trained++;
    const loss = trial.streams.init + 1;
    onOutcome({ trial, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: trainMs / 1000 });
  },
  close: async () => {},
};

const work = async (_, number) => {
  const { end } = await transportAt(address).worker(address, host, { accepts: () => true, passOver: console.error });
  const report = { id: `w${process.pid}-${number}`, host: 'h', pid: process.pid, places: 1, has: {}, environment: {} };
  await serveRun({
    ...{ end, report, places: [place], clock: waitingClock, filesOf: async () => [], finish: never, stop: never },
    onEvent: (event) => event.kind === 'unreachable' && console.error(event.message),
  });
  await end.close();
};
await Promise.all(Array.from({ length: Number(count) }, work));
console.log(JSON.stringify(done));
