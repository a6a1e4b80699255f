/** @file Races on recorded losses: what rules cost there, and how far off their choices are. Pure. */
export * from './judged-table.js';
export {
  REPLAY_DEFAULTS,
  type RecordedRace,
  type ReplayConclusion,
  raceOnRecord,
  simulateOrders,
} from './recorded-race.js';
export { type FailedTrial, type ReplaySource, sourceOfTable } from './recorded-trials.js';
export { besideOneAnother, unlessRefused } from './rules-beside.js';
