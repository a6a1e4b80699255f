/** @file Toy runs for tests of the loop: everything in this process, with whatever a test wants otherwise. */
import type { Candidate, Executor, Outcome, Question, RunEvent, RunHeader, Trial } from '../../../src/core/index.js';
import { type RunOptions, runPlan } from '../../../src/evidence/drive/index.js';
import { createMemoryStore } from '../../../src/evidence/log/index.js';
import { createInProcessExecutor } from '../../../src/work/here/index.js';
import { type ToyState, toyCandidates, toyPlan, toyTrainer } from '../../work/here/fixtures/toy.mjs';

export function toyHeader(candidates: readonly Candidate[] = toyCandidates): RunHeader {
  return {
    name: 'toy',
    identity: 'toy',
    identityParts: {},
    seed: 1,
    plan: {},
    experiment: {},
    candidates,
  };
}

export function toyQuestion(candidates: readonly Candidate[] = toyCandidates): Question {
  const header = toyHeader(candidates);
  return createMemoryStore(header).ask({ header });
}

export interface ToyRun {
  readonly candidates?: readonly Candidate[];
  readonly store?: Question;
  readonly workers?: number;
  readonly options?: Partial<RunOptions<ToyState>>;
  /** Called before each training. */
  readonly onTraining?: (trial: Trial) => void;
}

/** Runs the toy plan; gives the summary with the store, the events, and the trials that were trained. */
export async function runToy(run: ToyRun = {}) {
  const { candidates = toyCandidates, workers = 1, options = {} } = run;
  const store = run.store ?? toyQuestion(candidates);
  const events: RunEvent[] = [];
  const trained: Trial[] = [];
  const executor =
    options.executor ??
    toyExecutor(candidates, workers, (trial) => {
      trained.push(trial);
      run.onTraining?.(trial);
    });
  const summary = await runPlan({
    plan: toyPlan(candidates),
    question: store,
    budget: {},
    signal: new AbortController().signal,
    environment: { surefoot: 'test' },
    onEvent: (event) => events.push(event),
    ...options,
    executor,
  });
  await executor.close();
  return { summary, store, events, trained };
}

function toyExecutor(candidates: readonly Candidate[], workers: number, onTraining: (trial: Trial) => void): Executor {
  return createInProcessExecutor({
    workers,
    candidates,
    experimentSeed: 1,
    createTrainer: () => {
      const trainer = toyTrainer();
      return {
        train: (candidate, trial, context) => {
          onTraining(trial);
          return trainer.train(candidate, trial, context);
        },
      };
    },
  });
}

/** What two runs must have in common, whoever trained when: all but wall times and the order of arrival. */
export function whatCounts(question: Question) {
  const outcomes = question
    .outcomes()
    .map(({ seconds: _seconds, ...outcome }: Outcome) => outcome)
    .sort((a, b) => compare(JSON.stringify(a.trial), JSON.stringify(b.trial)));
  return { outcomes, decisions: question.decisions() };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
