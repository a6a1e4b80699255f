/**
 * @file A run in a folder that is stopped at random moments, and begun again each time: what it said of itself meanwhile, what it counted,
 * and what its log holds in the end. Nothing is waited for but the disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { RUN_FILES } from '../../src/app/folder/run-files.js';
import { readLive, stateOf } from '../../src/app/run/live-file.js';
import { LiveRun } from '../../src/app/run/live-run.js';
import {
  type Executor,
  hashJson,
  type Outcome,
  type Question,
  type RunEvent,
  randomFrom,
  type Trial,
  trialKey,
} from '../../src/core/index.js';
import { type Budget, runPlan } from '../../src/evidence/drive/index.js';
import { checkLog, createSqliteStore } from '../../src/evidence/log/index.js';
import { ProgressFold } from '../../src/report/index.js';
import type { TrainingListener } from '../../src/work/here/index.js';
import { toyHeader, toyQuestion } from '../evidence/drive/in-memory-run.js';
import { attemptAt, type SimulatedRace, simulatedRace } from '../simulation/simulated-race.js';

const MOVES = ['settle', 'settle', 'settle', 'settle', 'settle', 'settle', 'settle', 'stop'] as const;
type Move = (typeof MOVES)[number];

export interface Stopped {
  readonly seed: number;
  readonly workers: number;
  /** What happens one after the other, over all stretches; then the run is left alone. */
  readonly moves: readonly Move[];
  readonly trials: number;
}

export const stopped = fc.record({
  seed: fc.nat(100_000),
  workers: fc.integer({ min: 1, max: 6 }),
  moves: fc.array(fc.constantFrom(...MOVES), { maxLength: 60 }),
  trials: fc.integer({ min: 1, max: 60 }),
});

/** What is wrong, one line each; empty where nothing is. */
export async function playStopped({ seed, workers, moves, trials }: Stopped): Promise<readonly string[]> {
  const race = simulatedRace(seed, randomFrom('race', seed));
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-stopped-'));
  const wrong: string[] = [];
  const left = [...moves];
  const header = toyHeader(race.candidates);
  const path = join(folder, RUN_FILES.log);
  const store = createSqliteStore(path, header, [RUN_FILES.live]);
  const question = store.ask({ header });
  const budget: Budget = { trials };
  try {
    for (let stretch = 1; ; stretch++) {
      const stop = new AbortController();
      const facts = {
        work: { kind: 'study', trials: 60, isExact: false, valueOf: ({ loss }: Outcome) => loss } as const,
        budget,
      };
      const live = new LiveRun({ folder, store, question, facts, budget });
      const counts = new ProgressFold(facts);
      const hand = new Hand({ race, workers, seed: seed + stretch, left, stop, live, folder, wrong });
      const onEvent = (event: RunEvent): void => {
        live.take(event);
        counts.take(event);
        if (leastCount(event, counts.at(), trials) < 0)
          wrong.push(`a count is below 0 or above the budget: ${event.kind}`);
      };
      const summary = await runPlan({
        ...{ plan: race.plan(), question, executor: hand.executor, environment: {}, failurePolicy: race.policy },
        ...{ signal: stop.signal, budget, onEvent },
      });
      live.end(summary.end);
      const said = readLive(folder);
      if (
        said !== undefined &&
        (stateOf(said) !== 'ended' || said.end?.status !== summary.end || said.running.length > 0)
      ) {
        wrong.push(`ended by ${summary.end}, but live.json says ${said.state}, ${said.end?.status}`);
      }
      if (summary.end === 'interrupted') continue;
      const told = question.decisions();
      const alone = await leftAlone(race, budget);
      if (hashJson(plain(told)) !== hashJson(plain(alone))) {
        wrong.push(
          `decided ${told.length} times, a run with that budget from the beginning ${alone.length} times, or otherwise`,
        );
      }
      break;
    }
    store.close();
    wrong.push(...logFaults(path, question, race));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return wrong;
}

/** Everything that is counted: a number below 0 is one that no file of the run may hold. */
function leastCount(event: RunEvent, progress: ReturnType<ProgressFold['at']>, budget: number): number {
  const { trials, remaining, decisions, workers, round } = progress;
  const ofRound = 'round' in event ? [event.round.done, event.round.running, event.round.total - event.round.done] : [];
  const left = Object.values(remaining?.trials ?? { none: 0 });
  return Math.min(...Object.values(trials), ...left, decisions, workers, round, budget - trials.done, ...ofRound);
}

/** What a run decides that nobody stops. */
async function leftAlone(race: SimulatedRace, budget: Budget) {
  const question = toyQuestion(race.candidates);
  const executor: Executor = {
    workers: 1,
    execute: async (source, onOutcome) => {
      for (let isMore = true; isMore; ) {
        const trial = source.take();
        if (trial === undefined) isMore = await source.more();
        else onOutcome(attemptAt(race, trial, 2));
      }
    },
    close: async () => {},
  };
  const { signal } = new AbortController();
  const settings = { environment: {}, failurePolicy: race.policy, signal, budget };
  await runPlan({ plan: race.plan(), question, executor, ...settings });
  return question.decisions();
}

function plain(value: unknown) {
  return JSON.parse(JSON.stringify(value));
}

/** The log has each training once, as it came. */
function logFaults(path: string, question: Question, race: SimulatedRace): readonly string[] {
  const { damages, outcomes } = checkLog(path);
  const kept = new Map(outcomes.map((outcome) => [trialKey(outcome.trial), outcome]));
  const faults = damages.map((damage) => `the log: ${damage}`);
  for (const outcome of question.outcomes()) {
    const found = kept.get(trialKey(outcome.trial));
    if (found === undefined || found.loss !== attemptAt(race, outcome.trial, 2).loss)
      faults.push(`the log lacks ${trialKey(outcome.trial)}`);
  }
  return kept.size === question.outcomes().length ? faults : [...faults, `the log holds ${kept.size} trainings`];
}

interface HandOptions {
  readonly race: SimulatedRace;
  readonly workers: number;
  readonly seed: number;
  readonly left: Move[];
  readonly stop: AbortController;
  readonly live: LiveRun;
  readonly folder: string;
  readonly wrong: string[];
}

/** Trains one at a time of those under way, stops in between, and looks at what the run says of itself before. */
class Hand {
  readonly #options: HandOptions;
  readonly #underWay: Trial[] = [];

  constructor(options: HandOptions) {
    this.#options = options;
  }

  get executor(): Executor {
    return { workers: this.#options.workers, execute: (...given) => this.#execute(...given), close: async () => {} };
  }

  async #execute(...[source, onOutcome, signal]: Parameters<Executor['execute']>): Promise<void> {
    const { workers, race, left, live, seed } = this.#options;
    const random = randomFrom('hand', seed);
    const training: TrainingListener = live.training;
    for (;;) {
      while (this.#underWay.length < workers) {
        const trial = source.take() ?? source.takeAhead?.();
        if (trial === undefined) break;
        this.#underWay.push(trial);
        training.began(trial);
      }
      if (left.shift() === 'stop') this.#stop();
      if (signal.aborted) break;
      const [trial] = this.#underWay.splice(random.below(Math.max(1, this.#underWay.length)), 1);
      if (trial !== undefined) {
        training.ended(trial);
        onOutcome(attemptAt(race, trial, 2));
      } else if (!(await source.more())) break;
    }
    for (const trial of this.#underWay.splice(0)) training.ended(trial);
  }

  #stop(): void {
    const { stop, folder, wrong, workers } = this.#options;
    const said = readLive(folder);
    stop.abort();
    // Before its first training a run leaves no trace.
    if (said === undefined || said.state === 'ended') return;
    if (said.running.length > workers) wrong.push(`live.json says ${said.running.length} are under way`);
  }
}
