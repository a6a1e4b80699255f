/** @file Serves runs over HTTP while they go on: their pages, what changes in them, and commands to them. */
export { type Access, createAccess } from './access.js';
export { createWatchApp, type WatchAppOptions } from './app.js';
export type { Board, BoardDot, BoardNews, BoardPlace, BoardRow } from './board.js';
export { isLoopback, type Listening, listen } from './listen.js';
export type {
  ChancePath,
  Command,
  CommandAnswer,
  CoursePoint,
  Glimpse,
  ListedRun,
  RaceCourse,
  RunView,
  ServedPage,
  WatchSource,
} from './watched-runs.js';
