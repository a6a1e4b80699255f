/** @file Predictions that nobody made, for tests of what is said of them: noise of examples, of retrainings, and of both. */
import {
  type PredictionKind,
  randomFrom,
  replicateTrial,
  type SetPredictions,
  type Trial,
} from '../../src/core/index.js';
import { buildPredictions, type PredictionInput, type PredictionRecord } from '../../src/report/index.js';

interface SimulatedPredictions {
  readonly kind: PredictionKind;
  readonly candidates?: readonly string[];
  readonly retrainings?: number;
  readonly examples?: number;
  /** Classes, or targets. */
  readonly outputs?: number;
  /** How much retrainings differ; 0: not at all. */
  readonly noise?: number;
  readonly hasTruth?: boolean;
  /** By training: the streams as a measurement varies them; a race's without it. */
  readonly trials?: (candidate: string) => readonly Trial[];
  readonly changes?: Partial<PredictionInput>;
}

/** The first candidate is the winner. */
export function simulatedInput(options: SimulatedPredictions): PredictionInput {
  const { kind, candidates = ['m0', 'm1'], retrainings = 6, examples = 100, hasTruth = true, changes } = options;
  const outputs = options.outputs ?? (kind === 'values' ? 1 : 3);
  const isNumbers = kind === 'values';
  const random = randomFrom('predictions', 'truth');
  const truth = Float64Array.from({ length: examples * (isNumbers ? outputs : 1) }, () => {
    return isNumbers ? 10 + 5 * random.normal() : Math.floor(random.uniform() * outputs);
  });
  return {
    name: 'simulated',
    run: 'runs/simulated',
    question: 'race',
    set: 'selection',
    classes: isNumbers ? [] : Array.from({ length: outputs }, (_, place) => `class ${place}`),
    targets: isNumbers ? Array.from({ length: outputs }, (_, place) => `target ${place}`) : [],
    ...(hasTruth ? { truth } : {}),
    candidates: candidates.map((candidate, index) => {
      const trials =
        options.trials?.(candidate) ??
        Array.from({ length: retrainings }, (_, at) => replicateTrial(candidate, 100 + at, 50));
      return {
        candidate,
        label: `width=${index + 1}`,
        isWinner: index === 0 && options.trials === undefined,
        trials: trials.map((trial) => ({
          trial,
          loss: 1 + trial.streams.init / 1000,
          predictions: predict(options, { trial, truth, examples, outputs, index }),
        })),
      };
    }),
    slicings: [
      {
        column: 'energy',
        names: ['3 to 10', '10 to 30'],
        sliceOf: Int32Array.from({ length: examples }, (_, at) => ((at % 5) - 1 > 1 ? 1 : at % 5 === 0 ? -1 : 0)),
      },
    ],
    missing: [],
    ...changes,
  };
}

export function simulatedPredictions(options: SimulatedPredictions): PredictionRecord {
  return buildPredictions(simulatedInput(options));
}

/** Far from the truth for some examples, each training a little its own way: by its weights, and twice as much by its sample. */
function predict(
  { kind, noise = 0.4 }: SimulatedPredictions,
  {
    trial,
    truth,
    examples,
    outputs,
    index,
  }: { trial: Trial; truth: Float64Array; examples: number; outputs: number; index: number },
): SetPredictions {
  const { init, sample } = trial.streams;
  const [weights, samples] = [randomFrom('weights', index, init), randomFrom('sample', index, sample)];
  const own = randomFrom('example');
  const shift = (): number => noise * (weights.normal() + 2 * samples.normal());
  if (kind === 'values') {
    const values = Float32Array.from(truth, (value) => value + 0.3 * (index + 1) + shift());
    return { kind, examples, outputs, values };
  }
  const scores = Float64Array.from({ length: examples * outputs }, (_, entry) => {
    const example = Math.floor(entry / outputs);
    const isTrue = entry % outputs === truth[example];
    return (isTrue ? 2.2 - 0.1 * index : 0) + own.normal() + shift();
  });
  const probabilities = Float32Array.from(scores, (score, entry) => {
    const start = entry - (entry % outputs);
    return Math.exp(score) / scores.subarray(start, start + outputs).reduce((sum, one) => sum + Math.exp(one), 0);
  });
  if (kind === 'probabilities') return { kind, examples, outputs, values: probabilities };
  const values = Float32Array.from({ length: examples }, (_, example) => {
    const told = probabilities.subarray(example * outputs, (example + 1) * outputs);
    return told.indexOf(Math.max(...told));
  });
  return { kind, examples, outputs: 1, values };
}
