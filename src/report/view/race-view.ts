/** @file The race as the paper draws it: every candidate's criterion after each replicate, until it leaves. */
import { quantile } from '../../stats/index.js';
import { showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import type { Result } from '../result/result-schema.js';
import { evaluateCriterion, type ShownStanding } from '../standing.js';
import { fitAxis, isBeyond, type ValueAxis } from './value-axis.js';

/** `choice`: the chosen one. `racing`: may be chosen too. `late`: the next by rank. `dropped`: all others. */
export type PathRole = 'choice' | 'racing' | 'late' | 'dropped';

export interface RacePath {
  readonly candidate: string;
  readonly label: string;
  readonly role: PathRole;
  /** Shown criterion after each replicate; may be infinite. */
  readonly points: readonly RacePoint[];
  readonly eliminatedAt: number | null;
}

export interface RacePoint {
  readonly round: number;
  readonly value: number;
}

/** Candidates in the race at a round whose criterion lies off the chart. */
export interface BeyondCount {
  readonly round: number;
  readonly infinite: number;
  /** Finite, but worse than the axis reaches. */
  readonly finite: number;
}

/** The middle 80 % of all candidates in the race at a round. */
interface FieldBand {
  readonly round: number;
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

export interface RaceView {
  /** `q3 of the loss`. */
  readonly criterion: string;
  readonly axis: ValueAxis;
  /** Most trials of any candidate. */
  readonly rounds: number;
  /** Dropped ones first, the choice last: the order to draw in. */
  readonly paths: readonly RacePath[];
  readonly beyond: readonly BeyondCount[];
  /** Only where not every path is drawn. */
  readonly field: readonly FieldBand[] | null;
  readonly candidates: number;
  /** Whether candidates leave the race for good. */
  readonly eliminates: boolean;
}

const MOST_PATHS = 260;
/** Candidates at the top of the ranking that always keep their path. */
const LATE = 8;

/** `standings` as `showStandings` gives them, and the result that follows from them. */
export function viewRace(input: ReportInput, standings: readonly ShownStanding[], result: Result): RaceView {
  const chosen = result.choice?.candidate ?? null;
  const survivors = new Set(result.survivors);
  const { criterion } = input;
  const shown = showCriterion(criterion, input.direction);
  const tracks = standings.map(({ losses }) => {
    return losses.map((_, index) => evaluateCriterion(criterion, losses.slice(0, index + 1)));
  });
  const rounds = standings.reduce((most, { replicates }) => Math.max(most, (replicates.at(-1) ?? -1) + 1), 0);
  const decided = tracks.flat().flatMap((value) => (value === null ? [] : [shown.show(value)]));
  const axis = fitAxis(decided, shown.largerIsBetter ? 'maximize' : 'minimize');
  const drawn = thinRanks(standings.length);
  const paths = drawn.map((rank): RacePath => {
    const { id, label, eliminatedAt, replicates } = standings[rank] as ShownStanding;
    const points = (tracks[rank] ?? []).flatMap((value, index) => {
      return value === null ? [] : [{ round: (replicates[index] as number) + 1, value: shown.show(value) }];
    });
    return { candidate: id, label, role: roleOf(id, rank, chosen, survivors), points, eliminatedAt };
  });
  const columns = Array.from({ length: rounds }, (): number[] => []);
  tracks.forEach((track, rank) => {
    track.forEach((value, index) => {
      const replicate = standings[rank]?.replicates[index];
      if (value !== null && replicate !== undefined) columns[replicate]?.push(value);
    });
  });
  return {
    criterion: shown.phrase,
    axis,
    rounds,
    paths: paths.reverse(),
    beyond: columns.map((column, index) => countBeyond(column.map(shown.show), index + 1, axis)).filter(hasAny),
    field:
      drawn.length < standings.length
        ? columns.flatMap((column, index) => bandOf(column, index + 1, shown.show))
        : null,
    candidates: standings.length,
    eliminates: !input.decisions.some(({ idle }) => idle !== undefined),
  };
}

function roleOf(id: string, rank: number, chosen: string | null, survivors: ReadonlySet<string>): PathRole {
  if (id === chosen) return 'choice';
  if (survivors.has(id)) return 'racing';
  return rank < LATE ? 'late' : 'dropped';
}

/** Ranks to draw: all of a small field; else the first ones and the rest at even distances. */
function thinRanks(count: number): number[] {
  if (count <= MOST_PATHS) return Array.from({ length: count }, (_, rank) => rank);
  const others = MOST_PATHS - LATE;
  const step = (count - LATE) / others;
  return Array.from({ length: MOST_PATHS }, (_, place) => {
    return place < LATE ? place : LATE + Math.floor((place - LATE + 0.5) * step);
  });
}

function countBeyond(values: readonly number[], round: number, axis: ValueAxis): BeyondCount {
  const beyond = values.filter((value) => isBeyond(axis, value));
  const finite = beyond.filter(Number.isFinite).length;
  return { round, infinite: beyond.length - finite, finite };
}

function hasAny({ infinite, finite }: BeyondCount): boolean {
  return infinite + finite > 0;
}

function bandOf(column: readonly number[], round: number, show: (value: number) => number): FieldBand[] {
  if (column.length === 0) return [];
  const at = (share: number): number => show(quantile(column, share));
  const [better, worse] = [at(0.1), at(0.9)];
  return [{ round, low: Math.min(better, worse), middle: at(0.5), high: Math.max(better, worse) }];
}
