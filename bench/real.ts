/**
 * @file Whether the pick trains well every time, on real trainings: the default rule with and without a probation,
 * halving, and with as many trainings as the
 * default spent Optuna's TPE, the same with its shortlist trained again or raced, and irace; each judged by fresh trainings of its pick on
 * replicates that nobody used.
 * `npm run bench:real -- digits --seeds 1-3,6`, or `calorimeter`. All trainings are kept in `--folder`, contenders share
 * them, and an interrupted bench goes on.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readExperimentFile } from '../src/app/experiment-source.js';
import { FRESH_FROM } from '../src/questions/race/plan/index.js';
import {
  collapseBar,
  countCollapses,
  criterionInterval,
  type Estimate,
  estimateMean,
  fieldSpread,
  type Interval,
  type NoInterval,
  parseCriterion,
} from '../src/stats/index.js';
import {
  type Picked,
  race,
  recheckOptuna,
  searchByIrace,
  searchByOptuna,
  shortlistByOptuna,
} from './real/contenders.js';
import { openTrainings, type Trainings } from './real/trainings.js';

const FRESH_TRAININGS = 50;
const LEVEL = 0.95;
/** Of `reliable`: the default rule, whose choice is then on probation. */
const RELIABILITY = 0.95;
const CONTENDERS = ['default', 'reliable', 'halving', 'optuna', 'optuna-shortlist', 'recheck', 'irace'] as const;
/** What 50 fresh trainings of a pick are judged by. */
const FIGURES = { q3: parseCriterion('q3'), spread: parseCriterion('std'), worst: parseCriterion('max') } as const;
type Figure = keyof typeof FIGURES;
type Contender = (typeof CONTENDERS)[number];
type ByContender<Value> = Readonly<Record<Contender, Value>>;
type ByFigure<Value> = Readonly<Record<Figure, Value>>;

interface Judged extends Picked {
  readonly label: string;
  /** Of the fresh trainings. */
  readonly collapsed: number;
  readonly fresh: ByFigure<{ readonly value: number; readonly interval: Interval | NoInterval }>;
}

interface Summary {
  readonly trainings: Estimate;
  readonly coreSeconds: Estimate;
  /** Share of the fresh trainings. */
  readonly collapsed: Estimate;
  readonly fresh: ByFigure<Estimate>;
  /** Of the default's pick minus this one's, seed by seed: below 0 where the default's is better. */
  readonly difference: ByFigure<Estimate>;
}

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '1-5' },
    folder: { type: 'string', default: 'node_modules/.cache/surefoot-bench-real' },
    json: { type: 'boolean', default: false },
  },
});
const [name] = positionals;
if (name !== 'digits' && name !== 'calorimeter') {
  console.error('Name what to train: digits or calorimeter (see the head of bench/real.ts for the options).');
  process.exitCode = 2;
} else {
  await compare(name);
}

async function compare(experiment: string): Promise<void> {
  const seeds: { seed: number; picks: ByContender<Judged> }[] = [];
  for (const seed of parseSeeds(given.seeds)) {
    const source = readExperimentFile(resolve('bench/real', `${experiment}.yaml`));
    const trainings = await openTrainings({ ...source, draft: { ...source.draft, seed } }, given.folder);
    const picks = await pickAll(trainings, parseCriterion(source.draft.race.criterion), seed);
    await trainings.close();
    seeds.push({ seed, picks });
    for (const contender of CONTENDERS) console.error(lineOf(seed, contender, picks[contender]));
  }
  const summary = seeds.length < 2 ? undefined : await summarize(seeds.map(({ picks }) => picks));
  if (given.json) console.log(JSON.stringify({ experiment, seeds, summary }, undefined, 1));
  else if (summary !== undefined) for (const contender of CONTENDERS) print(contender, summary[contender]);
}

/** `1-3,6`: 1, 2, 3 and 6. */
function parseSeeds(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [first = 1, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

async function pickAll(
  trainings: Trainings,
  criterion: ReturnType<typeof parseCriterion>,
  seed: number,
): Promise<ByContender<Judged>> {
  const byDefault = await race(trainings, 'default', criterion, seed);
  const budget = byDefault.trainings;
  return byContender(async (contender) => judge(trainings, await pickBy(contender)));

  async function pickBy(contender: Contender): Promise<Picked> {
    switch (contender) {
      case 'default':
        return byDefault;
      case 'reliable':
        return race(trainings, 'default', criterion, seed, RELIABILITY);
      case 'halving':
        return race(trainings, 'halving', criterion, seed);
      case 'optuna':
        return searchByOptuna(trainings, budget, seed);
      case 'optuna-shortlist':
        return shortlistByOptuna(trainings, criterion, budget, seed);
      case 'recheck':
        return recheckOptuna(trainings, criterion, budget, seed);
      case 'irace':
        return searchByIrace(trainings, budget, seed);
    }
  }
}

/** One after the other: they share trainings. */
async function byContender<Value>(of: (contender: Contender) => Promise<Value> | Value): Promise<ByContender<Value>> {
  const entries: [Contender, Value][] = [];
  for (const contender of CONTENDERS) entries.push([contender, await of(contender)]);
  return Object.fromEntries(entries) as unknown as ByContender<Value>;
}

async function judge(trainings: Trainings, picked: Picked): Promise<Judged> {
  const losses = new Float64Array(FRESH_TRAININGS);
  for (let index = 0; index < FRESH_TRAININGS; index++) {
    const { loss } = await trainings.train(trainings.trialOf(picked.candidate, FRESH_FROM + index));
    losses[index] = loss ?? Number.POSITIVE_INFINITY;
  }
  const label = trainings.candidates.find(({ id }) => id === picked.candidate)?.label as string;
  const fresh = byFigure((figure) => ({
    value: FIGURES[figure].evaluate(losses),
    interval: criterionInterval(losses, FIGURES[figure], LEVEL),
  }));
  const bar = collapseBar(losses, { baseline: trainings.trivial, spread: fieldSpread([losses]) });
  return { ...picked, label, collapsed: countCollapses(losses, bar), fresh };
}

function summarize(seeds: readonly ByContender<Judged>[]): Promise<ByContender<Summary>> {
  const average = (of: (picks: ByContender<Judged>) => number) => estimateMean(Float64Array.from(seeds, of), LEVEL);
  const summaryOf = (contender: Contender): Summary => ({
    trainings: average((picks) => picks[contender].trainings),
    coreSeconds: average((picks) => picks[contender].seconds),
    collapsed: average((picks) => picks[contender].collapsed / FRESH_TRAININGS),
    fresh: byFigure((figure) => average((picks) => picks[contender].fresh[figure].value)),
    difference: byFigure((figure) =>
      average((picks) => picks.default.fresh[figure].value - picks[contender].fresh[figure].value),
    ),
  });
  return byContender(summaryOf);
}

function byFigure<Value>(of: (figure: Figure) => Value): ByFigure<Value> {
  return { q3: of('q3'), spread: of('spread'), worst: of('worst') };
}

function lineOf(
  seed: number,
  contender: string,
  { label, trainings, seconds, collapsed, fresh, claim }: Judged,
): string {
  const figures = Object.entries(fresh).map(([figure, { value, interval }]) => {
    const ends = 'low' in interval ? ` (${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})` : '';
    return `${figure} ${value.toFixed(4)}${ends}`;
  });
  const stated =
    claim === undefined
      ? ''
      : `, ${claim.verdict}, ${claim.setSize} in the set, tolerance ${claim.tolerance.toFixed(4)}, certificate ${claim.certificate.toFixed(4)}`;
  return `seed ${seed}, ${contender}: ${figures.join(', ')}; ${collapsed} collapsed; ${trainings} trainings, ${seconds.toFixed(0)} core-seconds${stated}; ${label}`;
}

function print(contender: string, { trainings, coreSeconds, collapsed, fresh, difference }: Summary): void {
  const shown = ({ value, low, high }: Estimate) => `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
  console.log(
    `${contender}: ${trainings.value.toFixed(0)} trainings, ${coreSeconds.value.toFixed(0)} core-seconds; collapsed ${shown(collapsed)}`,
  );
  for (const figure of Object.keys(fresh) as Figure[]) {
    const against = contender === 'default' ? '' : `; the default's minus this: ${shown(difference[figure])}`;
    console.log(`  ${figure.padEnd(6)} of ${FRESH_TRAININGS} fresh trainings: ${shown(fresh[figure])}${against}`);
  }
}
