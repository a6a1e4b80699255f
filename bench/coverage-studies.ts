/**
 * @file Intervals that only studies have, on simulated trainings: shares of the variance by source, the size from which on a
 * candidate is stable, and the shift between two. Where trainings collapse, what is true of the others is looked for.
 */
import { type Random, randomFrom } from '../src/core/index.js';
import { judgeStability } from '../src/questions/curve/plan/stability.js';
import { decompose } from '../src/questions/measure/plan/variance/decompose.js';
import { completeTable } from '../src/questions/measure/plan/variance/mean-squares.js';
import { median, pairedShift, parseCriterion, standardDeviation } from '../src/stats/index.js';
import type { TestShape } from './coverage-shapes.js';

interface Found {
  readonly held: boolean;
  readonly width: number;
}

export interface StudyInterval {
  readonly what: 'share of variance' | 'stable from' | 'shift';
  /** Source, criterion and spread, or what is paired. */
  readonly name: string;
  /** Cells, trainings of a size, pairs. */
  readonly n: number;
  readonly shape: TestShape;
  readonly samples: number;
  readonly found: readonly Found[];
}

export function* studyIntervals(shapes: readonly TestShape[], samples: number): Iterable<StudyInterval> {
  for (const shape of shapes) {
    const large = sampleOf(shape, 200_000, randomFrom('coverage-studies', shape.name));
    const kept = large.filter((loss) => loss <= barOf(shape));
    // No shape has a heavier tail than lognormal1: 200,000 losses know their mean and spread to a hundredth.
    const law = { center: kept.reduce((sum, loss) => sum + loss, 0) / kept.length, spread: standardDeviation(kept) };
    for (const levels of [4, 5, 7]) yield* sharesOf(shape, law, levels, samples);
    for (const n of [8, 20]) yield* shiftsOf(shape, n, samples);
    yield* sizesOf(shape, law, samples);
  }
}

function barOf({ collapse }: TestShape): number {
  return collapse?.above ?? Number.POSITIVE_INFINITY;
}

function sampleOf(shape: TestShape, n: number, random: Random): Float64Array {
  return Float64Array.from({ length: n }, () => shape.draw(random));
}

interface Law {
  readonly center: number;
  readonly spread: number;
}

/** Weights, samples, and the two together, each with effects of the shape: 0.64, 0.16 and 0.2 of the variance. */
const PARTS = { init: 0.8, sample: 0.4, 'init x sample': Math.sqrt(0.2) } as const;

/** Collapses come with the third: a training, not a seed, goes wrong. */
function* sharesOf(shape: TestShape, law: Law, levels: number, samples: number): Iterable<StudyInterval> {
  const random = randomFrom('coverage-shares', shape.name, levels);
  const places = Object.keys(PARTS) as (keyof typeof PARTS)[];
  const found = places.map((): Found[] => []);
  const draw = (): number => (shape.draw(random) - law.center) / law.spread;
  const drawKept = (): number => {
    for (;;) {
      const loss = shape.draw(random);
      if (loss <= barOf(shape)) return (loss - law.center) / law.spread;
    }
  };
  for (let sample = 0; sample < samples; sample++) {
    const [init, drawn] = [0, 1].map(() => Array.from({ length: levels }, drawKept)) as [number[], number[]];
    const own = Array.from({ length: levels * levels }, draw);
    const completed = completeTable(['init', 'sample'], [levels, levels], 1, ([i, j]) => {
      const loss = own[(i as number) * levels + (j as number)] as number;
      if (loss * law.spread + law.center > barOf(shape)) return undefined;
      return (
        PARTS.init * (init[i as number] as number) +
        PARTS.sample * (drawn[j as number] as number) +
        PARTS['init x sample'] * loss
      );
    });
    if (completed === undefined) continue;
    const { components } = decompose(completed.table, 0.95, randomFrom('coverage-draws', sample), 400);
    places.forEach((source, place) => {
      const { shareLow, shareHigh } = components.find((one) => one.source === source) as (typeof components)[number];
      const share = PARTS[source] ** 2;
      found[place]?.push({ held: shareLow <= share && share <= shareHigh, width: shareHigh - shareLow });
    });
  }
  yield* places.map(
    (name, place): StudyInterval => ({
      ...{ what: 'share of variance', name, n: levels * levels, shape, samples },
      found: found[place] as Found[],
    }),
  );
}

/** Of two alike, half of whose losses are common. Where trainings collapse, those of the first do, which is as good otherwise. */
function* shiftsOf(shape: TestShape, n: number, samples: number): Iterable<StudyInterval> {
  const random = randomFrom('coverage-shifts', shape.name, n);
  const isKept = (loss: number): boolean => loss <= barOf(shape);
  const pairs = (count: number): { first: Float64Array; second: Float64Array } => {
    const first = sampleOf(shape, count, random);
    const second = first.map((loss) => {
      const own = isKept(loss) && random.uniform() < 0.5 ? loss : shape.draw(random);
      return isKept(own) ? own : 0;
    });
    return { first, second };
  };
  // Hodges and Lehmann's, of the law: the median of the mean of two differences.
  const [one, other] = [pairs(100_000), pairs(100_000)];
  const truth = median(
    one.first.map((loss, place) => {
      const differences = [
        loss - (one.second[place] as number),
        (other.first[place] as number) - (other.second[place] as number),
      ];
      return ((differences[0] as number) + (differences[1] as number)) / 2;
    }),
  );
  const found = Array.from({ length: samples }, () => {
    const { first, second } = pairs(n);
    return pairedShift(first, second, 0.95).interval;
  }).filter((interval) => 'low' in interval);
  yield {
    ...{ what: 'shift', name: 'of two, one collapsing', n, shape, samples },
    found: found.map(({ low, high }) => ({ held: low - 1e-3 <= truth && truth <= high + 1e-3, width: high - low })),
  };
}

/** Loss and spread of a size in units of those at the largest: stable from the third on, by the usual tolerances. */
const CURVE = [
  { center: 3, spread: 4 },
  { center: 1.6, spread: 2.6 },
  { center: 1.04, spread: 1.4 },
  { center: 1.01, spread: 1.1 },
  { center: 1, spread: 1 },
];
const STABLE_FROM = 2;
const OFFSET = 20;

/** Collapses are among the losses, at all sizes alike: they change nothing of where it is stable. */
function* sizesOf(shape: TestShape, { center, spread }: Law, samples: number): Iterable<StudyInterval> {
  for (const [name, n] of [
    ['median', 10],
    ['median', 20],
    ['mean', 20],
  ] as const) {
    const random = randomFrom('coverage-sizes', shape.name, name, n);
    const rule = {
      criterion: parseCriterion(name),
      spread: parseCriterion('std'),
      tolerance: { criterion: 0.1, spread: 1 },
    };
    const found = Array.from({ length: Math.min(samples, 400) }, () => {
      const losses = CURVE.map((size) =>
        sampleOf(shape, n, random).map((loss) => OFFSET * size.center + (size.spread * (loss - center)) / spread),
      );
      const { low, high } = judgeStability(losses, rule, 0.95, 300, random);
      return { held: low <= STABLE_FROM && STABLE_FROM <= high, width: high - low };
    });
    yield { ...{ what: 'stable from', name: `${name} and std`, n, shape, samples: found.length }, found };
  }
}
