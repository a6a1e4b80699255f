/**
 * @file A candidate of the user's own command as a model: the command is asked for the same training again, by the same seeds, and predicts
 * the rows of a table where the final set was. So no file of its own making needs to be understood.
 */
import {
  type Candidate,
  inputError,
  isOfFunction,
  type JsonObject,
  labelsOf,
  NO_MASK,
  type Outcome,
  type RunHeader,
  runError,
  type SetPredictions,
  TrainingFailure,
} from '../../core/index.js';
import { type Dataset, encodeColumns, type RawColumn, type Samples } from '../../engine/datasets/index.js';
import { type ModelAnswers, toldOutputs, type UsableModel } from '../../engine/inspection.js';
import { closeStretch, openStretch } from '../../trainers/index.js';
import { createBackend } from '../ask/create-backend.js';
import { loggedExperiment } from '../ask/experiment-source.js';
import { hidesSecrets } from '../ask/secrets.js';
import { ownBackend } from '../ask/trainer-backend.js';
import { loadBuiltIn } from '../onnx-runtime.js';

/** The training that stands for the candidate, as the log has it. */
interface LoggedTraining {
  readonly header: RunHeader;
  readonly candidate: Candidate;
  readonly outcome: Outcome;
}

/** It trains once for all of them; the file that it gets holds them all. */
const ROWS_AT_ONCE = 200_000;
/** Losses further apart than this share are told. */
const SAME_LOSS = 1e-6;

/**
 * `dataset`: the data of the run. `warn` hears of a training that came out otherwise than the logged one: its code, or its packages, may be
 * others now.
 * @throws InputError (`no-model`) for a trainer that does not predict rows that it is handed, and for one whose secrets the log hides.
 */
export async function openCommandModel(
  { header, candidate, outcome }: LoggedTraining,
  dataset: Dataset | undefined,
  warn: (text: string) => void,
): Promise<UsableModel> {
  // A function is not in the log, which names the experiment's own trainer beside it.
  if (dataset === undefined || isOfFunction(header)) throw noModel(candidate.id);
  if (hidesSecrets(header.experiment)) throw withoutSecrets(candidate.id);
  const { judgedAs, backend, handOver } = await backendFor(header, dataset, candidate);
  const { columnRanges } = await loadBuiltIn();
  const stretch = await openStretch();
  const trainer = await backend.createTrainer(stretch).catch(async (error: unknown) => {
    await closeStretch(stretch);
    throw error;
  });
  const predict = async (rows: readonly RawColumn[], count: number): Promise<SetPredictions> => {
    handOver(samplesOf(dataset, rows, count));
    try {
      const { loss, predictions } = await trainer.train(candidate, outcome.trial, {
        experimentSeed: header.seed,
        keepPredictions: true,
        report: () => {},
        signal: new AbortController().signal,
      });
      if (Math.abs(loss - Number(outcome.loss)) > SAME_LOSS * Math.abs(loss)) warn(otherLoss(candidate, outcome, loss));
      return wholeFinal(predictions?.final, count, dataset);
    } catch (error) {
      if (!(error instanceof TrainingFailure)) throw error;
      throw notTrained(candidate, (backend.secrets?.mask ?? NO_MASK)(error.message), error);
    }
  };
  return {
    isChanged: false,
    reading: readingOf(dataset),
    targets: dataset.targetNames,
    targetReadings: dataset.targetReadings ?? {},
    classes: dataset.classes,
    loss: judgedAs.loss as JsonObject,
    ranges: columnRanges(dataset),
    instances: 1,
    targetSpread: undefined,
    conformal: undefined,
    candidate: candidate.id,
    answer: async (rows, count) => answersOf(dataset, await predict(rows, count)),
    outputs: async (rows, count) => toldOutputs(await predict(rows, count), dataset, judgedAs) as Float32Array,
    rowsAtOnce: ROWS_AT_ONCE,
    close: async () => {
      await trainer.close?.();
      await closeStretch(stretch);
    },
  };
}

/** A backend whose final set is whatever was handed over last. @throws InputError (`no-model`). */
async function backendFor(header: RunHeader, dataset: Dataset, candidate: Candidate) {
  let rows = dataset.final;
  const handed: Dataset = {
    ...dataset,
    get final() {
      return rows;
    },
  };
  const backend = await createBackend({ ...loggedExperiment(header.experiment), dataset: handed });
  const { judgedAs } = ownBackend(backend, candidate).backend;
  if (judgedAs === undefined) throw noModel(candidate.id);
  const handOver = (samples: Samples) => {
    rows = samples;
  };
  return { backend, judgedAs, handOver };
}

function readingOf({ encoding, inputNames, final }: Dataset): UsableModel['reading'] {
  const features = Object.keys(final.features);
  if (encoding !== undefined) return { kind: 'columns', columns: encoding.columns, features };
  if (inputNames !== undefined) return { kind: 'numbers', names: inputNames, features };
  throw inputError`model-without-columns: The data of this run have no columns, so that no table can be predicted.
    Allowed: runs on tables, whose columns have names
    Fix: Use the files that your trainer left.`;
}

function samplesOf({ encoding, targetNames, final }: Dataset, rows: readonly RawColumn[], count: number): Samples {
  const names = Object.keys(final.features);
  const own = rows.slice(0, rows.length - names.length);
  const numbers = (column: RawColumn) => Float32Array.from(column.values as Float64Array);
  const features = Object.fromEntries(
    names.map((name, place) => [name, numbers(rows[own.length + place] as RawColumn)]),
  );
  const columns = own.map((column) => (encoding === undefined ? numbers(column) : undefined));
  const inputs =
    encoding === undefined
      ? Float32Array.from({ length: count * own.length }, (_, place) => {
          return columns[place % own.length]?.[Math.floor(place / own.length)] as number;
        })
      : encodeColumns(encoding, own, count);
  return { count, inputs, targets: new Float32Array(count * targetNames.length), features };
}

/** @throws RunError for predictions of other rows, or of another kind. */
function wholeFinal(predicted: SetPredictions | undefined, count: number, dataset: Dataset): SetPredictions {
  const [kind, width] =
    dataset.classes.length > 0
      ? (['probabilities', dataset.classes.length] as const)
      : (['values', dataset.targetNames.length] as const);
  if (predicted?.kind === kind && predicted.outputs === width && predicted.examples === count) return predicted;
  const told = predicted === undefined ? 'nothing' : `${predicted.examples} x ${predicted.outputs} ${predicted.kind}`;
  throw runError`rows-not-predicted: The trainer told ${told} for the ${count} rows, which it gets as \`final\`.
    Fix: Have it predict \`sample.final\`: ${count} x ${width} ${kind} (docs/trainer-protocol.md).`;
}

function answersOf({ classes }: Dataset, { examples: count, values }: SetPredictions): ModelAnswers {
  if (classes.length === 0) return { count, values, labels: [], probabilities: new Float32Array() };
  const labels = Array.from(labelsOf(values, classes.length), (label) => classes[label] as string);
  return { count, values: new Float32Array(), labels, probabilities: values };
}

function otherLoss({ label }: Candidate, { loss }: Outcome, now: number): string {
  return `${label} was trained again by the same seeds, and its loss is ${now} where the run has ${Number(loss)}: its code or its packages are others now`;
}

function notTrained({ label }: Candidate, why: string, cause: TrainingFailure) {
  return runError`training-again: ${label} could not be trained again to predict: ${why}
    Fix: Correct the trainer, or predict with the files that it left in the run.
    Cause: ${cause}`;
}

function noModel(candidate: string) {
  return inputError`no-model: Candidate "${candidate}" is of a trainer of your own that does not predict rows which it is handed.
    Allowed: candidates of the built-in trainers, and of commands with \`loss: predictions\`
    Fix: Use what it left in the artifacts folder of the run, or choose a candidate that Surefoot trained itself: --candidate ID`;
}

/** The command would be started with what stands in their place. */
function withoutSecrets(candidate: string) {
  return inputError`no-model: Candidate "${candidate}" is of a command with secrets in its \`environment\`, which no log keeps.
    Allowed: commands whose secrets are variables of the environment that Surefoot is started in
    Fix: Use what it left in the artifacts folder of the run, or race it again with its secrets outside of the experiment file.`;
}
