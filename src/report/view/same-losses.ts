/** @file Finds candidates whose losses are the same, replicate by replicate: a setting in which they differ changes nothing. */
import type { FreshStanding, ShownStanding } from '../standing.js';

/** Fewer replicates in common say nothing. */
const FEWEST = 3;

/** Finite and equal wherever both have one, on three replicates at least. */
export function haveSameLosses(one: FreshStanding, other: FreshStanding): boolean {
  const own = new Map(one.replicates.map((replicate, place) => [replicate, one.losses[place]]));
  let common = 0;
  for (const [place, replicate] of other.replicates.entries()) {
    const loss = own.get(replicate);
    if (loss === undefined) continue;
    if (loss !== other.losses[place] || !Number.isFinite(loss)) return false;
    common++;
  }
  return common >= FEWEST;
}

/** Finite and equal for all of two candidates or more, fresh trials included; who has no loss is left out. */
export function areAllEqual(standings: readonly Pick<ShownStanding, 'losses' | 'fresh'>[]): boolean {
  const rows = standings.map(({ losses, fresh }) => [...losses, ...fresh.losses]).filter((row) => row.length > 0);
  const first = rows[0]?.[0];
  return rows.length > 1 && Number.isFinite(first) && rows.every((row) => row.every((loss) => loss === first));
}
