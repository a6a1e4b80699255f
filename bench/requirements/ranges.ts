/**
 * @file Searches of ranges in which a bound on a metric cuts the best off, in simulation: with candidates that join between the draws while the
 * search goes on, and with the draws alone. Both see the same worlds, and the same trainings of the same configuration.
 */
import { type Random, randomFrom } from '../../src/core/index.js';
import { estimateMean } from '../../src/stats/index.js';
import { createBuiltRace } from '../built.js';
import { meanText, rateText } from '../estimates.js';

/** Settings, each in 0 to 1; with half of them the metric grows. */
export const AXES = [2, 4, 6] as const;
/** Of the space keeps the bound. */
const SHARES = [0.1, 0.5] as const;
/** Trainings after which the pick is judged. */
const MARKS = [100, 300] as const;
const LEVEL = 0.95;
/** Of one training: of the loss, in its standard deviations over the space, and of the logarithm of the metric. */
const [LOSS_NOISE, MS_NOISE] = [0.2, 0.1];
/** Third quartile of the standard normal. */
const QUARTILE = 0.6745;
/** Points by which a bound, and the best that keeps it, are found. */
const POINTS = 20_000;

type Point = readonly number[];

interface RangedWorld {
  readonly bound: number;
  /** The least q3 of the loss of all that keep the bound. */
  readonly least: number;
  q3Of(x: Point): number;
  msOf(x: Point): number;
  train(x: Point, repeat: number): { readonly loss: number; readonly metrics: { readonly ms: number } };
}

const pointOf = (axes: number, random: Random): Point => Array.from({ length: axes }, () => random.uniform());

/** The loss is a bowl, lowest where the metric is high; both in units in which they spread alike over all spaces. */
function rangedWorld(axes: number, share: number, seed: number): RangedWorld {
  const random = randomFrom('requirements/ranges', axes, seed);
  const isSlow = (j: number): boolean => j < axes / 2;
  const bowl = Array.from({ length: axes }, (_, j) => ({
    lowest: isSlow(j) ? 0.8 + 0.2 * random.uniform() : 0.2 + 0.6 * random.uniform(),
    steepness: 0.5 + random.uniform(),
    slowness: isSlow(j) ? 0.5 + random.uniform() : 0,
  }));
  const heightOf = (x: Point): number =>
    bowl.reduce((sum, { lowest, steepness }, j) => sum + steepness * ((x[j] as number) - lowest) ** 2, 0);
  const points = Array.from({ length: POINTS }, () => pointOf(axes, random));
  const heights = estimateMean(Float64Array.from(points, heightOf), LEVEL);
  const unit = Math.sqrt(points.reduce((sum, x) => sum + (heightOf(x) - heights.value) ** 2, 0) / POINTS);
  const q3Of = (x: Point): number => heightOf(x) / unit + QUARTILE * LOSS_NOISE;
  const msOf = (x: Point): number =>
    10 * Math.exp(bowl.reduce((sum, { slowness }, j) => sum + slowness * (x[j] as number), QUARTILE * MS_NOISE));
  const bound = points.map(msOf).sort((a, b) => a - b)[Math.floor(share * POINTS)] as number;
  return {
    ...{ bound, q3Of, msOf, least: leastBelow(points, q3Of, (x) => msOf(x) < bound, random) },
    train: (x, repeat) => {
      const own = randomFrom('requirements/ranges/training', axes, seed, x.join(), repeat);
      const loss = q3Of(x) + LOSS_NOISE * (own.normal() - QUARTILE);
      return { loss, metrics: { ms: msOf(x) * Math.exp(MS_NOISE * (own.normal() - QUARTILE)) } };
    },
  };
}

/** By ever smaller steps from the best few of the points that are allowed. */
function leastBelow(
  points: readonly Point[],
  q3Of: (x: Point) => number,
  isAllowed: (x: Point) => boolean,
  random: Random,
): number {
  const starts = points
    .filter(isAllowed)
    .sort((a, b) => q3Of(a) - q3Of(b))
    .slice(0, 5);
  return starts.reduce((least, start) => {
    let best = start;
    for (let width = 0.1; width > 1e-4; width *= 0.99) {
      const next = best.map((x) => Math.min(1, Math.max(0, x + width * random.normal())));
      if (q3Of(next) < q3Of(best) && isAllowed(next)) best = next;
    }
    return Math.min(least, q3Of(best));
  }, Number.POSITIVE_INFINITY);
}

/** The pick at a mark. */
interface RangedPick {
  /** Of q3 above the least that keeps the bound; undefined where nobody is picked. */
  readonly regret: number | undefined;
  readonly breaks: boolean;
  /** That it keeps the bound. */
  readonly isSaid: boolean;
}

async function searchRanges(
  axes: number,
  world: RangedWorld,
  refine: boolean,
  seed: number,
): Promise<readonly RangedPick[]> {
  const names = Array.from({ length: axes }, (_, j) => `x${j}`);
  const race = await createBuiltRace({
    experiment: {
      ...{ name: 'ranges', space: Object.fromEntries(names.map((name) => [name, { range: [0, 1] }])), seed },
      ...{ search: { refine }, require: { ms: { q3: { below: world.bound } } } },
      race: { criterion: 'q3', finalTrials: 0 },
    },
    budget: { trials: Math.max(...MARKS) },
  });
  const points = new Map<string, Point>();
  const picks: RangedPick[] = [];
  const judge = async (): Promise<void> => {
    const { winner, requirements } = await race.result();
    const point = winner && points.get(winner.candidate);
    if (!point) return void picks.push({ regret: undefined, breaks: false, isSaid: false });
    const own = requirements?.metrics[0]?.candidates.find(({ candidate }) => candidate === winner.candidate);
    const breaks = world.msOf(point) >= world.bound;
    picks.push({ breaks, regret: world.q3Of(point) - world.least, isSaid: own?.standing === 'met' });
  };
  for (let trials = 1; ; trials++) {
    const [asked] = race.ask(1);
    if (asked === undefined) break;
    const point = names.map((name) => Number((asked.configuration as Record<string, unknown>)[name]));
    points.set(asked.candidate, point);
    race.tell(asked.id, world.train(point, asked.replicate));
    if (MARKS.some((mark) => mark === trials)) await judge();
  }
  // One that has ended stays with its pick.
  while (picks.length < MARKS.length) await judge();
  race.close();
  return picks;
}

interface RangedSearches {
  /** Seeds are those from `first` on. */
  readonly races: number;
  readonly first: number;
  readonly axes: readonly number[];
}

export async function* rangeLines({ races, first, axes: all }: RangedSearches): AsyncGenerator<string> {
  yield '| axes | keep it | trainings | candidates join | searches | said to keep it, and does not | not told | nobody | regret | less than without, paired |';
  yield '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |';
  for (const axes of all) {
    for (const share of SHARES) {
      const found = { no: [] as (readonly RangedPick[])[], yes: [] as (readonly RangedPick[])[] };
      for (let seed = first; seed < first + races; seed++) {
        const world = rangedWorld(axes, share, seed);
        found.no.push(await searchRanges(axes, world, false, seed));
        found.yes.push(await searchRanges(axes, world, true, seed));
      }
      for (const [at, mark] of MARKS.entries()) {
        const kept = (pick: RangedPick | undefined): number | undefined => (pick?.breaks ? undefined : pick?.regret);
        for (const [how, picksOf] of Object.entries(found)) {
          const picks = picksOf.map((marks) => marks[at] as RangedPick);
          const named = picks.filter(({ regret }) => regret !== undefined);
          const less = picks.flatMap((pick, i) => {
            const [own, without] = [kept(pick), kept(found.no[i]?.[at])];
            return own === undefined || without === undefined ? [] : [without - own];
          });
          const cells = [
            rateText(picks.filter(({ isSaid, breaks }) => isSaid && breaks).length, races),
            (named.filter(({ isSaid }) => !isSaid).length / races).toFixed(3),
            ((races - named.length) / races).toFixed(3),
            meanText(
              picks.flatMap((pick) => kept(pick) ?? []),
              3,
              ' to ',
            ),
            how === 'yes' ? meanText(less, 3, ' to ') : '',
          ];
          yield `| ${[axes, `${100 * share} %`, mark, how, races, ...cells].join(' | ')} |`;
        }
      }
    }
  }
}
