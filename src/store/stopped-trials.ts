/**
 * @file Leaves out of a log what rests on trials that were stopped early. An earlier version could do that (`race.earlyStop`);
 * now such trials count as not there, so that they are trained again.
 */
import { type Decision, OUTCOME_STATUSES, type Outcome, type RunHeader } from '../core/index.js';

/** The header without the setting, which would keep the run from being resumed. */
export function withoutEarlyStop(header: RunHeader): RunHeader {
  const { earlyStop: _, ...plan } = header.plan;
  return { ...header, plan };
}

/** False for the outcome of a stopped trial, whose status is none any more. */
export function isCurrent({ status }: Outcome): boolean {
  return OUTCOME_STATUSES.includes(status);
}

/** The decisions before the first in which a stopped trial made its candidate leave: from there on they are made anew. */
export function beforeFirstStop(decisions: Decision[]): Decision[] {
  const first = decisions.findIndex(({ evidence }) => evidence.some(({ reason }) => reason === 'stopped'));
  return first < 0 ? decisions : decisions.slice(0, first);
}
