/** @file Serves runs over HTTP while they go on: their pages, and what changes in them. */
export { type Access, createAccess } from './access.js';
export { createWatchApp } from './app.js';
export type * from './board.js';
export { isLoopback, listen } from './listen.js';
export type {
  CoursePoint,
  Glimpse,
  ListedRun,
  RaceCourse,
  RunView,
  ServedPage,
  WatchSource,
} from './watched-runs.js';
