/** @file Who picks a network by training some: races of this project, and Optuna's TPE with as many trainings. */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Fold, type JsonValue, type Outcome, type Trial } from '../../src/core/index.js';
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
  readonly certificate: number;
}

export async function race(
  trainings: Trainings,
  ruleName: 'default' | 'halving',
  criterion: Criterion,
  seed: number,
): Promise<Picked> {
  const plan = planRace({
    candidates: trainings.candidates.map(({ id }) => id),
    criterion,
    rule: parseRule(ruleName),
    finalTrials: 0,
    seed,
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
  const candidate = answer?.choice;
  if (answer === undefined || candidate === undefined) throw new Error(`${ruleName} chose nobody`);
  const { statement, verdict, set } = answer;
  const picked = { candidate, trainings: plan.trials(fold.state), seconds };
  if (statement === null || verdict === undefined) return picked;
  const { tolerance, certificate } = statement;
  return { ...picked, claim: { verdict, setSize: set.length, tolerance, certificate } };

  async function outcomeOf(asked: Trial): Promise<Outcome> {
    const trial = trainings.trialOf(asked.candidate, asked.streams.init);
    const { loss, seconds } = await trainings.train(trial);
    const shared = { trial, metrics: {}, lossPerEpoch: [], seconds };
    if (loss === null) return { ...shared, status: 'diverged', loss: Number.POSITIVE_INFINITY };
    return { ...shared, status: 'completed', loss };
  }
}

/** Each proposal is one training of that candidate, with the next replicate of its own. */
export async function searchByOptuna(trainings: Trainings, budget: number, seed: number): Promise<Picked> {
  const { candidates } = trainings;
  const settings = candidates.map(({ configuration }) => Object.fromEntries(leaves('', configuration)));
  const python = spawn(PYTHON, [resolve('bench/real/optuna_search.py')], {
    env: pythonEnvironment(1),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const tell = (line: unknown) => python.stdin.write(`${JSON.stringify(line)}\n`);
  const used = new Map<string, number>();
  let seconds = 0;
  tell({ settings, budget, seed });
  for await (const line of createInterface({ input: python.stdout })) {
    const { propose, pick } = JSON.parse(line) as { propose?: number; pick?: number };
    const candidate = candidates[propose ?? pick ?? -1]?.id as string;
    if (propose === undefined) return { candidate, trainings: budget, seconds };
    const replicate = used.get(candidate) ?? 0;
    used.set(candidate, replicate + 1);
    const training = await trainings.train(trainings.trialOf(candidate, replicate));
    seconds += training.seconds;
    tell({ loss: training.loss });
  }
  throw new Error("Optuna ended without a pick; it needs Debian's python3-optuna.");
}

/** Every setting of a configuration by its path. */
function leaves(path: string, value: JsonValue): readonly (readonly [string, JsonValue])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, part]) => leaves(path === '' ? name : `${path}.${name}`, part));
}
