/**
 * @file Searches of a space whose best settings break a bound, in simulation: with the bound as a requirement, and without, where whoever breaks it is
 * left out in the end.
 */
import { Fold, type Outcome, permutation, randomFrom, type Trial } from '../../src/core/index.js';
import { type MetricBound, parseRule, planSearch, type Race } from '../../src/questions/race/plan/index.js';
import { parseCriterion, placesOf, quantile } from '../../src/stats/index.js';
import { meanText, rateText } from '../estimates.js';

const STEPS = 8;
const CANDIDATES = STEPS ** 3;
const AUDIT = 20;
const BOUND = 20;
/** Third quartile of the standard normal. */
const QUARTILE = 0.6745;
const SKEW = 0.6;
const LOSS_NOISE = 0.05;
const MS_NOISE = 1.5;

const SETTINGS = ['size', 'depth', 'rate'].map((name, place) => ({
  name,
  values: Array.from({ length: CANDIDATES }, (_, i) => Math.floor(i / STEPS ** place) % STEPS),
}));
const IDS = Array.from({ length: CANDIDATES }, (_, i) => `c${i}`);

/** How q3 of the metric, in ms, goes with size and depth: the larger the better by the loss. `rate` is best in the middle. */
const SPACES = {
  'half keep it': (size: number, depth: number) => 4 + 2.5 * size + 2 * depth,
  'few keep it': (size: number, depth: number) => 14 * 1.12 ** (size + 0.8 * depth) + 2,
  'nobody keeps it': (size: number, depth: number) => 26 + size + depth,
} as const;
const LAWS = {
  normal: (z: number) => MS_NOISE * (z - QUARTILE),
  skewed: (z: number) => (MS_NOISE / SKEW) * (Math.exp(SKEW * z) - Math.exp(SKEW * QUARTILE)),
} as const;
type SpaceName = keyof typeof SPACES;
type LawName = keyof typeof LAWS;

interface World {
  readonly losses: Float64Array;
  readonly quartiles: Float64Array;
  outcomeOf(trial: Trial): Outcome;
}

function drawWorld(space: SpaceName, law: LawName, seed: number): World {
  const [losses, quartiles] = [new Float64Array(CANDIDATES), new Float64Array(CANDIDATES)];
  for (let i = 0; i < CANDIDATES; i++) {
    const [size = 0, depth = 0, rate = 0] = SETTINGS.map(({ values }) => values[i] as number);
    const random = randomFrom('requirements/space', space, seed, i);
    losses[i] = 1.5 - 0.06 * size - 0.05 * depth + 0.03 * (rate - 4) ** 2 + 0.02 * random.normal();
    quartiles[i] = SPACES[space](size, depth) + 0.5 * random.normal();
  }
  const outcomeOf = (trial: Trial): Outcome => {
    const i = Number(trial.candidate.slice(1));
    const random = randomFrom('requirements/trained', seed, i, trial.streams.init);
    const loss = (losses[i] as number) + LOSS_NOISE * random.normal();
    const metrics = { ms: (quartiles[i] as number) + LAWS[law](random.normal()) };
    return { trial, status: 'completed', loss, metrics, lossPerEpoch: [], seconds: 0 };
  };
  return { losses, quartiles, outcomeOf };
}

const REQUIRED: MetricBound = {
  ...{ metric: 'ms', criterion: parseCriterion('q3'), below: BOUND },
  valueOf: ({ metrics }) => metrics.ms ?? Number.NaN,
};

interface Searched {
  readonly race: Race;
  readonly state: unknown;
  readonly trainings: number;
  readonly ms: ReadonlyMap<string, readonly number[]>;
}

function search(world: World, seed: number, budget: number, required: readonly MetricBound[] | undefined): Searched {
  const audit = [...permutation(CANDIDATES, randomFrom('requirements/audit', seed)).subarray(0, AUDIT)];
  const race = planSearch({
    ...{ candidates: IDS, criterion: parseCriterion('mean'), rule: parseRule('default'), finalTrials: 0, seed },
    search: {
      ...{ prior: 'full' as const, audit, places: placesOf(SETTINGS), isDrawn: false },
      ...(required === undefined ? {} : { required }),
    },
  });
  const fold = new Fold(race);
  const open: { readonly number: number; readonly ask: Trial }[] = [];
  const ms = new Map<string, number[]>();
  let trainings = 0;
  for (; trainings < budget; trainings++) {
    open.push(...fold.advance().slots);
    const next = open.shift();
    if (next === undefined) break;
    const outcome = world.outcomeOf(next.ask);
    const { candidate } = next.ask;
    ms.set(candidate, [...(ms.get(candidate) ?? []), outcome.metrics.ms ?? Number.NaN]);
    fold.settle(next.number, outcome);
  }
  fold.advance();
  return { race, state: fold.state, trainings, ms };
}

interface Picked {
  readonly trainings: number;
  readonly pick: number | undefined;
  /** That it keeps the bound. */
  readonly isSaid: boolean;
  /** Trainings of candidates that do not. */
  readonly spent: number;
}

function withRequirement({ race, state, trainings, ms }: Searched, spentOf: (ms: Searched['ms']) => number): Picked {
  const answer = race.answer(state);
  const { winner = null, requirements } = answer ?? {};
  const own = requirements?.metrics[0]?.candidates.find(({ candidate }) => candidate === winner);
  const pick = winner === null ? undefined : IDS.indexOf(winner);
  return { trainings, pick, isSaid: own?.standing === 'met', spent: spentOf(ms) };
}

/** The best whose own trainings have a q3 below the bound. */
function filtered({ race, state, trainings, ms }: Searched, spentOf: (ms: Searched['ms']) => number): Picked {
  const kept = race
    .standings(state)
    .find(({ candidate }) => quantile(Float64Array.from(ms.get(candidate) ?? [Infinity]), 0.75) < BOUND);
  return { trainings, pick: kept && IDS.indexOf(kept.candidate), isSaid: kept !== undefined, spent: spentOf(ms) };
}

interface Searches {
  /** Seeds are those from `first` on. */
  readonly races: number;
  readonly first: number;
  /** Most trainings of each. */
  readonly budget: number;
}

export function* searchLines({ races, first, budget }: Searches): Generator<string> {
  yield `${CANDIDATES} candidates, at most ${budget} trainings; regret: mean loss beside the best that keeps the bound, of picks that do; one training deviates by ${LOSS_NOISE}`;
  yield '| space | law | search | races | trainings | of those that break it | said to keep it, and does not | not told | nobody | pick breaks it | regret |';
  yield '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |';
  for (const space of Object.keys(SPACES) as SpaceName[]) {
    for (const law of Object.keys(LAWS) as LawName[]) {
      const found: Record<'required' | 'left out in the end', (Picked & { world: World })[]> = {
        required: [],
        'left out in the end': [],
      };
      for (let seed = first; seed < first + races; seed++) {
        const world = drawWorld(space, law, seed);
        const breaks = (id: string): boolean => (world.quartiles[IDS.indexOf(id)] as number) >= BOUND;
        const spentOf = (ms: Searched['ms']): number =>
          [...ms].reduce((sum, [id, own]) => sum + (breaks(id) ? own.length : 0), 0);
        found.required.push({ world, ...withRequirement(search(world, seed, budget, [REQUIRED]), spentOf) });
        found['left out in the end'].push({ world, ...filtered(search(world, seed, budget, undefined), spentOf) });
      }
      for (const [how, all] of Object.entries(found))
        yield `| ${[space, law, how, races, ...cellsOf(all)].join(' | ')} |`;
    }
  }
}

function cellsOf(all: readonly (Picked & { readonly world: World })[]): readonly string[] {
  const picked = all.flatMap(({ pick, ...rest }) => (pick === undefined ? [] : [{ pick, ...rest }]));
  const breaks = ({ world, pick }: (typeof picked)[number]): boolean => (world.quartiles[pick] as number) >= BOUND;
  const regrets = picked
    .filter((one) => !breaks(one))
    .map(({ world, pick }) => {
      const best = world.losses.reduce(
        (least, loss, i) => ((world.quartiles[i] as number) < BOUND ? Math.min(least, loss) : least),
        Infinity,
      );
      return (world.losses[pick] as number) - best;
    });
  return [
    meanText(
      all.map(({ trainings }) => trainings),
      0,
    ),
    meanText(
      all.map(({ spent }) => spent),
      0,
    ),
    rateText(picked.filter((one) => one.isSaid && breaks(one)).length, all.length),
    (picked.filter(({ isSaid }) => !isSaid).length / all.length).toFixed(3),
    ((all.length - picked.length) / all.length).toFixed(3),
    rateText(picked.filter(breaks).length, all.length),
    meanText(regrets, 3),
  ];
}
