/** @file Transport over BullMQ on Redis or Valkey, for teams that run one: one server serves many runs. Opens both ends, and is a kind of transport in the list of all. */
import type { CoordinatorEnd, OfferedRun, TransportAccess, WorkerEnd } from '../../../core/index.js';
import type { SeenRun, Transport } from '../transport.js';
import { isQueueAddress, parseQueueAddress, readQueueSecrets, withoutPassword } from './access.js';
import { openCoordinatorEnd, type QueueCoordinatorOptions } from './coordinator-end.js';
import { QueueLink } from './link.js';
import { lookAtRuns } from './queue-state.js';
import { openWorkerEnd, type QueueWorkerOptions } from './worker-end.js';

export { KEY_VARIABLE, readSecretFile, takeKey, takePassword } from './access.js';

/** A lease is renewed every third of it; a worker that is silent for longer loses its trials. */
const QUEUE_LEASE_MS = 15_000;

interface QueueOptions extends TransportAccess {
  readonly address: string;
}

/**
 * Opens a run at a queue, or goes on with it.
 * @throws InputError where the address or the access is wrong, RunError where the server cannot be reached or somebody else coordinates.
 */
export async function openQueueCoordinator(
  queue: QueueOptions,
  run: OfferedRun,
  { leaseMs = QUEUE_LEASE_MS, ...more }: Partial<QueueCoordinatorOptions> = {},
): Promise<CoordinatorEnd> {
  return opened(queue, (link) => openCoordinatorEnd(link, run, { leaseMs, ...more }));
}

/** @throws InputError where the address or the access is wrong, RunError where the server cannot be reached. */
export async function openQueueWorker(
  queue: QueueOptions,
  { leaseMs = QUEUE_LEASE_MS, ...more }: Partial<QueueWorkerOptions> = {},
): Promise<WorkerEnd> {
  return opened(queue, (link) => openWorkerEnd(link, { leaseMs, ...more }));
}

/** How the runs there stand, for people; `passOver` is told what is no run, and was left out. @throws as above. */
export async function lookAtQueue(queue: QueueOptions, passOver: (what: string) => void): Promise<readonly SeenRun[]> {
  const link = await openLink(queue);
  try {
    return await lookAtRuns(link, passOver);
  } finally {
    link.close();
  }
}

/** What fails on the way leaves no connection: one that is left keeps its process alive for ever. */
async function opened<End>(queue: QueueOptions, open: (link: QueueLink) => End | Promise<End>): Promise<End> {
  const link = await openLink(queue);
  try {
    return await open(link);
  } catch (error) {
    link.close();
    throw error;
  }
}

async function openLink(queue: QueueOptions): Promise<QueueLink> {
  const address = parseQueueAddress(queue.address);
  return QueueLink.open(address, readQueueSecrets(queue));
}

export const QUEUE: Transport = {
  addresses: 'a queue: redis://HOST',
  fits: isQueueAddress,
  requireText: (address) => void parseQueueAddress(address),
  check: async (address, access) => (await openLink({ address, ...access })).close(),
  coordinator: (address, run, _host, { access, leaseMs = QUEUE_LEASE_MS, passOver = () => {} }) =>
    openQueueCoordinator({ address, ...access }, run, { leaseMs, passOver }),
  worker: async (address, _host, { access, accepts, passOver }) => {
    const end = await openQueueWorker({ address, ...access }, { accepts, passOver });
    // Anyone with access to the server may have written it.
    return { end, isOwnOffer: async () => false };
  },
  look: (address, passOver, access) => lookAtQueue({ address, ...access }, passOver),
  mayBeOwn: false,
  absolute: (address) => address,
  shown: withoutPassword,
};
