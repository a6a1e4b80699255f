/** @file The races of the simulation, what each trial comes to by itself, and what the undisturbed race decides. */
import {
  type Candidate,
  type Decision,
  type Executor,
  type FailurePolicy,
  failedOutcome,
  type Outcome,
  type Plan,
  type Random,
  randomFrom,
  type Trial,
  trialKey,
} from '../../src/core/index.js';
import { runPlan } from '../../src/evidence/drive/index.js';
import { toyQuestion } from '../evidence/drive/in-memory-run.js';
import { toyCandidate, toyPlan, toyTrial } from '../work/here/fixtures/toy.mjs';

/** `flaky`: its first attempt fails, the second does not. `poison`: no machine survives it. */
export type Nature = 'good' | 'diverging' | 'failing' | 'flaky' | 'poison';

export interface SimulatedRace {
  readonly candidates: readonly Candidate[];
  readonly policy: FailurePolicy;
  readonly plan: () => Plan<unknown>;
  natureOf(trial: Trial): Nature;
  lossOf(trial: Trial): number;
}

export function simulatedRace(seed: number, random: Random): SimulatedRace {
  const candidates = Array.from({ length: 3 + random.below(4) }, (_, index) => toyCandidate(`c${index}`, { index }));
  const hasPoison = random.uniform() < 0.15;
  const natures = new Map<string, Nature>();
  const natureOf = (trial: Trial): Nature => {
    const key = trialKey(trial);
    const found = natures.get(key) ?? drawNature(randomFrom('nature', seed, key).uniform(), hasPoison);
    natures.set(key, found);
    return found;
  };
  const kind = random.below(3);
  const total = 12 + random.below(30);
  const window = 1 + random.below(12);
  return {
    candidates,
    policy: { retries: 1 + random.below(2), action: 'worst', kinds: { 'lost-worker': { retries: random.below(2) } } },
    plan: () => (kind === 0 ? toyPlan(candidates) : greedyPlan(candidates, total, window, kind === 2)) as Plan<unknown>,
    natureOf,
    lossOf: (trial) => Number(trial.candidate.slice(1)) / 4 + randomFrom('loss', seed, trialKey(trial)).uniform(),
  };
}

function drawNature(uniform: number, hasPoison: boolean): Nature {
  if (uniform < 0.03) return 'failing';
  if (uniform < 0.05) return 'diverging';
  if (uniform < 0.11) return 'flaky';
  return hasPoison && uniform < 0.13 ? 'poison' : 'good';
}

/** What one attempt (1, 2, ...) at a trial gives. */
export function attemptAt(race: SimulatedRace, trial: Trial, attempt: number): Outcome {
  const nature = race.natureOf(trial);
  if (nature === 'failing' || (nature === 'flaky' && attempt === 1))
    return failedOutcome(trial, { kind: 'exception', message: 'as it has to' }, 1);
  const what = { trial, metrics: {}, lossPerEpoch: [], seconds: 1 };
  if (nature === 'diverging') return { ...what, status: 'diverged', loss: Number.POSITIVE_INFINITY };
  return { ...what, status: 'completed', loss: race.lossOf(trial) };
}

/** The same race by itself: no machine is lost but to poison, and to these trials. */
export async function undisturbed(race: SimulatedRace, lost: ReadonlySet<string>): Promise<readonly Decision[]> {
  const question = toyQuestion(race.candidates);
  const executor: Executor = {
    workers: 1,
    execute: async (source, onOutcome, signal) => {
      for (;;) {
        const trial = source.take();
        if (trial === undefined) {
          if (signal.aborted || !(await source.more())) return;
          continue;
        }
        const isLost = race.natureOf(trial) === 'poison' || lost.has(trialKey(trial));
        onOutcome(isLost ? failedOutcome(trial, { kind: 'lost-worker', message: '' }, 0) : attemptAt(race, trial, 2));
        if (signal.aborted) return;
      }
    },
    close: async () => {},
  };
  await runPlan({
    plan: race.plan(),
    question,
    executor,
    budget: {},
    signal: new AbortController().signal,
    environment: {},
    failurePolicy: race.policy,
  });
  return question.decisions();
}

interface Sums {
  readonly sums: number[];
  readonly counts: number[];
  seen: number;
}

/**
 * Asks for the candidate with the lowest mean so far, as far ahead as its window, and decides after every fifth outcome.
 * Where it confirms, the best gets three more in the end, in place of what is pending.
 */
function greedyPlan(
  candidates: readonly Candidate[],
  total: number,
  window: number,
  confirms: boolean,
): Plan<Sums & { confirmed: number }> {
  const indexOf = (trial: Trial) => candidates.findIndex(({ id }) => id === trial.candidate);
  const bestOf = ({ sums, counts }: Sums, extra: readonly number[] = []) => {
    const means = sums.map((sum, index) => (sum + 0.1) / ((counts[index] ?? 0) + (extra[index] ?? 0) + 0.5));
    return means.indexOf(Math.min(...means));
  };
  return {
    window: () => window,
    begin: () => ({ sums: candidates.map(() => 0), counts: candidates.map(() => 0), seen: 0, confirmed: 0 }),
    next: (state, pending) => {
      const extra = candidates.map(({ id }) => pending.filter(({ candidate }) => candidate === id).length);
      if (state.seen >= total) {
        if (!confirms || state.seen >= total + 3) return { kind: 'finished' };
        const isConfirming = pending.some(({ repeat }) => repeat === 1);
        if (isConfirming) return { kind: 'wait', outcomes: 1 };
        const best = candidates[bestOf(state)]?.id as string;
        const asks = [0, 1, 2].map((replicate) => ({ ...toyTrial(best, replicate), repeat: 1 }));
        return { kind: 'asked', asks, stage: { number: 1, phase: 'final' }, divisible: true, abandons: true };
      }
      if (state.seen + pending.length >= total + window) return { kind: 'wait', outcomes: 1 };
      const best = bestOf(state, extra);
      const replicate = (state.counts[best] ?? 0) + (extra[best] ?? 0);
      const asks = [toyTrial(candidates[best]?.id as string, replicate)];
      return { kind: 'asked', asks, stage: { number: 1, phase: 'race' }, divisible: true };
    },
    // Some of it comes true.
    ahead: (state, pending, most) => {
      if (state.seen >= total) return { needed: [], likely: [], certain: state.seen };
      const counts = candidates.map(({ id }, index) => {
        return (state.counts[index] ?? 0) + pending.filter(({ candidate }) => candidate === id).length;
      });
      const best = bestOf(state);
      const asks = Array.from({ length: Math.min(most, 2 * candidates.length) }, (_, place) => {
        const index = place % 2 === 0 ? best : place % candidates.length;
        counts[index] = (counts[index] ?? 0) + 1;
        return toyTrial(candidates[index]?.id as string, (counts[index] ?? 0) - 1);
      });
      return { needed: [], likely: asks, certain: total };
    },
    apply: (state, outcomes) => {
      const decisions: Decision[] = [];
      for (const { trial, loss } of outcomes) {
        const index = indexOf(trial);
        state.sums[index] = (state.sums[index] ?? 0) + Math.min(loss, 9);
        if (trial.repeat === 0) state.counts[index] = (state.counts[index] ?? 0) + 1;
        if (++state.seen % 5 !== 0) continue;
        const incumbent = candidates[bestOf(state)]?.id as string;
        const incumbentValue = state.sums[candidates.findIndex(({ id }) => id === incumbent)] ?? 0;
        const fixed = { rule: 'greedy', survivors: [incumbent], eliminated: [], evidence: [] };
        decisions.push({ round: state.seen, incumbent, incumbentValue, ...fixed });
      }
      return { state, decisions };
    },
  };
}
