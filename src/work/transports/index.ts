/** @file Trials on other machines: the coordinator's executor, the worker's loop, and the transports between them. */

export * from './address.js';
export { createTransportExecutor } from './coordinator.js';
export {
  createFolderCoordinator,
  createFolderWorker,
  type ExchangeFiles,
  lookAtFolder,
  nodeFiles,
  requireFolder,
} from './folder/index.js';
export { createMemoryExchange } from './memory.js';
export { sayOnce } from './pass-over.js';
export { KEY_VARIABLE, readSecretFile, takeKey, takePassword } from './queue/index.js';
export { Reach } from './reach.js';
export { guardedWorker, sealedCoordinator } from './sealed-ends.js';
export { LEAST_KEY_BYTES, Seals } from './seals.js';
export type { SeenRun, TransportHost, WorkerDoor } from './transport.js';
export { fromWire, toWire } from './wire.js';
export * from './worker-loop.js';
