/** @file Whether the replicates of an experiment divide its data anew, and plans that do. */
import {
  aheadWithRepeatedSplits,
  type JsonObject,
  nextWithRepeatedSplits,
  type Plan,
  REPEATED_SPLITS,
  type Trial,
} from '../../core/index.js';
import type { DataSpec } from '../../engine/datasets/index.js';
import type { BaselineNeeds } from './trainer-backend.js';

/** Whether the experiment asks for a new division in each replicate. */
export function repeatsSplits({ data }: { readonly data?: DataSpec | undefined }): boolean {
  return data?.split.repeated === true;
}

/** A plan whose replicates each divide the data anew. Its settings say so, which makes it another question. */
export function dividingAnew<State, Described extends Plan<State> & { readonly description: JsonObject }>(
  plan: Plan<State> & Described,
): Described {
  return {
    ...plan,
    next: nextWithRepeatedSplits<State>(plan),
    ...aheadWithRepeatedSplits<State>(plan),
    description: { ...plan.description, ...REPEATED_SPLITS },
  };
}

/** Divisions that baselines are measured on, at most. */
const MOST_DRAWS = 20;

/** The distinct samples and divisions of these trials, in order, 20 at most: baselines must use the same. Empty where data are divided once. */
export function drawsOf(trials: readonly Trial[]): Pick<BaselineNeeds, 'draws'> {
  if (trials.every(({ streams }) => streams.split === undefined)) return {};
  const draws = trials.map(({ streams: { sample, split } }) => ({ sample, ...(split === undefined ? {} : { split }) }));
  const byKey = new Map(draws.map((draw) => [`${draw.sample} ${draw.split}`, draw]));
  return { draws: [...byKey.values()].slice(0, MOST_DRAWS) };
}

/** The draws of the first replicates, before there are trials. Empty where data are divided once. */
export function drawsAtFirst(experiment: { readonly data?: DataSpec | undefined }): Pick<BaselineNeeds, 'draws'> {
  if (!repeatsSplits(experiment)) return {};
  return { draws: Array.from({ length: FIRST_DRAWS }, (_, replicate) => ({ sample: replicate, split: replicate })) };
}

const FIRST_DRAWS = 5;
