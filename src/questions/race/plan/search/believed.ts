/** @file What is believed of configurations that may join a searching race, and of the candidates that were not tried, with which they compete. */
import { type SettingAxis, withRows } from '../../../../stats/index.js';
import { isTried } from './evidence.js';
import type { Draft } from './newcomers.js';
import type { SearchStanding } from './standing.js';

/** What settings say of a configuration. */
export interface Believed {
  readonly center: number;
  readonly deviation: number;
  /** Of being shown to keep what is required; 1 where nothing is. */
  readonly chance: number;
}

interface BelievedDraft extends Believed {
  readonly draft: Draft;
}

/** Undefined while too few were tried to tell. */
export function draftBeliefs(
  { standingsAt, feasible }: SearchStanding,
  axes: readonly SettingAxis[],
): ((drafts: readonly Draft[]) => readonly BelievedDraft[]) | undefined {
  if (standingsAt === undefined) return undefined;
  return (drafts) => {
    const at = withRows(
      { axes, rows: 0, values: new Float64Array() },
      drafts.map(({ places }) => places),
    );
    const { centers, variances } = standingsAt(at);
    const chances = feasible?.shownAt(at);
    return drafts.map((draft, i) => ({
      ...{ draft, center: centers[i] as number, deviation: Math.sqrt(variances[i] as number) },
      chance: chances?.[i] ?? 1,
    }));
  };
}

/** Of those that may still win, by index. */
export function untriedBeliefs({
  standings: { centers, variances },
  excluded,
  own,
  feasible,
}: SearchStanding): readonly (Believed & { readonly row: number })[] {
  return Array.from(centers.keys())
    .filter((row) => excluded[row] === 0 && !isTried(own, row))
    .map((row) => ({
      ...{ row, center: centers[row] as number, deviation: Math.sqrt(variances[row] as number) },
      chance: feasible?.shown[row] ?? 1,
    }));
}
