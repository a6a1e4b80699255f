/**
 * @file Sets the winner beside its rivals on the replicates that they have in common: the one computation behind the table
 * in the terminal, the result and the page.
 */
import { type Direction, jointMeaning, scoreOf, turned } from '../../core/index.js';
import { type Collapses, collapsesOf, type RaceAnswer, trainingsIn } from '../../questions/race/plan/index.js';
import {
  countEndings,
  criterionInterval,
  type Interval,
  lostOf,
  type NoInterval,
  parseCriterion,
  quantile,
} from '../../stats/index.js';
import { type ShownCriterion, showCriterion, showInterval } from '../direction.js';
import type { ReportInput } from '../input.js';
import { evaluateCriterion, type FreshStanding, type ShownStanding } from '../standing.js';
import type { ResultFigures, ResultInterval, ResultMember } from './figure-schema.js';

/** One who is shown beside the winner, or the winner itself. */
export interface Member extends ResultMember {
  /** The losses that its latest figures rest on, in replicate order: fresh ones where there are any; and as they are shown. */
  readonly losses: readonly number[];
  readonly values: readonly number[];
}

/** The winner and so many others: all who have fresh trials are among them. */
const MOST_MEMBERS = 9;
const IQR = parseCriterion('iqr');

/** The winner first; then who has fresh trials, the steadier one, and the others, best first. Only who has trials. */
export function compareMembers(input: ReportInput, standings: readonly ShownStanding[]): readonly Member[] {
  const { answer } = input;
  const winner = standings.find(({ id }) => id === answer?.winner);
  const roles = rolesOf(answer);
  const wanted = [
    ...(winner === undefined ? [] : [winner]),
    ...standings.filter(({ fresh }) => fresh.losses.length > 0),
    ...standings.filter(({ id }) => id === answer?.steadier?.candidate),
    ...standings,
  ];
  const shown = [...new Set(wanted)].filter(({ losses, fresh }) => losses.length + fresh.losses.length > 0);
  const ranks = new Map(standings.map(({ id }, index) => [id, index + 1]));
  const collapses = collapsesIn(input);
  const rankOf = ({ id }: ShownStanding): number => ranks.get(id) as number;
  const members = shown.slice(0, MOST_MEMBERS).sort((a, b) => rankOf(a) - rankOf(b));
  return members.map((standing): Member => {
    const { fresh } = standing;
    const { losses, values } = fresh.losses.length > 0 ? fresh : standing;
    const own = collapses.get(standing.id) ?? null;
    const figures = { fresh: freshFigures(fresh, own, input), race: raceFigures(standing, winner, own, input) };
    return {
      rank: rankOf(standing),
      candidate: standing.id,
      label: standing.label,
      standing: standing === winner ? 'winner' : (roles.get(standing.id) ?? null),
      ...figures,
      collapses: own,
      ...{ losses, values },
    };
  });
}

/** The standings that the answer gives; a candidate that is told apart from none has none. */
function rolesOf(answer: RaceAnswer | undefined): ReadonlyMap<string, ResultMember['standing']> {
  return new Map(answer?.rivals.map(({ candidate, standing }) => [candidate, standing]));
}

type Sample = Pick<FreshStanding, 'losses' | 'values' | 'outcomes'>;

/** With the winner's criterion on the replicates that it was begun on, so that nobody is measured by luckier ones. */
function raceFigures(
  standing: ShownStanding,
  winner: ShownStanding | undefined,
  collapses: Collapses | null,
  input: ReportInput,
): ResultMember['race'] {
  const figures = figuresOf(standing, collapses, input);
  if (figures === null) return null;
  const begun = new Set(standing.outcomes.map(({ trial }) => trial.streams.init));
  const losses = winner?.losses.filter((_, place) => begun.has(winner.replicates[place] as number)) ?? [];
  const value = evaluateCriterion(input.criterion, losses);
  return { ...figures, winner: value === null ? null : showCriterion(input.criterion, input.direction).show(value) };
}

function freshFigures(sample: Sample, collapses: Collapses | null, input: ReportInput): ResultMember['fresh'] {
  const figures = figuresOf(sample, collapses, input);
  return figures && { ...figures, interval: freshInterval(sample.losses, collapses, input) };
}

/** Of trials that played no part in choosing, so that it holds what it promises. */
function freshInterval(
  losses: readonly number[],
  collapses: Collapses | null,
  { criterion, direction, metric }: ReportInput,
): ResultInterval {
  const collapse = collapses === null ? undefined : { above: lossBarOf(collapses, direction) };
  const range = scoreOf(metric, direction).costs;
  const interval = criterionInterval(losses, criterion, undefined, { range, collapse });
  return showInterval(withOneBound(interval, collapses), showCriterion(criterion, direction));
}

/** Of who was on probation, and lost no training, the count was looked at as often as it took: interval and answer have the bound that allows for it. */
function withOneBound(interval: Interval | NoInterval, collapses: Collapses | null): Interval | NoInterval {
  if ('reason' in interval || interval.holdsUnder === undefined) return interval;
  const { holdsUnder } = interval;
  if (collapses === null || collapses.atMost === null || lostOf(collapses) > 0) return interval;
  return { ...interval, holdsUnder: { ...holdsUnder, atMost: collapses.atMost } };
}

/** Of the trials that count, beside how all that were begun ended; null where none counts. */
export function figuresOf(
  { losses, outcomes }: Sample,
  collapses: Collapses | null,
  { criterion, direction }: ReportInput,
): ResultFigures | null {
  if (losses.length === 0) return null;
  const show = (of: ShownCriterion, value: number | null): number | null => (value === null ? null : of.show(value));
  const bar = { above: collapses === null ? Number.POSITIVE_INFINITY : lossBarOf(collapses, direction) };
  return {
    trials: losses.length,
    criterion: show(showCriterion(criterion, direction), evaluateCriterion(criterion, losses)),
    median: turned(quantile(losses, 0.5), direction),
    iqr: evaluateCriterion(IQR, losses),
    worst: turned(quantile(losses, 1), direction),
    ...countEndings(outcomes, bar),
    diverged: outcomes.filter(({ status }) => status === 'diverged').length,
  };
}

/** By candidate; only of those that were trained. */
export function collapsesIn(input: ReportInput): ReadonlyMap<string, Collapses> {
  const { standings, outcomes, collapse, direction, answer, metric } = input;
  // What several trainings give together says of none of them that it collapsed.
  if (jointMeaning(metric) !== undefined) return new Map();
  const terms = { baseline: trivialLoss(input), ...collapse };
  const counts = collapsesOf(standings, trainingsIn(outcomes), terms, answer?.reliability);
  return new Map(Array.from(counts, ([candidate, count]) => [candidate, showCollapses(count, direction)]));
}

function showCollapses({ bar, best, ...count }: Collapses, direction: Direction): Collapses {
  return { ...count, bar: bar === null ? null : turned(bar, direction), best: turned(best, direction) };
}

/** Above which loss a training collapsed. */
export function lossBarOf({ bar }: Collapses, direction: Direction): number {
  return bar === null ? Number.POSITIVE_INFINITY : turned(bar, direction);
}

/** What is raced of the trivial baseline, as a loss; undefined where there is none. */
function trivialLoss({ baselines = [], metric = 'loss', direction }: ReportInput): number | undefined {
  const given = baselines.find(({ kind }) => kind === 'trivial')?.selection[metric];
  const score = scoreOf(metric, direction);
  return given === undefined ? undefined : score.cost(score.compared(given));
}
