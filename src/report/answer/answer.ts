/**
 * @file The answer of a race, made once: the winner, what may be claimed, where everybody stands, what to expect, what it cost,
 * and what to do next. `shown` has it in words.
 */
import { defined } from '../../core/index.js';
import type { RivalAnswer } from '../../questions/race/plan/index.js';
import type { ReportInput } from '../input.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import type { ResultRecheck } from '../result/figure-schema.js';
import type { Member } from '../result/members.js';
import { errorsOf } from '../result/never-worked.js';
import type { Result } from '../result/result-schema.js';
import { type Fact, RANKS, type Shown } from '../shown/shown.js';
import type { ShownStanding } from '../standing.js';
import { candidateWords, untriedText } from '../view/candidate-words.js';
import { baselineNotices } from '../view/choice-words.js';
import { collapseBarNotices } from '../view/ending-words.js';
import type { WorseBy } from '../view/forest.js';
import { capitalised } from '../view/phrases.js';
import { missingTrialsText, partialText } from '../view/replay-view.js';
import { nameSome, type RunNotice, sentenceOf, simulationNotices } from '../view/run-notices.js';
import type { Telling } from '../view/telling.js';
import { type AnswerClaim, claimOf } from './claim.js';
import { type AnswerCost, answerCost, type CostOfCandidate, trainingCosts } from './cost.js';
import { detailsOf } from './details.js';
import { expectationOf, modelFacts, type WinnerExpectation } from './expectation.js';
import { nextSteps } from './next-steps.js';
import { type AnswerLead, leadOnFresh } from './overtuning.js';
import { requiredFacts } from './requirement-words.js';
import { groundsOf } from './search-words.js';
import {
  CANDIDATE_STATUSES,
  type CandidateStatus,
  countStatuses,
  countsText,
  type StatusCounts,
  statusesOf,
} from './statuses.js';
import { takenOfTie } from './take.js';

export interface AnswerRival {
  readonly id: string;
  /** By the settings in which it differs. */
  readonly name: string;
  readonly status: CandidateStatus;
  /**
   * Of the raced criterion, estimated in the race, and at once for all rivals at the level of the claim: as a cost, above 0 for worse,
   * whatever way is better. Null where it is not known.
   */
  readonly difference: WorseBy | null;
  readonly cost: CostOfCandidate;
}

export interface ShownAnswer {
  /** Null where nobody is chosen. */
  readonly winner: { readonly id: string; readonly name: string } | null;
  /** In the words of every way of showing it. */
  readonly shown: Shown;
  readonly claim: AnswerClaim;
  /** Of every candidate, the best first. */
  readonly statuses: ReadonlyMap<string, CandidateStatus>;
  readonly counts: StatusCounts;
  /** `1 winner, 19 equivalent, 28 behind`. */
  readonly countsText: string;
  /** Everybody but the winner: by status in the order of {@link CANDIDATE_STATUSES}, and among these the nearest first. */
  readonly rivals: readonly AnswerRival[];
  /** Null where there is nothing to expect it from. */
  readonly expect: WinnerExpectation | null;
  readonly cost: AnswerCost;
  /** By candidate, the winner included. */
  readonly costs: ReadonlyMap<string, CostOfCandidate>;
  /** How it is known. */
  readonly details: readonly Fact[];
}

export function makeAnswer(
  input: ReportInput,
  standings: readonly ShownStanding[],
  members: readonly Member[],
  result: Result,
  telling: Telling,
): ShownAnswer {
  const { status, header } = input;
  const statuses = statusesOf(input.answer, standings, status === 'decided' || status === 'exhausted');
  const counts = countStatuses(statuses);
  const taken = takenOfTie(result, { header, standings, better: telling.better });
  const claim = claimOf(result, counts, telling, taken);
  const expect = expectationOf(result, members, standings);
  const lead = leadOnFresh(result);
  const cost = answerCost(result);
  const costs = trainingCosts(standings);
  const id = result.winner?.candidate;
  const winner = id === undefined ? null : { id, name: telling.wholeNameOf(id) };
  const chosen = header.candidates.find((candidate) => candidate.id === id);
  // Of tables, which init drafts experiments for.
  const isOfTable = result.data.columns !== null;
  const what = chosen && isOfTable ? candidateWords(header.experiment, chosen, result.data.task) : undefined;
  const untried = isOfTable && claim.tone !== 'bad' ? untriedText(header) : null;
  const rivals = rivalsOf(input, { statuses, costs, result, telling });
  const next = nextSteps({ input, result, claim, counts, telling, taken });
  return {
    winner,
    shown: {
      title: winner && { ...winner, ...defined({ what }) },
      label: winner === null ? 'Result' : 'Sure?',
      tone: claim.tone,
      sentence: claim.sentence,
      facts: [
        ...requiredFacts(result),
        ...groundsOf(result, telling),
        ...recheckTexts(result, statuses, telling).map((text) => ({ label: 'Before', text })),
        ...othersFacts(claim, rivals, telling),
        ...warningsOf(result, claim, lead),
        ...(expect === null ? [] : expectationFacts(expect)),
        ...(claim.tone === 'bad' ? [] : modelFacts(result, expect)),
        // A lead that is lost is among the warnings.
        ...(lead === null || lead.kind === 'lost' ? [] : [{ label: 'Lead', text: lead.sentence, rank: RANKS.lead }]),
        ...(result.setAside?.meaning === undefined
          ? []
          : [{ label: 'Assumes', text: result.setAside.meaning, rank: RANKS.assumes }]),
        ...(untried === null ? [] : [{ label: 'Untried', text: capitalised(untried), rank: RANKS.untried }]),
        { label: 'Cost', text: `${cost.text}.`, brief: cost.text },
      ],
      next,
    },
    claim,
    statuses,
    counts,
    countsText: countsText(counts, result),
    rivals,
    expect,
    cost,
    costs,
    details: detailsOf(result, claim, statuses, telling),
  };
}

/** More of those that may be better are behind the answer. */
const MOST_OTHERS = 3;

/** Names the others that may be the best, where these are few. */
function othersFacts({ kind }: AnswerClaim, rivals: readonly AnswerRival[], { nameWithId }: Telling): readonly Fact[] {
  const others = rivals.filter(({ status }) => status === 'undecided');
  if (kind !== 'tied' || others.length > MOST_OTHERS) return [];
  return others.map(({ id }) => ({ label: 'Or', text: nameWithId(id), rank: RANKS.open }));
}

/** What failed or collapsed before everything else that is expected. */
function expectationFacts({ endings, sentence, against, raced }: WinnerExpectation): readonly Fact[] {
  return [
    ...(endings === null ? [] : [{ label: 'Expect', text: endings, brief: endings }]),
    { label: 'Expect', text: sentence, brief: sentence },
    ...(raced === null ? [] : [{ label: 'Raced', text: `${raced}.`, rank: RANKS.raced }]),
    ...(against === null ? [] : [{ label: 'vs', text: `${against}.`, rank: RANKS.against }]),
  ];
}

interface Known {
  readonly statuses: ReadonlyMap<string, CandidateStatus>;
  readonly costs: ReadonlyMap<string, CostOfCandidate>;
  readonly result: Result;
  readonly telling: Telling;
}

const NO_COST: CostOfCandidate = { trainings: 0, seconds: 0 };

function rivalsOf({ answer }: ReportInput, { statuses, costs, result, telling }: Known): readonly AnswerRival[] {
  const differences = new Map(answer?.rivals.map((rival) => [rival.candidate, differenceOf(rival)]));
  const isCompared = result.winner !== null && Number.isFinite(result.winner.criterion.value);
  // Those that are compared stand by their difference already; the others follow as they rank.
  const ids = new Set([...differences.keys(), ...statuses.keys()]);
  const rivals = [...ids].flatMap((id): AnswerRival[] => {
    const status = statuses.get(id);
    if (status === undefined || id === result.winner?.candidate) return [];
    return [
      {
        id,
        name: telling.nameOf(id),
        status,
        difference: (isCompared ? differences.get(id) : null) ?? null,
        cost: costs.get(id) ?? NO_COST,
      },
    ];
  });
  const rankOf = ({ status }: AnswerRival): number => CANDIDATE_STATUSES.indexOf(status);
  return rivals.sort((a, b) => rankOf(a) - rankOf(b));
}

function differenceOf({ difference: value, interval }: RivalAnswer): WorseBy | null {
  if (!Number.isFinite(value)) return null;
  return 'low' in interval ? { value, low: interval.low, high: interval.high } : { value, low: null, high: null };
}

/** Where every candidate failed the claim says so already. */
function warningsOf(result: Result, { kind }: AnswerClaim, lead: AnswerLead | null): readonly Fact[] {
  const partial = [partialText(result), missingTrialsText(result)].filter((text) => text !== null);
  const notices: readonly RunNotice[] = [
    ...simulationNotices(result),
    ...(result.status === 'running' ? [GOES_ON] : []),
    ...collapseBarNotices(result),
    ...baselineNotices(result),
    ...(lead?.kind === 'lost' ? [{ kind: 'overtuned' as const, text: lead.sentence }] : []),
    ...(kind === 'failed' ? [] : neverWorkedWarnings(result)),
    ...partial.map((text): RunNotice => ({ kind: 'partial', text })),
  ];
  // The most important one is never left out, nor is that a simpler model will do.
  return notices.map(({ kind: notice, text }, place) => ({
    ...{ label: 'Note', text, notice },
    ...(place === 0 || notice === 'baseline' ? {} : { rank: RANKS.note }),
  }));
}

const GOES_ON: RunNotice = {
  kind: 'unfinished',
  text: 'The race goes on: these figures rest on the trainings so far.',
};

const MOST_ERRORS = 2;

function neverWorkedWarnings({ neverWorked, candidates }: Result): RunNotice[] {
  if (neverWorked.length === 0) return [];
  const errors = errorsOf(neverWorked).map(({ text: error }) => error);
  const text = `${neverWorked.length} of ${candidates.length} candidates never worked: ${nameSome(errors, MOST_ERRORS, '; ')}`;
  return [{ kind: 'never-worked', text: sentenceOf(text) }];
}

/** Fewer trainings do not tell whether a value is usual. */
const LEAST_TRAININGS = 8;
/** A value that no more of the trainings reach is not what to expect. */
const RARE = 0.05;

/** Empty for candidates that no other search has found, and before anybody is chosen. */
function recheckTexts(
  { recheck, winner, candidates }: Result,
  statuses: ReadonlyMap<string, CandidateStatus>,
  { nameOf }: Pick<Telling, 'nameOf'>,
): readonly string[] {
  const [first] = recheck?.candidates ?? [];
  if (recheck === undefined || first === undefined || recheck.best === null || winner === null) return [];
  const { source, best } = recheck;
  const isWinner = winner.candidate === first.candidate;
  const status = statuses.get(first.candidate);
  const stands = isWinner
    ? `The best in ${source} wins here, too.`
    : `The best in ${source}, ${nameOf(first.candidate)}, is number ${formatCount(best.place)} of ${formatCount(candidates.length)} here${status === undefined ? '' : ` (${status})`}.`;
  return [`${stands}${valueText(first, best)}`, orderText(recheck, candidates)];
}

function valueText(
  { value, trials }: ResultRecheck['candidates'][number],
  { trainings, reached, median }: NonNullable<ResultRecheck['best']>,
): string {
  if (reached === null || median === null) return '';
  const own = `${formatValue(value, 3)}${trials === 1 ? '' : `, the mean of ${formatCount(trials)} there`}`;
  const count = reached === 0 ? 'None' : formatCount(reached);
  const isRare = trainings >= LEAST_TRAININGS && reached <= RARE * trainings;
  const verdict = isRare ? ': it was luck there, or was measured otherwise' : '';
  return ` ${count} of its ${formatQuantity(trainings, 'training')} here reached its ${own} (median here ${formatValue(median, 3)})${verdict}.`;
}

/** `candidates`: of the result, the best first. */
function orderText({ source, candidates: found }: ResultRecheck, candidates: Result['candidates']): string {
  const places = new Map(found.map(({ candidate }, place) => [candidate, place + 1]));
  const order = candidates.flatMap(({ id }) => places.get(id) ?? []);
  const [first, ...others] = order;
  const rest = others.length === 0 ? '' : `; the others, best first: ${others.join(', ')}`;
  return `The best here was number ${first} in ${source}${rest}.`;
}
