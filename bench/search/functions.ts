/**
 * @file Known functions of several numbers, with heavy-tailed noise of unequal size: what searches find of them by their trials, as the
 * q3 of their pick beside the least there is. Ours as `createRace` gives it to anybody, Optuna's samplers with the best value as their pick,
 * and random points. All see the same functions and the same noise at the same point.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type Random, randomFrom } from '../../src/core/index.js';
import { createBuiltRace } from '../built.js';
import { PYTHON, pythonEnvironment } from '../python.js';

/** `drawn`: ours without candidates that join between its draws. */
export const FUNCTION_CONTENDERS = ['ours', 'drawn', 'tpe', 'random', 'gp'] as const;
export type FunctionContender = (typeof FUNCTION_CONTENDERS)[number];
/** Trials after which the pick is judged. */
export const MARKS: readonly number[] = [100, 300, 1000];
/** Optuna's Gaussian process takes a minute an ask at 1,000. */
const MOST: Readonly<Partial<Record<FunctionContender, number>>> = { gp: 100 };

/** Where a search of so many trials is judged. */
export function marksOf(contender: FunctionContender, most: number): readonly number[] {
  return MARKS.filter((mark) => mark <= Math.min(most, MOST[contender] ?? mark));
}

interface NoisyFunction {
  readonly ranges: readonly (readonly [low: number, high: number])[];
  /** Its standard deviation over the space is about 1 in these units. */
  readonly unit: number;
  value(x: readonly number[]): number;
}

const HARTMANN_HEIGHTS = [1, 1.2, 3, 3.2] as const;
const HARTMANN_SHAPES = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
] as const;
const HARTMANN_CENTERS = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
] as const;

const sum = (count: number, of: (index: number) => number): number =>
  Array.from({ length: count }, (_, index) => of(index)).reduce((total, one) => total + one, 0);

/** As in Surjanovic and Bingham's Virtual Library of Simulation Experiments. */
const FUNCTIONS = {
  branin: {
    ranges: [
      [-5, 10],
      [0, 15],
    ],
    unit: 51.3,
    value: ([x = 0, y = 0]) =>
      (y - (5.1 * x * x) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
      10,
  },
  'hartmann-6': {
    ranges: Array.from({ length: 6 }, () => [0, 1] as const),
    unit: 0.38,
    value: (x) =>
      -sum(4, (i) => {
        const far = sum(
          6,
          (j) => (HARTMANN_SHAPES[i]?.[j] ?? 0) * ((x[j] ?? 0) - (HARTMANN_CENTERS[i]?.[j] ?? 0)) ** 2,
        );
        return (HARTMANN_HEIGHTS[i] ?? 0) * Math.exp(-far);
      }),
  },
  'ackley-10': {
    ranges: Array.from({ length: 10 }, () => [-32.768, 32.768] as const),
    unit: 0.4,
    value: (x) =>
      20 +
      Math.E -
      20 * Math.exp(-0.2 * Math.sqrt(sum(10, (j) => (x[j] ?? 0) ** 2) / 10)) -
      Math.exp(sum(10, (j) => Math.cos(2 * Math.PI * (x[j] ?? 0))) / 10),
  },
} as const satisfies Record<string, NoisyFunction>;
export type FunctionName = keyof typeof FUNCTIONS;
export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/** Size of the noise, in units of the function: this much times or by e to the half. */
const [NOISE, UNEQUAL] = [0.2, 0.5];
/** The third quartile of Student's t with 3 degrees of freedom. */
const T3_QUARTILE = 0.7648923284;

/** One search: the q3 of its pick above the least there is, at the marks that it came to. */
export interface FunctionSearch {
  readonly name: FunctionName;
  readonly contender: FunctionContender;
  readonly seed: number;
  readonly regret: Readonly<Record<number, number>>;
  /** Processor time of the search itself a trial, in ms, at the marks; not of peers, which run in another process. */
  readonly ownMs?: Readonly<Record<number, number>>;
}

/** A function with its noise; `x` in its ranges. */
interface NoisyWorld {
  q3(x: readonly number[]): number;
  /** The `repeat`-th loss at a point; equal for whoever asks. */
  loss(x: readonly number[], repeat: number): number;
}

function worldOf(name: FunctionName, seed: number): NoisyWorld {
  const { ranges, unit, value }: NoisyFunction = FUNCTIONS[name];
  const random = randomFrom('bench/search/functions', name, 'noise');
  const along = ranges.map(() => 3 * random.normal());
  const phase = 2 * Math.PI * random.uniform();
  const size = (x: readonly number[]): number => {
    const angle = x.reduce(
      (total, one, j) => total + (along[j] as number) * shareOf(ranges[j] as [number, number], one),
      phase,
    );
    return NOISE * unit * Math.exp(UNEQUAL * Math.sin(angle));
  };
  return {
    q3: (x) => value(x) + T3_QUARTILE * size(x),
    loss: (x, repeat) => value(x) + size(x) * heavy(randomFrom('bench/search/functions', name, seed, x.join(), repeat)),
  };
}

const shareOf = ([low, high]: readonly [number, number], x: number): number => (x - low) / (high - low);

/** Student's t with 3 degrees of freedom. */
function heavy(random: Random): number {
  const squares = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
  return random.normal() / Math.sqrt(squares / 3);
}

const leasts = new Map<FunctionName, number>();

/** The least q3 of all, by random starts and ever smaller steps. */
function leastOf(name: FunctionName): number {
  const known = leasts.get(name);
  if (known !== undefined) return known;
  const { ranges } = FUNCTIONS[name];
  const { q3 } = worldOf(name, 0);
  const random = randomFrom('bench/search/functions', name, 'least');
  const starts = Array.from({ length: 4000 }, () => pointIn(ranges, random));
  // Ackley's lies about the middle, which no start is near to.
  starts.push(ranges.map(([low, high]) => (low + high) / 2));
  starts.sort((a, b) => q3(a) - q3(b));
  let least = Number.POSITIVE_INFINITY;
  for (const start of starts.slice(0, 12)) {
    let [point, height] = [start, q3(start)];
    for (let width = 0.2; width > 1e-6; width *= 0.97) {
      for (let step = 0; step < 30; step++) {
        const next = point.map((x, j) => {
          const [low, high] = ranges[j] as readonly [number, number];
          return Math.min(high, Math.max(low, x + width * (high - low) * random.normal()));
        });
        if (q3(next) < height) [point, height] = [next, q3(next)];
      }
    }
    least = Math.min(least, height);
  }
  leasts.set(name, least);
  return least;
}

function pointIn(ranges: NoisyFunction['ranges'], random: Random): number[] {
  return ranges.map(([low, high]) => low + (high - low) * random.uniform());
}

/** One search, judged at the marks up to `most` trials; the regret is in units of the function. */
export async function searchFunction(
  name: FunctionName,
  contender: FunctionContender,
  seed: number,
  most: number,
): Promise<FunctionSearch> {
  const world = worldOf(name, seed);
  const marks = marksOf(contender, most);
  const { picks, ownMs } = await SEARCHES[contender](name, world, seed, marks);
  const regret = Object.fromEntries(
    marks.map((mark, at) => [mark, (world.q3(picks[at] as number[]) - leastOf(name)) / FUNCTIONS[name].unit]),
  );
  return { name, contender, seed, regret, ...(ownMs === undefined ? {} : { ownMs }) };
}

interface Found {
  /** At each mark. */
  readonly picks: readonly (readonly number[])[];
  readonly ownMs?: Readonly<Record<number, number>>;
}

type Search = (name: FunctionName, world: NoisyWorld, seed: number, marks: readonly number[]) => Promise<Found>;

const SEARCHES: Readonly<Record<FunctionContender, Search>> = {
  ours: searchOurs({}),
  drawn: searchOurs({ refine: false }),
  random: async (name, world, seed, marks) => {
    const random = randomFrom('bench/search/functions', name, 'random', seed);
    const points = Array.from({ length: marks.at(-1) ?? 0 }, () => pointIn(FUNCTIONS[name].ranges, random));
    return {
      picks: bestAt(
        marks,
        points,
        points.map((point) => world.loss(point, 0)),
      ),
    };
  },
  tpe: searchByOptuna('tpe'),
  gp: searchByOptuna('gp'),
};

/** The point with the least of the first so many values. */
function bestAt(marks: readonly number[], points: readonly number[][], values: readonly number[]): number[][] {
  return marks.map((mark) => {
    const least = values.slice(0, mark).reduce((best, value, at) => (value < (values[best] as number) ? at : best), 0);
    return points[least] as number[];
  });
}

function searchOurs(search: { readonly refine?: boolean }): Search {
  return async (name, world, seed, marks) => {
    const { ranges }: NoisyFunction = FUNCTIONS[name];
    const space = Object.fromEntries(ranges.map((range, j) => [`x${j}`, { range: [...range] }]));
    const race = await createBuiltRace({
      experiment: { name, space, search, race: { criterion: 'q3', finalTrials: 0 }, seed },
      budget: { trials: marks.at(-1) ?? 0 },
    });
    const points = new Map<string, number[]>();
    const picks: number[][] = [];
    const ownMs: Record<number, number> = {};
    let [trials, spent] = [0, 0];
    for (;;) {
      const before = process.cpuUsage();
      const [asked] = race.ask(1);
      const { user, system } = process.cpuUsage(before);
      spent += (user + system) / 1000;
      if (asked === undefined) break;
      const point = ranges.map((_, j) => Number((asked.configuration as Record<string, unknown>)[`x${j}`]));
      points.set(asked.candidate, point);
      const loss = world.loss(point, asked.replicate);
      const start = process.cpuUsage();
      race.tell(asked.id, loss);
      const told = process.cpuUsage(start);
      spent += (told.user + told.system) / 1000;
      trials++;
      if (!marks.includes(trials)) continue;
      ownMs[trials] = spent / trials;
      picks.push(points.get(race.survivors[0] as string) as number[]);
    }
    const last = points.get(race.survivors[0] as string) as number[];
    race.close();
    // One that has ended stays with its pick.
    while (picks.length < marks.length) picks.push(last);
    return { picks, ownMs };
  };
}

function searchByOptuna(sampler: 'tpe' | 'gp'): Search {
  return async (name, world, seed, marks) => {
    const python = spawn(PYTHON, [resolve('bench/search/optuna_peer.py')], {
      env: pythonEnvironment(1),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const tell = (message: unknown) => python.stdin.write(`${JSON.stringify(message)}\n`);
    tell({ ranges: FUNCTIONS[name].ranges, sampler, budget: marks.at(-1), seed });
    const points: number[][] = [];
    const values: number[] = [];
    for await (const line of createInterface({ input: python.stdout })) {
      const point = JSON.parse(line) as number[];
      points.push(point);
      values.push(world.loss(point, 0));
      tell(values.at(-1));
    }
    if (values.length !== marks.at(-1))
      throw new Error("Optuna ended early; it needs Debian's python3 with optuna (and torch for its GP sampler).");
    return { picks: bestAt(marks, points, values) };
  };
}
