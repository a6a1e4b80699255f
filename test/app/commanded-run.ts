/**
 * @file A run in a folder that somebody pauses, resumes, extends and stops at random moments, and begins again each time: what it said of
 * itself meanwhile, and what its log holds in the end. Nothing is waited for but the disk.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ControlRequest } from '../../src/app/live/control-socket.js';
import { runExtendable } from '../../src/app/live/extendable-run.js';
import { readLive, stateOf } from '../../src/app/live/live-file.js';
import { LiveRun } from '../../src/app/live/live-run.js';
import { obey } from '../../src/app/live/steered-run.js';
import { RUN_FILES } from '../../src/app/run-files.js';
import { type Executor, hashJson, type Question, randomFrom, type Trial, trialKey } from '../../src/core/index.js';
import { type Budget, RunControl, runPlan } from '../../src/evidence/drive/index.js';
import { checkLog, createSqliteStore } from '../../src/evidence/log/index.js';
import type { TrainingListener } from '../../src/work/here/index.js';
import { toyHeader, toyQuestion } from '../execution/in-memory-run.js';
import { attemptAt, type SimulatedRace, simulatedRace } from '../simulation/simulated-race.js';

const MOVES = ['settle', 'settle', 'settle', 'settle', 'pause', 'resume', 'extend', 'stop'] as const;
type Move = (typeof MOVES)[number];

export interface Commanded {
  readonly seed: number;
  readonly workers: number;
  /** What happens one after the other, over all stretches; then the run is left alone. */
  readonly moves: readonly Move[];
  readonly trials: number;
}

export const commanded = fc.record({
  seed: fc.nat(100_000),
  workers: fc.integer({ min: 1, max: 6 }),
  moves: fc.array(fc.constantFrom(...MOVES), { maxLength: 60 }),
  trials: fc.integer({ min: 1, max: 60 }),
});

/** What is wrong, one line each; empty where nothing is. */
export async function playCommanded({ seed, workers, moves, trials }: Commanded): Promise<readonly string[]> {
  const race = simulatedRace(seed, randomFrom('race', seed));
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-commanded-'));
  const wrong: string[] = [];
  const left = [...moves];
  const header = toyHeader(race.candidates);
  const path = join(folder, RUN_FILES.log);
  const store = createSqliteStore(path, header, [RUN_FILES.live, RUN_FILES.control]);
  const question = store.ask({ header });
  let budget: Budget = { trials };
  try {
    for (let stretch = 1; ; stretch++) {
      const control = new RunControl(budget);
      const stop = new AbortController();
      const facts = { work: { kind: 'study', trials: 60, isExact: false } as const, budget };
      const live = new LiveRun({
        folder,
        store,
        question,
        facts,
        control,
        command: (asked) => obey(asked, control, stop),
      });
      const hand = new Hand({ race, workers, seed: seed + stretch, left, control, stop, live, folder, wrong });
      const summary = await runExtendable(
        {
          ...{ plan: race.plan(), question, executor: hand.executor, environment: {}, failurePolicy: race.policy },
          ...{ signal: stop.signal, onEvent: (event) => live.take(event) },
        },
        control,
      );
      budget = control.budget;
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

/** What a run decides that nobody commands. */
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
  readonly control: RunControl;
  readonly stop: AbortController;
  readonly live: LiveRun;
  readonly folder: string;
  readonly wrong: string[];
}

/** Trains one at a time of those under way, commands in between, and looks at what the run says of itself after each command. */
class Hand {
  readonly #options: HandOptions;
  readonly #underWay: Trial[] = [];
  /** As whoever commands believes it. */
  #state: 'running' | 'paused' | 'stopping' = 'running';

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
        if (this.#state === 'paused') this.#options.wrong.push('a training began while the run was paused');
        this.#underWay.push(trial);
        training.began(trial);
      }
      const move = left.shift() ?? 'settle';
      if (move !== 'settle') this.#command(move);
      if (signal.aborted) break;
      if (move !== 'settle') continue;
      const [trial] = this.#underWay.splice(random.below(Math.max(1, this.#underWay.length)), 1);
      if (trial !== undefined) {
        training.ended(trial);
        onOutcome(attemptAt(race, trial, 2));
      } else if (this.#state === 'paused') this.#command('resume');
      else if (!(await source.more())) break;
    }
    for (const trial of this.#underWay.splice(0)) training.ended(trial);
  }

  #command(action: Exclude<Move, 'settle'>): void {
    const { control, stop, live, folder, wrong } = this.#options;
    const asked: ControlRequest = action === 'extend' ? { action, trials: 3 } : { action };
    const answer = obey(asked, control, stop);
    live.show({ isStopping: stop.signal.aborted });
    if ('done' in answer) this.#state = STATE_AFTER[action] ?? this.#state;
    else if (this.#state !== 'stopping') wrong.push(`${action} was refused: ${answer.error}`);
    const said = readLive(folder);
    // Before its first training a run leaves no trace.
    if (said === undefined || said.state === 'ended') return;
    if (stateOf(said) !== this.#state)
      wrong.push(`${this.#state} after ${action}, but live.json says ${stateOf(said)}`);
    if (said.running.length !== this.#underWay.length) {
      wrong.push(`${this.#underWay.length} under way, but live.json says ${said.running.length}`);
    }
    if (said.budget.trials !== control.budget.trials) wrong.push(`the budget is ${said.budget.trials} in live.json`);
  }
}

const STATE_AFTER = { pause: 'paused', resume: 'running', stop: 'stopping', extend: undefined } as const;
