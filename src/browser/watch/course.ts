/** @file The course of a race: the leader's criterion over the trainings, and below or above it how far the best may be. */
import { formatCount } from '../../report/in-page.js';
import { element, svgElement } from '../element.js';
import type { ShownBoard } from './board.js';

interface ShownPoint {
  readonly trainings: number;
  readonly leader: string;
  readonly value: number | null;
  readonly bound: number | null;
}

/** The course that the server sends. */
export interface ShownCourse {
  readonly claim: string;
  readonly criterion: string;
  readonly better: 'high' | 'low';
  readonly points: readonly ShownPoint[];
  readonly axis: ShownBoard['axis'];
  readonly chances: readonly { readonly id: number; readonly text: string; readonly path: readonly number[] }[];
}

/** At most this many of the last leaders are named. */
const MOST_LEADERS = 3;

export function createCourse() {
  const claim = element('p', { class: 'course-claim' });
  const svg = svgElement('svg', { viewBox: '0 0 100 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const ends = element('div', { class: 'course-values' });
  const from = element('div', { class: 'course-trainings' });
  const leaders = element('p', { class: 'course-leaders' });
  const plot = element('div', { class: 'course-plot' }, ends, svg, from);
  const whole = element(
    'section',
    { class: 'course', 'aria-label': 'The race so far', hidden: true },
    claim,
    plot,
    leaders,
  );
  return {
    element: whole,
    show: ({ claim: text, criterion, points, axis, better }: ShownCourse): void => {
      whole.hidden = points.length === 0;
      claim.textContent = text;
      const last = points.at(-1)?.trainings ?? 1;
      const first = points[0]?.trainings ?? 0;
      const x = (trainings: number): number => (100 * (trainings - first)) / Math.max(1, last - first);
      const y = (value: number): number =>
        100 * (1 - Math.min(1, Math.max(0, (value - axis.low) / (axis.high - axis.low))));
      svg.replaceChildren(
        svgElement('path', { class: 'course-band', d: bandOf(points, better, x, y) }),
        svgElement('path', { class: 'course-line', d: lineOf(points, x, y) }),
        ...changesOf(points).map(({ trainings }) =>
          svgElement('path', { class: 'course-change', d: `M${x(trainings)} 0V100` }),
        ),
      );
      ends.replaceChildren(
        element('span', {}, axis.highText),
        element('span', {}, criterion),
        element('span', {}, axis.lowText),
      );
      from.replaceChildren(
        element('span', {}, `training ${formatCount(first)}`),
        element('span', {}, 'shaded: where the best may be'),
        element('span', {}, formatCount(last)),
      );
      leaders.textContent = leadersText(points);
    },
  };
}

type Place = (value: number) => number;

/** The leader's value stays until it is known anew. */
function lineOf(points: readonly ShownPoint[], x: Place, y: Place): string {
  const known = points.filter((point): point is ShownPoint & { value: number } => point.value !== null);
  return known
    .map(({ trainings, value }, index) =>
      index === 0 ? `M${x(trainings)} ${y(value)}` : `H${x(trainings)}V${y(value).toFixed(2)}`,
    )
    .join('');
}

/** From the leader's value as far as the bound; to the end of the axis where nothing bounds it. */
function bandOf(points: readonly ShownPoint[], better: ShownCourse['better'], x: Place, y: Place): string {
  const known = points.filter((point): point is ShownPoint & { value: number } => point.value !== null);
  if (known.every(({ bound }) => bound === null)) return '';
  const side = better === 'high' ? 1 : -1;
  const end = ({ value, bound }: (typeof known)[number]) => y(bound === null ? side * 1e300 : value + side * bound);
  const there = known.map((point, index) => {
    const at = x(point.trainings);
    return index === 0 ? `M${at} ${y(point.value)}` : `H${at}V${y(point.value).toFixed(2)}`;
  });
  const back = known.toReversed().map((point, index, all) => {
    const before = all[index - 1];
    return `${before === undefined ? '' : `H${x(before.trainings)}`}V${end(point).toFixed(2)}`;
  });
  const first = known[0] as (typeof known)[number];
  return `${there.join('')}${back.join('')}H${x(first.trainings)}Z`;
}

/** Where another one took the lead. */
function changesOf(points: readonly ShownPoint[]): readonly ShownPoint[] {
  return points.filter(({ leader }, index) => index > 0 && points[index - 1]?.leader !== leader);
}

function leadersText(points: readonly ShownPoint[]): string {
  const changes = changesOf(points);
  const told = changes
    .slice(-MOST_LEADERS)
    .map(({ leader, trainings }) => `${leader} since training ${formatCount(trainings)}`);
  const first = points[0]?.leader ?? '';
  if (told.length === 0) return `Leader: ${first}, from the beginning.`;
  return `Leader: ${told.toReversed().join('; before it ')}.`;
}
