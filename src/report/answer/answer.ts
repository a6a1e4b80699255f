/**
 * @file The answer of a race, made once: the winner, what may be claimed, where everybody stands, what to expect, what it cost,
 * and what to do next. Page, terminal, headline and comparison show these values and sentences, and make none of their own.
 */
import { showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import type { Member } from '../result/members.js';
import type { Result } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';
import type { RunNotice } from '../view/run-notices.js';
import type { Telling } from '../view/telling.js';
import { type AnswerClaim, claimOf } from './claim.js';
import { type AnswerCost, answerCost, type CostOfCandidate, trainingCosts } from './cost.js';
import { detailsOf } from './details.js';
import { type RivalDifference, rivalDifferences } from './difference.js';
import { expectationOf, type WinnerExpectation } from './expectation.js';
import { type NextStep, nextSteps } from './next-steps.js';
import { type AnswerLead, leadOnFresh } from './overtuning.js';
import { recheckTexts } from './recheck-words.js';
import { requiredGrounds } from './required-metric-words.js';
import { type Ground, groundSentence, groundsOf } from './search-words.js';
import {
  CANDIDATE_STATUSES,
  type CandidateStatus,
  countStatuses,
  countsText,
  type StatusCounts,
  statusesOf,
} from './statuses.js';
import { warningsOf } from './warnings.js';

export interface AnswerRival {
  readonly id: string;
  /** By the settings in which it differs. */
  readonly name: string;
  readonly status: CandidateStatus;
  /** Null where it is not known. */
  readonly difference: RivalDifference | null;
  readonly cost: CostOfCandidate;
}

export interface ShownAnswer {
  /** Null where nobody is chosen. */
  readonly winner: { readonly id: string; readonly name: string } | null;
  readonly claim: AnswerClaim;
  /** Whether it meets what is required of metrics, what it rests on where a race searches, and what another search had found, a sentence each. */
  readonly grounds: readonly Ground[];
  /** Of every candidate, the best first. */
  readonly statuses: ReadonlyMap<string, CandidateStatus>;
  readonly counts: StatusCounts;
  /** `1 winner, 19 equivalent, 28 behind`. */
  readonly countsText: string;
  /** Everybody but the winner: by status in the order of {@link CANDIDATE_STATUSES}, and among these the nearest first. */
  readonly rivals: readonly AnswerRival[];
  /** Null where there is nothing to expect it from. */
  readonly expect: WinnerExpectation | null;
  /** Over the first listed candidate on fresh examples; null where it cannot be told. */
  readonly lead: AnswerLead | null;
  readonly cost: AnswerCost;
  /** By candidate, the winner included. */
  readonly costs: ReadonlyMap<string, CostOfCandidate>;
  /** The most urgent first. */
  readonly next: readonly NextStep[];
  /** Short sentences that stand beside the answer wherever it is shown. */
  readonly warnings: readonly RunNotice[];
  /** Whole sentences for those who want to know how it is known. */
  readonly details: readonly string[];
  /** All of it in one line, without a full stop at its end. */
  readonly headline: string;
}

export function makeAnswer(
  input: ReportInput,
  standings: readonly ShownStanding[],
  members: readonly Member[],
  result: Result,
  telling: Telling,
): ShownAnswer {
  const statuses = statusesOf(input.answer, standings);
  const counts = countStatuses(statuses);
  const claim = claimOf(result, counts, telling);
  const expect = expectationOf(result, members, standings);
  const lead = leadOnFresh(result);
  const cost = answerCost(result);
  const costs = trainingCosts(standings);
  const id = result.choice?.candidate;
  const winner = id === undefined ? null : { id, name: telling.nameOf(id) };
  const required = requiredGrounds(result);
  return {
    winner,
    claim,
    grounds: [...required, ...groundsOf(result, telling), ...beforeGrounds(result, statuses, telling)],
    statuses,
    counts,
    countsText: countsText(counts, result),
    rivals: rivalsOf(input, { statuses, costs, result, telling }),
    expect,
    lead,
    cost,
    costs,
    next: nextSteps({ input, result, claim, counts, telling }),
    warnings: warningsOf(result, claim, lead),
    details: detailsOf(result, claim, statuses, telling),
    headline: headlineOf(id === undefined ? null : telling.nameWithId(id), claim, required, expect, cost),
  };
}

/** Of the search that has found the candidates. */
function beforeGrounds(result: Result, statuses: Known['statuses'], telling: Telling): readonly Ground[] {
  return recheckTexts(result, statuses, telling).map((text) => ({ label: 'Before', text }));
}

interface Known {
  readonly statuses: ReadonlyMap<string, CandidateStatus>;
  readonly costs: ReadonlyMap<string, CostOfCandidate>;
  readonly result: Result;
  readonly telling: Telling;
}

const NO_COST: CostOfCandidate = { trainings: 0, seconds: 0 };

function rivalsOf(
  { answer, criterion, direction }: ReportInput,
  { statuses, costs, result, telling }: Known,
): readonly AnswerRival[] {
  const differences = answer === undefined ? new Map() : rivalDifferences(answer, showCriterion(criterion, direction));
  // Those that are compared stand by their difference already; the others follow as they rank.
  const ids = new Set([...differences.keys(), ...statuses.keys()]);
  const rivals = [...ids].flatMap((id): AnswerRival[] => {
    const status = statuses.get(id);
    if (status === undefined || id === result.choice?.candidate) return [];
    return [
      { id, name: telling.nameOf(id), status, difference: differences.get(id) ?? null, cost: costs.get(id) ?? NO_COST },
    ];
  });
  const rankOf = ({ status }: AnswerRival): number => CANDIDATE_STATUSES.indexOf(status);
  return rivals.sort((a, b) => rankOf(a) - rankOf(b));
}

function headlineOf(
  name: string | null,
  claim: AnswerClaim,
  required: readonly Ground[],
  expect: WinnerExpectation | null,
  cost: AnswerCost,
): string {
  const told = [...(name === null ? [] : [`${name}.`]), claim.sentence];
  const sentences = [
    // What is of no use is not praised first.
    ...(claim.tone === 'bad' ? told.reverse() : told),
    ...required.map(groundSentence),
    ...(expect === null ? [] : [...(expect.collapses === null ? [] : [expect.collapses]), expect.sentence]),
    cost.text,
  ];
  return sentences.join(' ');
}
