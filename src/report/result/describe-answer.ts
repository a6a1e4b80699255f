/** @file What may be claimed about the winner, as the result has it: verdict, tolerance, bound, rivals. */
import { given, type JsonObject } from '../../core/index.js';
import type { ProbationStatus, RaceAnswer, ReliabilityAnswer, RivalStanding } from '../../questions/race/plan/index.js';
import { type ShownCriterion, showInterval } from '../direction.js';
import type { ResultReliability, ResultSearch, ResultTieSet } from './answer-schema.js';
import type { Result } from './result-schema.js';

type Claims = Pick<
  Result,
  'verdict' | 'tolerance' | 'bound' | 'steadier' | 'unconfirmed' | 'setAside' | 'reliability' | 'search' | 'tieSet'
>;

const NO_CLAIMS: Claims = {
  verdict: null,
  tolerance: null,
  bound: null,
  steadier: null,
  unconfirmed: null,
  tieSet: null,
};

/** Nothing is claimed before the first decision, and where nobody is chosen. */
export function describeClaims(answer: RaceAnswer | undefined, shown: ShownCriterion, plan: JsonObject): Claims {
  const search = answer?.search && { search: describeSearch(answer.search, plan) };
  if (answer?.winner === undefined) return { ...NO_CLAIMS, ...search };
  const { statement, verdict, steadier, unconfirmed = null, reliability } = answer;
  return {
    verdict: verdict ?? null,
    bound: statement === null || statement.level === 'none' ? null : statement.bound,
    tolerance: statement && {
      value: statement.tolerance,
      kind: statement.toleranceKind,
      confidence: 1 - statement.delta,
      level: statement.level,
      spansAll: statement.toleranceSpansAll,
      refused: statement.toleranceRefused,
      comparedOn: statement.comparedOn,
      ...(statement.basis === undefined ? {} : { basis: statement.basis }),
    },
    steadier: steadier && { ...steadier },
    unconfirmed: unconfirmed && {
      ...unconfirmed,
      expected: shown.show(unconfirmed.expected),
      expectedWorst: shown.show(unconfirmed.expectedWorst),
      freshBest: shown.show(unconfirmed.freshBest),
    },
    ...given({ setAside: statement?.setAside }),
    ...(reliability === undefined ? {} : { reliability: { ...reliability, status: probationOf(reliability) } }),
    ...search,
    tieSet: showTieSet(answer, shown),
  };
}

interface LoggedSource {
  readonly source: string;
  readonly withoutValue?: number;
  readonly values: readonly unknown[];
}

/** With what the plan was given to know. */
function describeSearch({ known, ...search }: NonNullable<RaceAnswer['search']>, plan: JsonObject): ResultSearch {
  const { from } = plan.search as { readonly from?: readonly LoggedSource[] };
  if (known === undefined || from === undefined) return search;
  return {
    ...search,
    from: from.map(({ source, values, withoutValue }) => {
      const finding = known.find(({ name }) => name === source);
      const { both = 0, tau = Number.NaN, interval = null, used = null } = finding ?? {};
      return {
        ...{ source, configurations: values.length, ...given({ withoutValue }), both },
        tau: Number.isNaN(tau) ? null : tau,
        ...{ interval, used },
      };
    }),
  };
}

/** Of all members together. */
function probationOf({ members }: ReliabilityAnswer): ResultReliability['status'] {
  const isAny = (wanted: ProbationStatus) => members.some(({ status }) => status === wanted);
  return isAny('passed') ? 'passed' : isAny('open') ? 'open' : 'failed';
}

/** The nearest rivals one by one; all of them are in the lists. */
const MOST_RIVALS = 1000;

/** A difference of scores is that of losses with the other sign, and so is an effect. */
function showTieSet(answer: RaceAnswer, shown: ShownCriterion): ResultTieSet {
  const { alpha, test, ties, undecided, rivals, statement } = answer;
  const standing = (wanted: RivalStanding): string[] =>
    rivals.filter((rival) => rival.standing === wanted).map(({ candidate }) => candidate);
  return {
    alpha,
    correction: statement === null ? 'holm' : 'simultaneous',
    test,
    tied: ties,
    undecided,
    close: standing('close'),
    behind: standing('behind'),
    rivals: rivals.slice(0, MOST_RIVALS).map(({ difference, interval, effectSize, ...rival }) => ({
      ...rival,
      difference: shown.show(difference),
      interval: showInterval(interval, shown),
      effectSize: shown.show(effectSize),
    })),
  };
}
