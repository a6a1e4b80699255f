/** @file A proposer of the user's own: what it is told at a look of a race that searches, and what it may give. */
import {
  type InputError,
  inputError,
  isObject,
  isTooDeep,
  type JsonObject,
  type RefusedProposal,
  tooDeep,
} from '../core/index.js';

/** A candidate that was trained. */
export interface TriedConfiguration<Configuration = JsonObject> {
  readonly id: string;
  readonly configuration: Configuration;
  /** That came out. */
  readonly trainings: number;
  /** The criterion, by its trainings and what its settings say, as a loss: lower is better. */
  readonly estimate: number;
}

export interface ProposalState<Configuration = JsonObject> {
  /** Applied so far: no other look of the race has as many. */
  readonly trainings: number;
  /** At most so many configurations join at this look. */
  readonly most: number;
  /** The best first. */
  readonly tried: readonly TriedConfiguration<Configuration>[];
  /** Of what was proposed at the look before: what may not take part, and why. The others of that look were taken. */
  readonly refused: readonly RefusedProposal[];
}

/**
 * Configurations that are to join the race, in place of some that it would propose. It is asked once for each look in the life of a run
 * folder: a candidate that joins stands in the log.
 */
export type Propose<Configuration = JsonObject> = (state: ProposalState<Configuration>) => readonly Configuration[];

/** What a proposer gave: configurations, and of one that looks through them itself what it refuses. */
interface Proposed {
  readonly configurations: readonly JsonObject[];
  readonly refused: readonly RefusedProposal[];
}

/** @throws InputError where it gives anything but a list of configurations. */
export function proposedBy(propose: Propose, state: ProposalState): Proposed {
  const given: unknown = propose(state);
  if (given instanceof Promise) throw gavePromise(given);
  if (isTooDeep(given)) throw tooDeep('propose');
  const list: unknown = Array.isArray(given) ? JSON.parse(JSON.stringify(given)) : given;
  if (areObjects<JsonObject>(list)) return { configurations: list, refused: [] };
  const { configurations, refused } = isObject(list) ? (list as Partial<Proposed>) : {};
  if (areObjects(configurations) && areObjects(refused)) return { configurations, refused };
  throw inputError`propose: propose gave ${(JSON.stringify(given) ?? String(given)).slice(0, 200)}, which is not a list of configurations.
    Allowed: a list of objects such as [{ rate: 0.01 }], or an empty one
    Fix: Correct the function.`;
}

function areObjects<T>(list: unknown): list is readonly T[] {
  return Array.isArray(list) && list.every(isObject);
}

/** Decisions follow from outcomes one by one, in an order of their own: nothing else can be waited for. */
function gavePromise(given: Promise<unknown>): InputError {
  // Whatever becomes of it, nobody asks.
  given.catch(() => {});
  return inputError`propose-promise: propose gave a promise: it is an async function, and a race does not wait for what it proposes.
    Allowed: a function that gives its list at once
    Fix: Take away \`async\`, and have what takes long ready before.`;
}

export function proposeWithoutSearch(): InputError {
  return inputError`propose-without-search: propose is given, and no candidate can join this race: it has all of its candidates before it begins.
    Allowed: a space of more than 10,000 candidates, as most with ranges have, that is searched with \`refine: true\`: the default for ranges with \`prior: full\`
    Fix: Leave out \`propose\`; or give such a space, leave out \`draw\`, and write \`search: { refine: true }\`.`;
}
