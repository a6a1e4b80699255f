/** @file The list of a server's runs, in which anybody may have written anything: what is no run is told of and passed over. */
import { RunError } from '../../../core/index.js';
import { shownName } from '../pass-over.js';
import { RUNS } from './keys.js';
import type { QueueLink } from './link.js';

/** Ids, by the time at which their runs were opened; empty where the list itself is none. */
export async function listRuns(link: QueueLink): Promise<readonly string[]> {
  return link.reach((redis) => redis.zrange(RUNS, 0, -1)).catch(noneIfDamaged);
}

/**
 * What `look` gives of a run. Undefined where there is none: `passOver` is told, unless it has just ended.
 */
export async function lookUnlessDamaged<Answer>(
  link: QueueLink,
  id: string,
  passOver: (what: string) => void,
  look: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const found = await look().catch(undefinedIfDamaged);
  if (found !== undefined) return found;
  const isListed = (await link.reach((redis) => redis.zscore(RUNS, id))) !== null;
  if (isListed) passOver(`${shownName(id)} is listed among the runs (${RUNS}) but is not a run; it was skipped`);
  return undefined;
}

function undefinedIfDamaged(error: unknown): undefined {
  if (!isDamage(error)) throw error;
}

function noneIfDamaged(error: unknown): readonly string[] {
  if (isDamage(error)) return [];
  throw error;
}

function isDamage(error: unknown): boolean {
  return error instanceof RunError && error.code === 'transport-damaged';
}
