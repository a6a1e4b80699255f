/** @file Trials on other machines: the coordinator's executor, the worker's loop, and the transports between them. */

export * from './address.js';
export {
  createFolderCoordinator,
  createFolderWorker,
  type ExchangeFiles,
  lookAtFolder,
  nodeFiles,
  requireFolder,
} from './folder/index.js';
export { createMemoryExchange } from './memory.js';
export { KEY_VARIABLE, readSecretFile, takeKey, takePassword } from './queue/index.js';
export { Reach } from './reach.js';
export { guardedWorker, LEAST_KEY_BYTES, Seals, sealedCoordinator } from './seals.js';
export type { SeenRun, TransportHost, WorkerDoor } from './transport.js';
export { sayOnce } from './transport.js';
export { createTransportExecutor } from './transport-executor.js';
export { fromWire, toWire } from './wire.js';
export * from './worker-loop.js';
