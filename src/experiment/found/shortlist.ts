/** @file The best different configurations of what another search has found: equal ones are joined, with the mean of their values. */
import {
  createSharedHash,
  type Direction,
  groupBy,
  InputError,
  inputError,
  type JsonObject,
} from '../../core/index.js';
import type { NamedSpace } from '../space.js';
import type { FoundTrials } from './found-trials.js';
import { placeSettings } from './place-settings.js';

/** A configuration with all that was found of it. */
export interface FoundCandidate {
  /** The configuration that stands in the source. */
  readonly configuration: JsonObject;
  /** The configuration as the trainer completes it. */
  readonly completed: JsonObject;
  /** The mean over its trials. */
  readonly value: number;
  /** By trial, in the order of the source; finite or infinite. */
  readonly values: readonly number[];
  /** Of its first trial: `row 5`. */
  readonly place: string;
}

/** What completes configurations, and refuses those that it cannot train. */
type Complete = (configuration: JsonObject) => JsonObject;

/**
 * All different configurations with a value, in the order of the source. Two that the trainer completes alike are one.
 * @throws InputError for one that does not fit the spaces, and for one that the trainer refuses.
 */
export function foundCandidates(
  { source, trials, isWhole }: FoundTrials,
  spaces: readonly NamedSpace[],
  complete: Complete = (configuration) => configuration,
): readonly FoundCandidate[] {
  const hashOf = createSharedHash();
  const told = trials.filter(({ value }) => !Number.isNaN(value));
  const placed = told.map(({ place, settings, value }) => {
    const configuration = isWhole ? settings : placeSettings(spaces, settings);
    if (configuration === undefined) throw doesNotFit(source, place, settings);
    return { configuration, completed: completedOf(source, place, configuration, complete), place, value };
  });
  return [...groupBy(placed, ({ completed }) => hashOf(completed)).values()].map((alike) => {
    const [first] = alike as [(typeof placed)[number]];
    const values = alike.map(({ value }) => value);
    return { ...first, values, value: meanOf(values) };
  });
}

/**
 * The best `top`, the best first; of equal ones the one that was found first. Fewer where there are no more.
 * @throws InputError for fewer than two.
 */
export function shortlistOf(
  candidates: readonly FoundCandidate[],
  { source, direction }: Pick<FoundTrials, 'source' | 'direction'>,
  top: number,
): readonly FoundCandidate[] {
  const best = candidates
    .filter(({ value }) => Number.isFinite(value))
    .sort((one, other) => costOf(one, direction) - costOf(other, direction))
    .slice(0, top);
  if (best.length > 1) return best;
  throw inputError`short-list: ${source} has ${best.length === 1 ? 'one configuration' : 'no configuration'} with a finite value, which leaves nothing to compare.
    Allowed: at least two different configurations
    Fix: Give a search with more trials.`;
}

function costOf({ value }: FoundCandidate, direction: Direction): number {
  return direction === 'maximize' ? -value : value;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function completedOf(source: string, place: string, configuration: JsonObject, complete: Complete): JsonObject {
  try {
    return complete(configuration);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, allowed, fix } = error;
    throw new InputError({
      code,
      what: `${source}, ${place}: ${error.what}`,
      ...(allowed === undefined ? {} : { allowed }),
      fix,
      cause: error,
    });
  }
}

function doesNotFit(source: string, place: string, settings: JsonObject): InputError {
  const told = Object.entries(settings).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return inputError`found-does-not-fit: ${source}, ${place}: no alternative of \`space\` has all of ${told.join(', ').slice(0, 300)}.
    Allowed: trials whose settings the space of the experiment has together
    Fix: Add an alternative that has them, or leave that trial out.`;
}
