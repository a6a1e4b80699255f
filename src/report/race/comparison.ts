/** @file The winner and its rivals as whole distributions, on the replicates that all of them have. */
import { turned } from '../../core/index.js';
import { type Estimate, improvementChance, performanceProfile } from '../../stats/index.js';
import type { Member } from '../result/members.js';
import { oncePerView, type ReportView } from '../view/report-view.js';
import { fitAxis, type ValueAxis } from '../view/value-axis.js';

interface ReachedShare extends Estimate {
  /** Shown. */
  readonly at: number;
}

/** One candidate on the replicates that all who are compared have. */
export interface ComparedProfile {
  readonly candidate: string;
  /** Shares of the trainings that reach a value or a better one, from the best on. */
  readonly steps: readonly ReachedShare[];
  /** Shown, in order of replicates. */
  readonly values: readonly number[];
}

export interface Comparison {
  readonly from: 'fresh' | 'choosing';
  /** Replicates that all of them have. */
  readonly n: number;
  /** The winner first. */
  readonly profiles: readonly ComparedProfile[];
  readonly axis: ValueAxis;
  /** By rival: the chance that a training of the winner is better; who comes closest first. */
  readonly chances: readonly { readonly candidate: string; readonly chance: Estimate }[];
}

/** Of these distributions: Agarwal and others. */
export const PROFILE_SOURCE = 'Agarwal and others 2021, arXiv 2108.13264';

const LEVEL = 0.95;
/** Fewer replicates make no distribution. */
const LEAST_COMMON = 5;
/** Styles that are told apart. */
const MOST_COMPARED = 8;

/** On fresh trials, else on those of the race. Null without a winner, and where nobody shares enough replicates with it. */
export const comparisonOf = oncePerView((view): Comparison | null => {
  const { members } = view;
  const choice = members.find(({ standing }) => standing === 'choice');
  if (choice === undefined) return null;
  const fresh = members.filter((member) => member.fresh !== null);
  const raced = members.filter((member) => member.fresh === null && member !== choice);
  return (
    compare(view, choice, fresh, 'fresh') ??
    (raced.length === 0 ? null : compare(view, choice, [choice, ...raced], 'choosing'))
  );
});

export function sampleText({ from }: Comparison): string {
  return from === 'fresh'
    ? 'On fresh trainings, which played no part in choosing.'
    : 'On replicates of the race that all of them have: the trainings that chose flatter the winner.';
}

/** On the replicates of all who have at least half as many in common with the winner as the one who has most. */
function compare(
  { input: { direction }, standings }: ReportView,
  choice: Member,
  members: readonly Member[],
  from: Comparison['from'],
): Comparison | null {
  const byId = new Map(standings.map((standing) => [standing.id, standing]));
  const samples = members.map(({ candidate }) => {
    const standing = byId.get(candidate) as (typeof standings)[number];
    const { losses, replicates } = from === 'fresh' ? standing.fresh : standing;
    return {
      candidate,
      losses: new Map(replicates.map((replicate, place) => [replicate, losses[place] as number])),
    };
  });
  const own = samples.find(({ candidate }) => candidate === choice.candidate);
  if (own === undefined) return null;
  const sharedBy = ({ losses }: { losses: ReadonlyMap<number, number> }): number[] =>
    [...own.losses.keys()].filter((replicate) => losses.has(replicate));
  const rivals = samples
    .filter((sample) => sample !== own)
    .map((sample) => ({ ...sample, n: sharedBy(sample).length }));
  const most = rivals.reduce((largest, { n }) => Math.max(largest, n), 0);
  const least = Math.max(LEAST_COMMON, Math.ceil(most / 2));
  const kept = rivals.filter(({ n }) => n >= least).slice(0, MOST_COMPARED - 1);
  if (kept.length === 0) return null;
  const common = [...own.losses.keys()].filter((replicate) => kept.every(({ losses }) => losses.has(replicate)));
  if (common.length < LEAST_COMMON) return null;
  const lossesOf = ({ losses }: { losses: ReadonlyMap<number, number> }): number[] =>
    common.flatMap((replicate) => losses.get(replicate) ?? []);
  const shown = (loss: number): number => turned(loss, direction);
  const profiles = [own, ...kept].map((sample): ComparedProfile => {
    const losses = lossesOf(sample);
    return {
      candidate: sample.candidate,
      steps: performanceProfile(losses, LEVEL).map(({ loss, ...share }) => ({ ...share, at: shown(loss) })),
      values: losses.map(shown),
    };
  });
  return {
    from,
    n: common.length,
    profiles,
    axis: fitAxis(
      profiles.flatMap(({ values }) => values),
      direction,
    ),
    chances: kept
      .map((sample) => ({
        candidate: sample.candidate,
        chance: improvementChance(lossesOf(own), lossesOf(sample), LEVEL),
      }))
      .sort((a, b) => a.chance.value - b.chance.value),
  };
}
