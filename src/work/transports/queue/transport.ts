/** @file A queue as a kind of transport. */
import type { Transport } from '../transport.js';
import {
  isQueueAddress,
  lookAtQueue,
  openQueueCoordinator,
  openQueueWorker,
  parseQueueAddress,
  QUEUE_LEASE_MS,
  requireQueue,
  withoutPassword,
} from './index.js';

export const QUEUE: Transport = {
  addresses: 'a queue: redis://HOST',
  fits: isQueueAddress,
  requireText: (address) => void parseQueueAddress(address),
  check: (address, access) => requireQueue({ address, ...access }),
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
