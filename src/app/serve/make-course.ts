/** @file Puts how a race has gone so far into words and axes. */
import { formatShare } from '../../report/index.js';
import type { CoursePoint, RaceCourse } from '../../watch/index.js';
import type { Stand } from './page-maker.js';
import { shownAxis } from './shown-axis.js';
import type { Subject } from './subject.js';

/** Points of a candidate's chance. */
const MOST_POINTS = 24;
/** Bounds of the first few trainings would leave no room for what follows: so many times the last one is shown. */
const MOST_OF_LAST = 6;

/** `idOf`: of a row of the board; undefined for a candidate that takes no part. */
export function makeCourse(
  { claim, outlooks }: Stand,
  subject: Subject,
  idOf: (candidate: string) => number | undefined,
): RaceCourse | undefined {
  const { nameOf, criterion, work } = subject;
  const last = outlooks.at(-1);
  if (last === undefined || criterion === undefined) return undefined;
  const { better, name } = criterion;
  const points = outlooks.map(({ trainings, leader, value, bound }) => ({
    ...{ trainings, value, bound },
    leader: nameOf(leader),
  }));
  const recent = outlooks.slice(-MOST_POINTS).map(({ chances }) => new Map(chances));
  const candidates = last.chances.map(([candidate]) => candidate);
  return {
    claim,
    criterion: `${name} of the ${work?.metric ?? 'loss'}`,
    better,
    points,
    axis: axisOf(points, subject),
    chances: candidates.flatMap((candidate) => {
      const id = idOf(candidate);
      const path = recent.map((chances) => chances.get(candidate) ?? 0);
      return id === undefined ? [] : [{ id, text: formatShare(path.at(-1) ?? 0), path }];
    }),
  };
}

/** From the best that may be to the worst leader; bounds that are too wide are cut off. */
function axisOf(points: readonly CoursePoint[], subject: Subject): RaceCourse['axis'] {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const bound = points.findLast((point) => point.bound !== null)?.bound ?? 0;
  const ends = points.flatMap(({ value, bound: own }) => {
    if (value === null || own === null) return [];
    const reach = Math.min(own, MOST_OF_LAST * bound);
    return [subject.criterion?.better === 'high' ? value + reach : value - reach];
  });
  const [low, high] = [Math.min(...values, ...ends), Math.max(...values, ...ends)];
  const margin = 0.05 * (high - low) || Math.abs(high) * 0.01 || 1;
  return shownAxis([low - margin, high + margin], subject.boundsOf('criterion', values), values);
}
