/** @file The searching race: over more candidates than can be tried, with what their settings say as a prior. */

export { auditBeyond } from './audit.js';
export type { Draft, DraftSource, Joined, JoiningLook, Newcomer, Newcomers, SearchField } from './field.js';
export { planSearch } from './search-plan.js';
export { createSearchRace, type SearchLook, type SearchRace, type SearchState } from './search-race.js';
export {
  type KnownSource,
  SEARCH_PRIORS,
  type SearchPrior,
  type SearchRaceSettings,
  type SearchSettings,
  WITHOUT_SEARCH,
} from './settings.js';
export { type SearchStatement, stateSearch } from './statement.js';
