/** @file Picks a network of a task by so many trainings: Surefoot, and others as their users have them. */
import type { ExperimentValue } from '../../src/app/library/options.js';
import type { JsonObject } from '../../src/core/index.js';
import { FRESH_FROM, type LossTable } from '../../src/questions/race/plan/index.js';
import { createRace } from '../../src/race/index.js';
import { mean, parseCriterion, variance } from '../../src/stats/index.js';
import { createBuiltRace } from '../built.js';
import { adastop } from '../race/adastop.js';
import type { RaceOutcome } from '../race/contenders.js';
import { kimNelson } from '../race/kim-nelson.js';
import { type Peers, runIrace, type Study, type TrainNumbers } from './peers.js';
import { configurationOf, type Parameter } from './space.js';
import type { Trainings } from './trainings.js';

/** In the order of the tables: the first three are Surefoot's. */
export const CONTENDERS = {
  search: 'Surefoot, search',
  'search-all': 'Surefoot, search without fresh trainings',
  race: "TPE, then Surefoot's race",
  'tpe-1': 'TPE, one seed',
  'tpe-3': 'TPE, three seeds',
  shortlist: 'TPE, then equal repeats',
  adastop: 'TPE, then AdaStop',
  'kim-nelson': 'TPE, then Kim-Nelson',
  irace: 'irace',
  smac: "SMAC3's seeds*",
  ax: "Ax's noise model*",
} as const;
export type Contender = keyof typeof CONTENDERS;

const Q3 = parseCriterion('q3');
/** By which a contender chooses, and which it states. */
export const STATISTICS = { q3: (losses: Float64Array) => Q3.evaluate(losses), mean } as const;
export type Statistic = keyof typeof STATISTICS;

/** What a contender came to. */
export interface Picked {
  readonly candidate: string;
  readonly trainings: number;
  /** What it says of its pick's loss. */
  readonly claimed: number;
  readonly statistic: Statistic;
}

/** A task with a seed: equal trainings are made once. */
export interface Field {
  readonly trainings: Trainings;
  readonly experiment: JsonObject;
  readonly parameters: readonly Parameter[];
  readonly seed: number;
  readonly peers: Peers;
}

export const BUDGETS = [60, 300] as const;
export type Budget = (typeof BUDGETS)[number];

/** How many of TPE's best are trained again, by the half of the budget that its study leaves. */
const SHORTLISTED: Readonly<Record<Budget, number>> = { 60: 6, 300: 12 };
/** Replicates from which these are trained again: no study gives one candidate so many. */
const AFTER_THE_STUDY = 1000;
const ADASTOP = { group: 5, level: 0.05, permutations: 2000 };
const KIM_NELSON = { first: 5, level: 0.05 };
/** With four parameters irace refuses less: "will require a value of 'maxExperiments' of at least '180'". */
const LEAST_OF_IRACE = 180;

/** What the contenders pick by so many trainings; without those that take no such budget. */
export async function pickAll(field: Field, budget: Budget): Promise<Readonly<Partial<Record<Contender, Picked>>>> {
  const tpe = await study(field, { method: 'tpe', budget, looks: [budget / 2, budget], repeats: 1 });
  const ofOne = async (method: Study['method'], repeats = 1): Promise<Picked> => {
    const looks = await study(field, { method, budget, looks: [budget], repeats });
    return (looks.get(budget) as Studied).picked;
  };
  const best = new Set((tpe.get(budget / 2) as Studied).ranking);
  const list = await retrain(field, [...best].slice(0, SHORTLISTED[budget]), budget);
  return {
    search: await search(field, budget),
    // Of a large budget its fresh trainings are a small part.
    ...(budget === 60 ? { 'search-all': await search(field, budget, 0) } : {}),
    race: await raceListed(field, list),
    'tpe-1': (tpe.get(budget) as Studied).picked,
    'tpe-3': await ofOne('tpe', 3),
    shortlist: byRepeats(list),
    adastop: byAdaStop(list, field.seed),
    'kim-nelson': byKimNelson(list),
    ...(budget < LEAST_OF_IRACE ? {} : { irace: await byIrace(field, budget) }),
    smac: await ofOne('smac'),
    ax: await ofOne('ax'),
  };
}

function trainer({ trainings, experiment }: Field): TrainNumbers {
  return async (values, replicate) => lossOf(trainings, nameOf(trainings, experiment, values), replicate);
}

function nameOf(trainings: Trainings, { space }: JsonObject, values: readonly number[]): string {
  return trainings.join(configurationOf(space as JsonObject, values));
}

/** No training of these tasks diverges: peers need not be told how to take it. */
export async function lossOf(trainings: Trainings, candidate: string, replicate: number): Promise<number> {
  const { loss } = await trainings.train(trainings.trialOf(candidate, replicate));
  if (loss === null) throw new Error(`A training of ${trainings.labelOf(candidate)} diverged.`);
  return loss;
}

interface Studied {
  /** The best first. */
  readonly ranking: readonly string[];
  readonly picked: Picked;
}

async function study(
  field: Field,
  asked: Pick<Study, 'method' | 'budget' | 'looks' | 'repeats'>,
): Promise<ReadonlyMap<number, Studied>> {
  const { trainings, experiment, parameters, seed, peers } = field;
  const looks = await peers.study({ ...asked, parameters, seed }, trainer(field));
  return new Map(
    looks.map(({ look, ranking: numbers, claimed }) => {
      const ranking = numbers.map((values) => nameOf(trainings, experiment, values));
      return [
        look,
        { ranking, picked: { candidate: ranking[0] as string, trainings: look, claimed, statistic: 'mean' } },
      ];
    }),
  );
}

/** The best of TPE's study by half of the budget, with what the other half allows of trainings of each. */
interface Shortlisted {
  readonly table: LossTable;
  readonly half: number;
}

async function retrain({ trainings }: Field, candidates: readonly string[], budget: Budget): Promise<Shortlisted> {
  const half = budget / 2;
  const columns: Float64Array[] = [];
  for (let repeat = 0; repeat < Math.floor(half / candidates.length); repeat++) {
    const column = new Float64Array(candidates.length);
    // Not those that brought them onto the list.
    for (const [place, one] of candidates.entries())
      column[place] = await lossOf(trainings, one, AFTER_THE_STUDY + repeat);
    columns.push(column);
  }
  return { table: { candidates, columns }, half };
}

function lossesOf({ columns }: LossTable, place: number, many = columns.length): Float64Array {
  return Float64Array.from(columns.slice(0, many), (column) => column[place] as number);
}

function byRepeats({ table, half }: Shortlisted): Picked {
  const values = table.candidates.map((_, place) => STATISTICS.q3(lossesOf(table, place)));
  const claimed = Math.min(...values);
  const trainings = half + table.candidates.length * table.columns.length;
  return { candidate: table.candidates[values.indexOf(claimed)] as string, trainings, claimed, statistic: 'q3' };
}

/** As many groups as everybody can have. */
function byAdaStop({ table, half }: Shortlisted, seed: number): Picked {
  return fromOutcome(adastop(table, ADASTOP, seed), table, half);
}

/** Its indifference zone is half of a standard deviation of one retraining, as the default tolerance of a race is. */
function byKimNelson({ table, half }: Shortlisted): Picked {
  const first = table.candidates.map((_, place) => variance(lossesOf(table, place, KIM_NELSON.first)));
  const zone = Math.sqrt(mean(Float64Array.from(first))) / 2;
  return fromOutcome(kimNelson(table, { ...KIM_NELSON, zone }), table, half);
}

function fromOutcome({ trials, pick, ofPick }: RaceOutcome, table: LossTable, half: number): Picked {
  const claimed = mean(lossesOf(table, pick, ofPick));
  return { candidate: table.candidates[pick] as string, trainings: half + trials, claimed, statistic: 'mean' };
}

/** `surefoot recheck`: the listed race by the default rule, and what is left of the budget is for fresh trainings of the winner. */
async function raceListed({ trainings, seed }: Field, { table, half }: Shortlisted): Promise<Picked> {
  const race = createRace({ candidates: table.candidates, seed, trials: half });
  const told = new Told();
  for (let [asked] = race.ask(1); asked !== undefined; [asked] = race.ask(1)) {
    const { candidate, replicate } = asked;
    const loss = await lossOf(trainings, candidate, AFTER_THE_STUDY + replicate);
    told.add(candidate, replicate, loss);
    race.tell(asked.id, loss);
  }
  const candidate = race.survivors[0] as string;
  return { candidate, trainings: half + told.count, claimed: told.q3Of(candidate), statistic: 'q3' };
}

async function search({ trainings, experiment, seed }: Field, budget: Budget, finalTrials = 20): Promise<Picked> {
  const race = await createBuiltRace({
    experiment: { ...experiment, seed, race: { criterion: 'q3', finalTrials } } as ExperimentValue<unknown>,
    budget: { trials: budget },
  });
  const named = new Map<string, string>();
  const told = new Told();
  for (let [asked] = race.ask(1); asked !== undefined; [asked] = race.ask(1)) {
    const candidate = trainings.join(asked.configuration as JsonObject);
    named.set(asked.candidate, candidate);
    const loss = await lossOf(trainings, candidate, asked.replicate);
    told.add(candidate, asked.replicate, loss);
    race.tell(asked.id, loss);
  }
  const candidate = named.get(race.survivors[0] as string);
  race.close();
  if (candidate === undefined) throw new Error('The search chose no candidate.');
  return { candidate, trainings: told.count, claimed: told.q3Of(candidate), statistic: 'q3' };
}

/** The mean that irace shows of its elite is that of its own trainings. */
async function byIrace(field: Field, budget: Budget): Promise<Picked> {
  const { trainings, experiment, parameters, seed } = field;
  const train = trainer(field);
  const told = new Told();
  const picked = await runIrace(parameters, { budget, seed }, async (values, replicate) => {
    const loss = await train(values, replicate);
    told.add(nameOf(trainings, experiment, values), replicate, loss);
    return loss;
  });
  const candidate = nameOf(trainings, experiment, picked);
  return { candidate, trainings: told.count, claimed: mean(told.lossesOf(candidate)), statistic: 'mean' };
}

/** Losses of a contender by candidate: of its race, and those after it. */
class Told {
  readonly #losses = new Map<string, { readonly chosenBy: number[]; readonly fresh: number[] }>();
  count = 0;

  add(candidate: string, replicate: number, loss: number): void {
    const losses = this.#losses.get(candidate) ?? { chosenBy: [], fresh: [] };
    this.#losses.set(candidate, losses);
    (replicate >= FRESH_FROM ? losses.fresh : losses.chosenBy).push(loss);
    this.count++;
  }

  /** Fresh ones where there are enough, as an answer tells it. */
  lossesOf(candidate: string): Float64Array {
    const { fresh = [], chosenBy = [] } = this.#losses.get(candidate) ?? {};
    return Float64Array.from(fresh.length < Q3.minimumTrials ? chosenBy : fresh);
  }

  q3Of(candidate: string): number {
    return STATISTICS.q3(this.lossesOf(candidate));
  }
}
