/** @file Exports the answer of a race. */
export { type AnswerRival, makeAnswer, type ShownAnswer } from './answer.js';
export type { AnswerClaim, ClaimKind } from './claim.js';
export type { AnswerCost, CostOfCandidate } from './cost.js';
export { differenceDigits, type RivalDifference } from './difference.js';
export type { ExpectedBaseline, ExpectedTraining, WinnerExpectation } from './expectation.js';
export type { AnswerLead } from './overtuning.js';
export { CANDIDATE_STATUSES, type CandidateStatus, STATUS_MEANINGS, type StatusCounts } from './statuses.js';
