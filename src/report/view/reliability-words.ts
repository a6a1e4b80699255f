/** @file What is said of probation: who passed and who failed, what is missing where nobody has, and the words of a verdict then. */

import type { ReliabilityAnswer } from '../../questions/race/plan/index.js';
import { formatCount, formatLevel } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { endingsText } from './ending-words.js';
import { nameSome, type RunNotice } from './run-notices.js';
import type { Telling } from './telling.js';

type Member = ReliabilityAnswer['members'][number];

/** Whole sentences; none where no reliability was asked for, and where nobody has passed. */
export function reliabilityStatements({ reliability }: Result, telling: Telling): string[] {
  const passed = reliability?.members.find(({ status }) => status === 'passed');
  if (reliability === undefined || passed === undefined) return [];
  const before = failedOf(reliability);
  const failed =
    before.length === 0
      ? ''
      : ` Before it ${nameSome(
          before.map((one) => failureText(one, telling)),
          MOST_NAMES,
        )} failed.`;
  return [
    `Reliability ${formatLevel(reliability.share)}: the winner passed its probation as ${probationCount(passed)} (error at most 5 %, over all looks and all that were tried).${failed}`,
  ];
}

/** Why nothing is known of the reliability that was asked for, and what to do. */
export function reliabilityNotices({ reliability }: Result, telling: Telling): RunNotice[] {
  if (reliability === undefined || reliability.status === 'passed') return [];
  const failed = failedOf(reliability).map((one) => failureText(one, telling));
  const open = reliability.members.find(({ status }) => status === 'open');
  const text =
    open === undefined
      ? `None of the set is known to train well ${formatLevel(reliability.share)} of the time: ${nameSome(failed, MOST_NAMES)} failed probation. ` +
        'The winner is the leader of the race alone. Look at the trainings that failed or collapsed; a larger tolerance lets more candidates be tried, ' +
        'and a lower reliability is shown sooner.'
      : `On probation: ${telling.nameOf(open.candidate)}, ${probationCount(open)} so far; it passes after ${formatCount(open.passesAfter)} if ` +
        `all of those to come come out.${failed.length === 0 ? '' : ` Failed before: ${nameSome(failed, MOST_NAMES)}.`} The same command with a larger budget goes on.`;
  return [{ kind: 'reliability', text }];
}

/** For tables; null where it was not on probation. */
export function probationText(candidate: string, reliability: Result['reliability']): string | null {
  const status = reliability?.members.find((member) => member.candidate === candidate)?.status;
  if (status === undefined || status === 'waiting') return null;
  return { open: 'on probation', passed: 'passed probation', failed: 'failed probation' }[status];
}

const MOST_NAMES = 6;

function failedOf({ members }: ReliabilityAnswer): readonly Member[] {
  return members.filter(({ status }) => status === 'failed');
}

function failureText(member: Member, { nameOf }: Telling): string {
  return `${nameOf(member.candidate)} (${probationCount(member)})`;
}

/** Once it is over there may be more fresh trainings than it has counted. */
export function probationCount(member: Member): string {
  return endingsText(member, 'fresh training', member.status === 'open' ? '' : 'the first ');
}
