/** @file Who picks a network by training some: races of this project, and Optuna's TPE with as many trainings. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { defined, Fold, type JsonValue, type Outcome, type Trial } from '../../src/core/index.js';
import { parseRule, planRace, type Verdict } from '../../src/questions/race/plan/index.js';
import type { Criterion } from '../../src/stats/index.js';
import { PYTHON, pythonEnvironment } from '../python.js';
import type { Trainings } from './trainings.js';

/** What a contender came to. */
export interface Picked {
  readonly candidate: string;
  readonly trainings: number;
  /** Of the processor, for all of them, made for this contender or for another. */
  readonly seconds: number;
  /** Under a rule that makes one. */
  readonly claim?: Claim;
}

export interface Claim {
  readonly verdict: Verdict;
  readonly setSize: number;
  readonly tolerance: number;
  readonly bound: number;
}

export async function race(
  trainings: Trainings,
  ruleName: 'default' | 'halving',
  criterion: Criterion,
  seed: number,
  reliability?: number,
): Promise<Picked> {
  const plan = planRace({
    candidates: trainings.candidates.map(({ id }) => id),
    criterion,
    rule: parseRule(ruleName),
    seed,
    // Its fresh trainings are then part of how it chooses, and of what that costs.
    ...(reliability === undefined
      ? { finalTrials: 0 }
      : { finalTrials: FINAL_TRIALS, reliability, collapse: defined({ baseline: trainings.trivial }) }),
  });
  const fold = new Fold(plan);
  let seconds = 0;
  for (let { slots } = fold.advance(); fold.end === undefined; { slots } = fold.advance()) {
    for (const { number, ask } of slots) {
      const outcome = await outcomeOf(ask);
      seconds += outcome.seconds;
      fold.settle(number, outcome);
    }
  }
  const answer = plan.answer(fold.state);
  const candidate = answer?.reliability?.members.find(({ status }) => status === 'passed')?.candidate ?? answer?.winner;
  if (answer === undefined || candidate == null) throw new Error(`${ruleName} chose nobody`);
  const { tolerance, bound, verdict, set } = answer;
  const picked = { candidate, trainings: plan.trials(fold.state), seconds };
  if (tolerance === null || bound === null || verdict === null) return picked;
  return { ...picked, claim: { verdict, setSize: set.length, tolerance: tolerance.value, bound } };

  async function outcomeOf(asked: Trial): Promise<Outcome> {
    const trial = trainings.trialOf(asked.candidate, asked.streams.init);
    const { loss, seconds } = await trainings.train(trial);
    const shared = { trial, metrics: {}, lossPerEpoch: [], seconds };
    if (loss === null) return { ...shared, status: 'diverged', loss: Number.POSITIVE_INFINITY };
    return { ...shared, status: 'completed', loss };
  }
}

const FINAL_TRIALS = 20;

/** Of Optuna's ranking, so many are trained again with repeated seeds, by half of the budget. */
export const SHORTLIST = 12;

/** Each proposal is one training of that candidate, with the next replicate of its own; the best value wins. */
export async function searchByOptuna(trainings: Trainings, budget: number, seed: number): Promise<Picked> {
  const { ranking, seconds } = await rankByOptuna(trainings, budget, seed);
  return { candidate: ranking[0] as string, trainings: budget, seconds };
}

/** As a careful user goes on: the best of a study by half of the budget are trained again, as often as the other half allows. */
export async function shortlistByOptuna(
  trainings: Trainings,
  criterion: Criterion,
  budget: number,
  seed: number,
): Promise<Picked> {
  const study = await shortStudy(trainings, budget, seed);
  return retrainShortlist(trainings, criterion, budget, study);
}

/** What a study of half of the budget came to. */
export interface ShortStudy {
  readonly shortlist: readonly string[];
  readonly trainings: number;
  readonly seconds: number;
}

export async function retrainShortlist(
  trainings: Trainings,
  criterion: Criterion,
  budget: number,
  { shortlist, ...study }: ShortStudy,
): Promise<Picked> {
  const repeats = Math.floor(budget / 2 / shortlist.length);
  let [best, least, seconds] = [shortlist[0] as string, Number.POSITIVE_INFINITY, study.seconds];
  for (const candidate of shortlist) {
    const losses = new Float64Array(repeats);
    for (let repeat = 0; repeat < repeats; repeat++) {
      // Not those that brought it onto the list.
      const training = await trainings.train(trainings.trialOf(candidate, AFTER_THE_STUDY + repeat));
      losses[repeat] = training.loss ?? Number.POSITIVE_INFINITY;
      seconds += training.seconds;
    }
    const value = criterion.evaluate(losses);
    if (value < least) [best, least] = [candidate, value];
  }
  return { candidate: best, trainings: study.trainings + repeats * shortlist.length, seconds };
}

/** As `recheck` of the Python package goes on: the best of a study by half of the budget race, until the race says who it is. */
export async function recheckOptuna(
  trainings: Trainings,
  criterion: Criterion,
  budget: number,
  seed: number,
): Promise<Picked> {
  const study = await shortStudy(trainings, budget, seed);
  const listed: Trainings = {
    ...trainings,
    candidates: trainings.candidates.filter(({ id }) => study.shortlist.includes(id)),
    trialOf: (candidate, replicate) => trainings.trialOf(candidate, AFTER_THE_STUDY + replicate),
  };
  const raced = await race(listed, 'default', criterion, seed);
  return { ...raced, trainings: study.trainings + raced.trainings, seconds: study.seconds + raced.seconds };
}

/** A study by half of the budget, and its best. */
async function shortStudy(trainings: Trainings, budget: number, seed: number): Promise<ShortStudy> {
  const half = Math.ceil(budget / 2);
  const { ranking, seconds } = await rankByOptuna(trainings, half, seed);
  return { shortlist: ranking.slice(0, SHORTLIST), trainings: half, seconds };
}

/** Replicates from which a shortlist is trained again: more than a study gives one candidate. */
const AFTER_THE_STUDY = 300;

async function rankByOptuna(
  trainings: Trainings,
  budget: number,
  seed: number,
): Promise<{ readonly ranking: readonly string[]; readonly seconds: number }> {
  const { candidates } = trainings;
  const settings = candidates.map(({ configuration }) => Object.fromEntries(leaves('', configuration)));
  const used = new Map<string, number>();
  let seconds = 0;
  const python = startPeer(PYTHON, 'bench/real/optuna_search.py');
  python.tell(JSON.stringify({ settings, budget, seed }));
  for await (const line of python.lines) {
    const { propose, ranking } = JSON.parse(line) as { propose?: number; ranking?: readonly number[] };
    if (ranking !== undefined) return { ranking: ranking.map((index) => candidates[index]?.id as string), seconds };
    const candidate = candidates[propose ?? -1]?.id as string;
    const replicate = used.get(candidate) ?? 0;
    used.set(candidate, replicate + 1);
    const training = await trainings.train(trainings.trialOf(candidate, replicate));
    seconds += training.seconds;
    python.tell(JSON.stringify({ loss: training.loss }));
  }
  throw new Error("Optuna ended without a ranking; it needs Debian's python3-optuna.");
}

/** irace on the same candidates, with replicates as its instances. */
export async function searchByIrace(trainings: Trainings, budget: number, seed: number): Promise<Picked> {
  const { candidates } = trainings;
  let [spent, seconds] = [0, 0];
  const irace = startPeer('Rscript', 'bench/real/irace_search.R');
  irace.tell([candidates.length, budget, seed].join(' '));
  for await (const line of irace.lines) {
    const [word, index, replicate] = line.trim().split(/\s+/);
    const candidate = candidates[Number(index)]?.id as string;
    if (word === 'pick') return { candidate, trainings: spent, seconds };
    if (word !== 'train') continue;
    const training = await trainings.train(trainings.trialOf(candidate, Number(replicate)));
    spent++;
    seconds += training.seconds;
    irace.tell(String(training.loss ?? Number.MAX_VALUE));
  }
  throw new Error("irace ended without a pick; it needs Debian's r-cran-irace.");
}

/** A peer that asks for trainings line by line. */
export function startPeer(program: string, script: string) {
  const child = spawn(program, [resolve(script)], { env: pythonEnvironment(1), stdio: ['pipe', 'pipe', 'inherit'] });
  return {
    tell: (line: string) => child.stdin.write(`${line}\n`),
    lines: createInterface({ input: child.stdout }),
  };
}

/** Every setting of a configuration by its path. */
function leaves(path: string, value: JsonValue): readonly (readonly [string, JsonValue])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, part]) => leaves(path === '' ? name : `${path}.${name}`, part));
}
