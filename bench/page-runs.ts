/** @file Races of many candidates that never happened, with all that a page may have to carry: curves, metrics, failures. */
import { type Outcome, randomFrom } from '../src/core/index.js';
import type { ReportInput } from '../src/report/index.js';
import { simulatedLoss, simulateRun } from '../test/report/simulated-run.js';

const EPOCHS = 30;
const MESSAGE = 'Traceback (most recent call last):\n  File "train.py", line 41, in <module>\n'.repeat(30);

/** Every candidate trained `replicates` times by the real race. Losses are drawn, every name says that they are simulated. */
export function simulateBigRun(candidates: number, replicates: number): ReportInput {
  const run = simulateRun({
    candidates,
    warmup: replicates,
    maxReplicates: Math.max(2, replicates),
    finalTrials: 0,
    trials: candidates * replicates,
    criterion: 'median',
    loss: (candidate, trial) => {
      const isFailed = randomFrom('page-failure', candidate, trial.streams.init).uniform() < 0.02;
      return isFailed ? null : simulatedLoss(candidate, trial);
    },
    label: (index) => `units=${16 << (index % 4)} activation=${['relu', 'tanh', 'elu'][index % 3]} lr=${rateOf(index)}`,
  });
  return {
    ...run,
    header: {
      ...run.header,
      candidates: run.header.candidates.map((candidate, index) => ({
        ...candidate,
        configuration: { ...candidate.configuration, optimizer: { name: 'adamw', learningRate: rateOf(index) } },
      })),
    },
    outcomes: run.outcomes.map(withCurve),
  };
}

function rateOf(index: number): number {
  return Number((10 ** (-4 + 3 * randomFrom('page-rate', index).uniform())).toPrecision(4));
}

function withCurve(outcome: Outcome): Outcome {
  const { trial, failure } = outcome;
  const random = randomFrom('page-curve', trial.candidate, trial.streams.init);
  const seconds = 1 + 9 * random.uniform();
  if (failure !== undefined) {
    const message = `${MESSAGE}RuntimeError: candidate ${trial.candidate}, replicate ${trial.streams.init}`;
    return { ...outcome, seconds, failure: { ...failure, message } };
  }
  const end = Number.isFinite(outcome.loss) ? outcome.loss : 1;
  const lossPerEpoch = Array.from(
    { length: EPOCHS },
    (_, epoch) => end * (1 + 4 * Math.exp(-epoch / 4) + 0.05 * random.normal()),
  );
  return { ...outcome, seconds, lossPerEpoch };
}
