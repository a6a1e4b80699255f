/** @file Makes a rule of one that a user wrote: checks it, fills in what it leaves out, and guards what it answers. */
import { type CustomPart, type JsonObject, requireCustomPart, runError, wrongPart } from '../../../core/index.js';
import { CRITERION_KINDS, type CriterionKind } from '../../../stats/index.js';
import { COMMON_OPTIONS, isRuleName } from './parse-rule.js';
import type { Contest, Finding, RoundRule } from './rule.js';
import { readOptions } from './rule-options.js';

/** A rule that a user wrote. */
export interface CustomRule extends CustomPart {
  /** What it decides by, for the log: like name and version it belongs to the question. */
  readonly options?: JsonObject;
  /** Kinds of criteria it asks the right question for. Default: all. */
  readonly fits?: readonly CriterionKind[];
  /** Losses of a candidate below which it cannot be applied. Default 1. */
  readonly minimumTrials?: number;
  /** True where it compares replicate by replicate: every candidate then needs a loss in each. Default false. */
  readonly paired?: boolean;
  /** It is asked at the first decision and at every m-th round after it. Default 1. */
  readonly testEvery?: number;
  /** Never leave fewer candidates. Default 1. */
  readonly minimumSurvivors?: number;
  /**
   * One finding for each place of the contest, best candidate first. The leader, at place 0, never leaves. It depends on
   * its argument alone: the same log must lead to the same decisions.
   */
  judge(contest: Contest): readonly Finding[];
}

/**
 * Throws an InputError for what cannot be used. The rule throws a RunError where the user's function does not find
 * something for each candidate, or drops the incumbent.
 */
export function customRule(given: CustomRule): RoundRule {
  const { options = {}, fits = CRITERION_KINDS, minimumTrials = 1, paired = false } = given;
  requireCustomPart('rule', given, isRuleName);
  const { name, version } = given;
  if (typeof given.judge !== 'function') throw wrongPart('rule', name, 'judge', undefined, 'a function');
  if (!Array.isArray(fits) || fits.length === 0 || !fits.every((kind) => CRITERION_KINDS.includes(kind)))
    throw wrongPart('rule', name, 'fits', fits, `a list of ${CRITERION_KINDS.join(', ')}`);
  if (!Number.isSafeInteger(minimumTrials) || minimumTrials < 1)
    throw wrongPart('rule', name, 'minimumTrials', minimumTrials, 'a whole number, at least 1');
  const { testEvery, minimumSurvivors } = given;
  const common = readOptions(
    {
      name,
      ...(testEvery === undefined ? {} : { testEvery }),
      ...(minimumSurvivors === undefined ? {} : { minimumSurvivors }),
    },
    COMMON_OPTIONS,
  );
  return {
    kind: 'rounds',
    ...common,
    name,
    fits,
    minimumTrials,
    paired,
    settings: { name, version, options, ...common },
    judge: (contest) => {
      const findings: unknown = given.judge(guarded(contest));
      const fault = faultOf(findings, contest.values.length);
      if (fault === undefined) return findings as readonly Finding[];
      throw runError`rule-findings: The rule "${name}" was asked about ${contest.values.length} candidates and ${fault}.
        Allowed: one { leaves: true or false } for each, best first; the first one stays
        Fix: Correct its function judge; what was trained is in the log.`;
    },
  };
}

/** Copies: what the user's function changes must reach nothing else. */
function guarded({ values, entrants, losses }: Contest): Contest {
  return { values: values.slice(), entrants, losses: (place) => losses(place).slice() };
}

function faultOf(findings: unknown, places: number): string | undefined {
  if (!Array.isArray(findings)) return `answered ${typeof findings}`;
  if (findings.length !== places) return `found something about ${findings.length}`;
  const odd = findings.findIndex((finding: unknown) => !isFinding(finding));
  if (odd >= 0) return `answered ${JSON.stringify(findings[odd])} for the one at place ${odd}`;
  return (findings[0] as Finding).leaves ? 'drops the best of them' : undefined;
}

function isFinding(value: unknown): value is Finding {
  if (typeof value !== 'object' || value === null) return false;
  const { leaves, statistic, pValue, reason } = value as Partial<Record<keyof Finding, unknown>>;
  const isFigure = (figure: unknown) => figure === undefined || (typeof figure === 'number' && !Number.isNaN(figure));
  return (
    typeof leaves === 'boolean' &&
    isFigure(statistic) &&
    isFigure(pValue) &&
    ['string', 'undefined'].includes(typeof reason)
  );
}
