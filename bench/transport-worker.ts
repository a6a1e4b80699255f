/** @file A worker process of the transports' benchmark: a trainer that returns at once, at one place. Arguments: kind, address. */
import { hostname } from 'node:os';
import { waitingClock } from '../src/evidence/drive/index.js';
import { createInProcessExecutor } from '../src/work/here/index.js';
import { serveRun } from '../src/work/transports/index.js';
import { candidatesOf } from './transport-candidates.js';
import { openBenchWorker } from './transport-kinds.js';

const [kind = '', address = ''] = process.argv.slice(2);
const end = await openBenchWorker(kind, address);
const place = createInProcessExecutor({
  workers: 1,
  candidates: candidatesOf(),
  experimentSeed: 1,
  createTrainer: () => ({
    train: async ({ configuration }, { streams }) => ({
      loss: Number(configuration.index) / 100 + ((streams.init * 7919) % 101) / 101,
    }),
  }),
});
const never = new AbortController().signal;
await serveRun({
  end,
  report: {
    id: `bench-${process.pid}`,
    host: hostname(),
    pid: process.pid,
    places: 1,
    has: {},
    environment: {},
  },
  places: [place],
  clock: waitingClock,
  filesOf: async () => [],
  finish: never,
  stop: never,
  onEvent: (event) => {
    if (event.kind === 'unreachable') console.error(event.message);
  },
});
await place.close();
await end.close();
