/** @file How workers are started on machines that somebody else manages. */
export { type OrderBook, WorkerKeeper } from './keep-workers.js';
export * from './slurm-launcher.js';
