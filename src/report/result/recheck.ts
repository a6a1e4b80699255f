/** @file What a race says of the candidates that another search has found: where its best stands here, and whether its value holds. */
import type { z } from 'zod';
import { type JsonObject, turned } from '../../core/index.js';
import { quantile } from '../../stats/index.js';
import type { ReportInput } from '../input.js';
import type { ShownStanding } from '../standing.js';
import { type ResultRecheck, recheckPlan } from './figure-schema.js';

/** The recheck in the plan of a race. */
export type RaceRecheck = z.output<typeof recheckPlan>;

export function recheckOfPlan({ recheck }: JsonObject): RaceRecheck | undefined {
  return recheck === undefined ? undefined : recheckPlan.parse(recheck);
}

/** `standings`: the best first. Values are compared where here and there the same way is better. */
export function recheckOf(
  { header, direction }: Pick<ReportInput, 'header' | 'direction'>,
  standings: readonly ShownStanding[],
): ResultRecheck | undefined {
  const plan = recheckOfPlan(header.plan);
  if (plan === undefined) return undefined;
  const [best] = plan.candidates;
  const place = standings.findIndex(({ id }) => id === best?.candidate);
  if (best === undefined || place < 0) return { ...plan, best: null };
  const { values, fresh } = standings[place] as ShownStanding;
  // Of these no other search has chosen by their luck.
  const all = [...values, ...fresh.values];
  const cost = (value: number): number => turned(value, direction);
  const reached = all.filter((value) => cost(value) <= cost(best.value)).length;
  return {
    ...plan,
    best: {
      place: place + 1,
      trainings: all.length,
      reached: plan.direction === direction ? reached : null,
      median: all.length === 0 ? null : quantile(all, 0.5),
    },
  };
}
