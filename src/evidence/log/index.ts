/** @file The append-only log of a run: in a file, in memory, and the lock that gives a run folder to one process. */

export { checkLog, type LogCheck } from './check-log.js';
export * from './glance.js';
export { createMemoryStore } from './log.js';
export { fileAt, type RowReader, readForeignFile } from './log-connection.js';
export { isLog, isLogThere } from './log-file-state.js';
export { LOG_VERSION } from './log-schema.js';
export * from './log-tail.js';
export { isAlive, makeProcessFolder } from './process-folder.js';
export { isRunHeld, lockRun, refuseOwn } from './run-lock.js';
export { type Rescued, salvageLog } from './salvage-log.js';
export { createSqliteStore, type FollowedStore, openFollowedStore, openSqliteStore } from './sqlite-store.js';
export { beginningOf, WITNESSES } from './witness.js';
