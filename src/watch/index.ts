/** @file Serves runs over HTTP while they go on: their pages, and what changes in them. */
export { type Access, createAccess } from './access.js';
export { createWatchApp, isLoopback, listen } from './app.js';
export type * from './watched-runs.js';
