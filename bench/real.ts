/**
 * @file Whether the pick trains well every time, on real trainings: the default rule with and without a probation,
 * halving, and with as many trainings as the
 * default spent Optuna's TPE, the same with its shortlist trained again or raced, and irace; each judged by fresh trainings of its pick on
 * replicates that nobody used.
 * `npm run bench:real -- digits --seeds 1-3,6`, or `calorimeter`; `digits-ranges` has a space with ranges, which races search and Optuna's
 * TPE beside them, by 300 trainings each (`--contenders search,optuna`). All trainings are kept in `--folder`, contenders share
 * them, and an interrupted bench goes on.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { readExperimentFile } from '../src/app/ask/experiment-source.js';
import type { JsonObject } from '../src/core/index.js';
import { type Estimate, estimateMean, parseCriterion } from '../src/stats/index.js';
import { withEnds } from './estimates.js';
import {
  type Picked,
  race,
  recheckOptuna,
  searchByIrace,
  searchByOptuna,
  shortlistByOptuna,
} from './real/contenders.js';
import { type ByFigure, byFigure, type Figure, FRESH_TRAININGS, type Judged, judge, lineOf } from './real/judge.js';
import { pickRanged, RANGED_CONTENDERS, type RangedContender, rangedLines } from './real/ranges.js';
import { openTrainings, type Trainings } from './real/trainings.js';

const LEVEL = 0.95;
/** Of `reliable`: the default rule, whose winner is then on probation. */
const RELIABILITY = 0.95;
const CONTENDERS = ['default', 'reliable', 'halving', 'optuna', 'optuna-shortlist', 'recheck', 'irace'] as const;
type Contender = (typeof CONTENDERS)[number];
type ByContender<Value> = Readonly<Record<Contender, Value>>;

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
    contenders: { type: 'string', default: RANGED_CONTENDERS.join(',') },
    json: { type: 'boolean', default: false },
  },
});
const [name] = positionals;
if (name === 'digits-ranges') await compareRanged(name);
else if (name !== 'digits' && name !== 'calorimeter') {
  console.error(
    'Name what to train: digits, calorimeter or digits-ranges (see the head of bench/real.ts for the options).',
  );
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

async function compareRanged(experiment: string): Promise<void> {
  const path = resolve('bench/real', `${experiment}.yaml`);
  const written = parse(readFileSync(path, 'utf8')) as JsonObject;
  const source = readExperimentFile(path);
  const criterion = parseCriterion(source.draft.race.criterion);
  const seeds: { seed: number; picks: Partial<Record<RangedContender, Judged>> }[] = [];
  for (const seed of parseSeeds(given.seeds)) {
    const trainings = await openTrainings({ ...source, draft: { ...source.draft, seed } }, given.folder);
    const picks: Partial<Record<RangedContender, Judged>> = {};
    for (const contender of RANGED_CONTENDERS.filter((one) => given.contenders.split(',').includes(one))) {
      const judged = await judge(trainings, await pickRanged(contender, trainings, written, criterion, seed));
      picks[contender] = judged;
      console.error(lineOf(seed, contender, judged));
    }
    await trainings.close();
    seeds.push({ seed, picks });
  }
  if (given.json) console.log(JSON.stringify({ experiment, seeds }, undefined, 1));
  else for (const line of rangedLines(seeds.map(({ picks }) => picks))) console.log(line);
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

function print(contender: string, { trainings, coreSeconds, collapsed, fresh, difference }: Summary): void {
  const shown = (estimate: Estimate): string => withEnds(estimate, 4, ' to ');
  console.log(
    `${contender}: ${trainings.value.toFixed(0)} trainings, ${coreSeconds.value.toFixed(0)} core-seconds; collapsed ${shown(collapsed)}`,
  );
  for (const figure of Object.keys(fresh) as Figure[]) {
    const against = contender === 'default' ? '' : `; the default's minus this: ${shown(difference[figure])}`;
    console.log(`  ${figure.padEnd(6)} of ${FRESH_TRAININGS} fresh trainings: ${shown(fresh[figure])}${against}`);
  }
}
