/** @file What is said of probation beside the claim: what passed, and what failed it. */

import type { ProbationMember } from '../../questions/race/plan/index.js';
import { formatLevel } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { endingsText } from './ending-words.js';
import { nameSome } from './run-notices.js';
import type { Telling } from './telling.js';

/** Whole sentences; none where no reliability was asked for, and where nothing is known of it beside what is claimed. */
export function reliabilityStatements({ reliability }: Result, { nameOf }: Telling): string[] {
  if (reliability === undefined) return [];
  const passed = reliability.members.find(({ status }) => status === 'passed');
  const failed = reliability.members
    .filter(({ status }) => status === 'failed')
    .map((member) => `${nameOf(member.candidate)} (${probationCount(member)})`);
  const share = formatLevel(reliability.share);
  return [
    ...(passed === undefined
      ? []
      : [
          `Reliability ${share}: the winner passed its probation as ${probationCount(passed)} (error at most 5 %, over all looks and all that were tried).`,
        ]),
    ...(failed.length === 0 ? [] : [`Failed probation for ${share}: ${nameSome(failed, MOST_NAMES)}.`]),
  ];
}

/** For tables; null where it was not on probation. */
export function probationText(candidate: string, reliability: Result['reliability']): string | null {
  const status = reliability?.members.find((member) => member.candidate === candidate)?.status;
  if (status === undefined || status === 'waiting') return null;
  return { open: 'on probation', passed: 'passed probation', failed: 'failed probation' }[status];
}

const MOST_NAMES = 6;

/** Once it is over there may be more fresh trainings than it has counted. */
export function probationCount(member: ProbationMember): string {
  return endingsText(member, 'fresh training', member.status === 'open' ? '' : 'the first ');
}
