/**
 * @file How much retraining moves the losses of the choice and its rivals: every value with its quantiles and the criterion,
 * and whole distributions on the replicates that all of them have.
 */
import { turned } from '../../core/index.js';
import { type Estimate, improvementChance, performanceProfile } from '../../stats/index.js';
import type { ReportInput } from '../input.js';
import type { Member } from '../result/members.js';
import type { ShownStanding } from '../standing.js';
import { type BoxRow, boxOf } from './finalists-view.js';
import { fitAxis, type ValueAxis } from './value-axis.js';

/** The criterion of a row, shown; without ends where trials that chose can give none. */
export interface CriterionMark {
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export interface RobustRow extends BoxRow {
  readonly candidate: string;
  /** `fresh`: on trials after the race. `choosing`: on those of the race. */
  readonly from: 'fresh' | 'choosing';
  readonly mark: CriterionMark | null;
}

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
  /** The choice first. */
  readonly profiles: readonly ComparedProfile[];
  readonly axis: ValueAxis;
  /** By rival: the chance that a training of the choice is better; who comes closest first. */
  readonly chances: readonly { readonly candidate: string; readonly chance: Estimate }[];
}

export interface RobustnessView {
  readonly rows: readonly RobustRow[];
  readonly axis: ValueAxis;
  /** Null without a choice, and where nobody shares enough replicates with it. */
  readonly comparison: Comparison | null;
}

const LEVEL = 0.95;
/** Fewer replicates make no distribution. */
const LEAST_COMMON = 5;
/** Styles that are told apart. */
const MOST_COMPARED = 8;

export function viewRobustness(
  { direction }: ReportInput,
  standings: readonly ShownStanding[],
  members: readonly Member[],
): RobustnessView {
  const byId = new Map(standings.map((standing) => [standing.id, standing]));
  const choice = members.find(({ standing }) => standing === 'choice');
  const fresh = members.filter((member) => member.fresh !== null);
  const raced = members.filter((member) => member.fresh === null);
  // Beside rivals without fresh trials the choice stands on the trials of the race again.
  const choosing = choice === undefined || raced.length === 0 || raced.includes(choice) ? raced : [choice, ...raced];
  const valuesOf = (member: Member, from: RobustRow['from']): readonly number[] => {
    return from === 'choosing' && member === choice ? (byId.get(member.candidate)?.values ?? []) : member.values;
  };
  const rowOf = (member: Member, from: RobustRow['from']): RobustRow => {
    const values = valuesOf(member, from);
    const figures = from === 'fresh' ? member.fresh : member.race;
    const interval = from === 'fresh' ? member.fresh?.interval : undefined;
    return {
      id: from === 'fresh' ? `${member.candidate}-fresh` : member.candidate,
      candidate: member.candidate,
      label: member.label,
      isChoice: member === choice,
      from,
      count: `${values.length}${from === 'fresh' ? ' fresh' : fresh.length > 0 ? ' of the race' : ''}`,
      values,
      box: boxOf(values, direction),
      mark:
        figures === null || figures.criterion === null
          ? null
          : { value: figures.criterion, interval: interval !== undefined && 'low' in interval ? interval : null },
    };
  };
  const rows = [
    ...fresh.map((member) => rowOf(member, 'fresh')),
    ...choosing.map((member) => rowOf(member, 'choosing')),
  ];
  const all = [
    ...fresh.flatMap((member) => valuesOf(member, 'fresh')),
    ...choosing.flatMap((member) => valuesOf(member, 'choosing')),
  ];
  return {
    rows,
    axis: fitAxis(all, direction),
    comparison:
      choice === undefined
        ? null
        : (compare(choice, fresh, 'fresh', byId, direction) ?? compare(choice, choosing, 'choosing', byId, direction)),
  };
}

/** On the replicates of all who have at least half as many in common with the choice as the one who has most. */
function compare(
  choice: Member,
  members: readonly Member[],
  from: RobustRow['from'],
  byId: ReadonlyMap<string, ShownStanding>,
  direction: ReportInput['direction'],
): Comparison | null {
  const samples = members.map(({ candidate }) => {
    const standing = byId.get(candidate) as ShownStanding;
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
