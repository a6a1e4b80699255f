/** @file Figures of bench/steadiness as the tables of docs/measurements. */
import type { Deliveries, Interval } from './deliveries.js';
import type { Raced } from './retrain.js';
import type { Widths } from './widths.js';

export interface ProblemFigures {
  readonly title: string;
  readonly raced: Raced;
  readonly retrainings: number;
  /** By what moves; null where nothing differed. */
  readonly streams: Readonly<Record<string, Interval>>;
  readonly deliveries: Deliveries;
  readonly widths: Widths;
}

/** File in docs/measurements -> its rows. */
export function tablesOf(
  figures: Readonly<Record<string, ProblemFigures>>,
): Readonly<Record<string, readonly (readonly string[])[]>> {
  const all = Object.values(figures);
  const streams = Object.keys(all[0]?.streams ?? {});
  return {
    steadiness: [
      ['problem', ...streams],
      ...all.map(({ title, streams: own }) => [title, ...Object.values(own).map((figure) => interval(figure, 3))]),
    ],
    'steadiness-delivered': [
      ['problem', 'delivered', 'two of them', 'of two trainings', 'graphs', 'furthest from the mean'],
      ...all.flatMap(({ title, deliveries: { left, graphs } }) =>
        Object.entries(left).map(([name, { apart, share }]) => [
          ...[title, name, interval(apart, 3), name === 'one training' ? '1' : interval(share, 2)],
          ...(name === 'ensemble of 10' ? [`${graphs.count}`, graphs.off.toExponential(1)] : ['', '']),
        ]),
      ),
    ],
    'steadiness-widths': [
      ['problem', 'winner', 'runner-up', 'winner: width', 'runner-up: width', 'runner-up less winner', 'covered'],
      ...all.map(({ title, raced, widths: { winner, runnerUp, difference, covered } }) => [
        ...[title, `${raced.winner} (${raced.verdict})`, raced.runnerUp],
        ...[winner, runnerUp, difference].map((figure) => interval(figure, placesOf(winner.value))),
        covered.map((share) => share.toFixed(3)).join(', '),
      ]),
    ],
  };
}

/** Of four significant digits. */
function placesOf(value: number): number {
  return Math.max(0, 3 - Math.floor(Math.log10(value)));
}

function interval({ value, low, high }: Interval, digits: number): string {
  if (value === 0) return '0';
  if (low === null || high === null) return value.toFixed(digits);
  return `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
}
