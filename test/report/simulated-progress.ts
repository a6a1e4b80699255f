/** @file Runs of made-up losses and durations through the real loop, with their progress after every event. */
import {
  type Clock,
  type Executor,
  type Outcome,
  type RunHeader,
  randomFrom,
  type Trial,
} from '../../src/core/index.js';
import { runPlan } from '../../src/evidence/drive/index.js';
import { createMemoryStore } from '../../src/evidence/log/index.js';
import { parseRule, planRace, type RuleSettings } from '../../src/questions/race/plan/index.js';
import { ProgressFold, type RunProgress } from '../../src/report/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { simulatedLoss } from './simulated-run.js';

export interface ProgressOptions {
  readonly candidates: number;
  readonly rule: RuleSettings;
  readonly workers: number;
  readonly seed?: number;
  readonly warmup?: number;
  readonly budget?: { readonly trials?: number; readonly minutes?: number };
  readonly loss?: (candidate: number, trial: Trial) => number | null;
}

/** Mean time of a trial, in seconds; each takes between half and one and a half of it. */
export const TRIAL_SECONDS = 10;

/** Progress after every event, in order, each with the outcomes that were still to come then. */
export async function simulateProgress(options: ProgressOptions) {
  const { workers, seed = 0, budget = {}, loss = simulatedLoss } = options;
  const ids = Array.from({ length: options.candidates }, (_, index) => `c${index}`);
  const race = planRace(
    {
      candidates: ids,
      criterion: parseCriterion('q3'),
      rule: parseRule(options.rule),
      seed,
      ...(options.warmup === undefined ? {} : { warmup: options.warmup }),
    },
    lossOf,
  );
  const header: RunHeader = {
    name: 'simulated',
    identity: 'simulated',
    identityParts: {},
    seed,
    plan: {},
    experiment: {},
    candidates: ids.map((id) => ({ id, label: '', configuration: { id } })),
  };
  const fold = new ProgressFold({ work: { kind: 'race', facts: race.facts, lossOf }, budget });
  const seen: { readonly progress: RunProgress; readonly outcomes: number }[] = [];
  let nowMs = 0;
  let outcomes = 0;
  const clock: Clock = { nowMs: () => nowMs, after: () => () => {} };
  const summary = await runPlan({
    plan: race,
    question: createMemoryStore(header).ask({ header }),
    executor: simulatedExecutor(workers, (trial, ms) => {
      nowMs = ms;
      return simulatedOutcome(trial, loss(Number(trial.candidate.slice(1)) + 1000 * seed, trial));
    }),
    budget,
    signal: new AbortController().signal,
    environment: {},
    clock,
    onEvent: (event) => {
      if (event.kind === 'outcome') outcomes++;
      fold.take(event);
      seen.push({ progress: fold.at(), outcomes });
    },
  });
  return {
    summary,
    seconds: nowMs / 1000,
    steps: seen.map((step) => ({ progress: step.progress, toCome: outcomes - step.outcomes })),
  };
}

const lossOf = ({ status, loss }: Outcome): number => (status === 'completed' ? loss : Number.POSITIVE_INFINITY);

function simulatedOutcome(trial: Trial, loss: number | null): Outcome {
  const status = loss === null ? 'failed' : Number.isFinite(loss) ? 'completed' : 'diverged';
  return {
    trial,
    status,
    loss: loss ?? Number.POSITIVE_INFINITY,
    metrics: {},
    lossPerEpoch: [],
    seconds: 1,
    ...(loss === null ? { failure: { kind: 'exception', message: 'simulated' } } : {}),
  };
}

/** So many trials at a time, on a clock of its own: the one that ends first is told first. */
function simulatedExecutor(workers: number, finish: (trial: Trial, ms: number) => Outcome): Executor {
  return {
    workers,
    execute: async (source, onOutcome, signal) => {
      const running: { readonly trial: Trial; readonly endsMs: number }[] = [];
      let nowMs = 0;
      for (;;) {
        while (running.length < workers) {
          const trial = source.take();
          if (trial === undefined) break;
          const share = 0.5 + randomFrom('duration', trial.candidate, trial.streams.init).uniform();
          running.push({ trial, endsMs: nowMs + share * TRIAL_SECONDS * 1000 });
        }
        running.sort((a, b) => b.endsMs - a.endsMs);
        const first = running.pop();
        if (signal.aborted) return;
        if (first === undefined) {
          if (await source.more()) continue;
          return;
        }
        nowMs = first.endsMs;
        onOutcome(finish(first.trial, nowMs));
      }
    },
    close: async () => {},
  };
}
