/** @file Two of our worker processes side by side: examples per second of both together. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EpochTime, Trainee } from './trainees.js';

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));

/** `timeEpoch` gives the times until both have trained an epoch, halved: for one epoch of examples. */
export async function openTwoProcesses(network: string, batch: number): Promise<Pick<Trainee, 'timeEpoch' | 'close'>> {
  const workers = [0, 1].map(() => fork(WORKER, [network, String(batch)]));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const trainEpoch = async (worker: ChildProcess): Promise<number> => {
    worker.send('epoch');
    const [{ processorSeconds }] = (await once(worker, 'message')) as [EpochTime];
    return processorSeconds;
  };
  return {
    timeEpoch: async () => {
      const started = performance.now();
      const [one = 0, other = 0] = await Promise.all(workers.map(trainEpoch));
      return { seconds: (performance.now() - started) / 1000 / 2, processorSeconds: (one + other) / 2 };
    },
    close: () => {
      for (const worker of workers) worker.disconnect();
    },
  };
}
