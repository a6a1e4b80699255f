/** @file The room of searches: which candidates join a race while it goes on, and what is known before it, on the axes of its candidates. */
export { distinctPriors, type FoundPrior, loggedPriors, priorOf, shownSource } from './found-prior.js';
export type { JoiningDraws, JoiningLog } from './joining-candidates.js';
export { type ProposalState, type Propose, proposeWithoutSearch, type TriedConfiguration } from './propose.js';
export { type JoiningPorts, type LoggedSearch, loggedSearch, searchAmong } from './search-among.js';
