/** @file The functions of the package, each of which loads what it needs when it is called: races, studies, promises, and what can be asked of a run or a table. */
import {
  askedByProgram,
  type Candidate,
  type CandidateDescription,
  defined,
  type JsonObject,
} from '../../core/index.js';
import type { ReplayAsked } from '../../questions/index.js';
import type { Explanation, PredictionRecord, Result } from '../../report/index.js';
import type { TrainFunction } from '../../trainers/index.js';
import type { ExplainOptions } from '../models/explain.js';
import type { ExportedTrial, ExportSubject } from '../models/export-trial.js';
import type { Prediction, PredictOptions } from '../models/predict.js';
import type { PredictionsOptions } from '../models/run-predictions.js';
import type { AskTellRace } from './ask-tell.js';
import type { FunctionName } from './library-options.js';
import {
  type AnySpaces,
  type AssureFinding,
  type AssureOptions,
  type ChangeFinding,
  type ChangeOptions,
  type CompareOptions,
  type ConfigurationOf,
  type CoupleOptions,
  type CreateRaceOptions,
  type CurveOptions,
  type KeepFinding,
  type KeepOptions,
  type MeasureOptions,
  NotRobustError,
  type Selection,
  type SelectOptions,
  type StudyFinding,
} from './options.js';

/** @throws InputError for anything but paths, by their names, and for options that the function does not have. */
async function checkPaths(
  name: FunctionName | 'replay' | 'predict',
  paths: Readonly<Record<string, string>>,
  options?: object,
): Promise<void> {
  const { checkOptionsOf, checkPath } = await import('./library-options.js');
  for (const [what, path] of Object.entries(paths)) checkPath(`${name}: ${what}`, path);
  if (options !== undefined && name !== 'replay' && name !== 'predict') checkOptionsOf(name, options);
}

/**
 * Says which rule would have chosen what, at what price: `losses` is a table (CSV or Parquet), a run folder, or its log.
 *
 * @example
 * const { winner, verdict } = await replay('losses.csv', { criterion: 'mean', rule: 'halving', orders: 200 });
 *
 * @throws InputError for a table that cannot be read and for settings that do not fit it.
 */
export async function replay(losses: string, options: ReplayAsked = {}): Promise<Result> {
  await checkPaths('replay', { losses });
  const [{ readToldOptions }, { REPLAY }, { replayTold }] = await Promise.all([
    import('./library-options.js'),
    import('../../questions/index.js'),
    import('../questions/replay-question.js'),
  ]);
  return askedByProgram(() => replayTold(losses, readToldOptions('replay', options, REPLAY)));
}

/**
 * The ONNX file of a run folder: without a replicate what its race delivered (`delivered`: which trainings, and why), of a candidate that has not won
 * its best trial; with one that completed trial. `outcome` is `null` for several trainings as one model.
 * Weights that the run no longer keeps are trained again, and the logged loss is verified; `onWarning` hears of damaged ones.
 *
 * @example
 * const { model, candidate } = await exportModel('runs/mine');
 * writeFileSync('best.onnx', model);
 *
 * @throws InputError for a trial that is not there or has no model, and for data that changed since.
 */
export async function exportModel(
  run: string,
  options: ExportSubject & { readonly onWarning?: (text: string) => void } = {},
): Promise<ExportedTrial> {
  await checkPaths('exportModel', { run }, options);
  const { onWarning = () => {}, ...subject } = options;
  const [{ exportTrial }, { readRunLog }] = await Promise.all([
    import('../models/export-trial.js'),
    import('../folder/logged-run.js'),
  ]);
  return readRunLog(run, (store) => {
    return askedByProgram(() => exportTrial(store, run, subject, onWarning));
  });
}

/**
 * What a model makes of the rows of a table (CSV or Parquet) with the columns that it was trained on.
 *
 * @example
 * const { labels, probabilities } = await predict('runs/mine/model.onnx', 'new.csv');
 *
 * @throws InputError for a model that cannot be used, for columns that are not there, and for all cells that do not fit it at once,
 * unless `skipBadRows` leaves their rows without a prediction.
 */
export async function predict(model: string, rows: string, options: PredictOptions = {}): Promise<Prediction> {
  await checkPaths('predict', { model, rows });
  const { predictRows } = await import('../models/predict.js');
  return askedByProgram(() => predictRows(model, rows, options));
}

/**
 * What a model relies on: how much worse it gets when one column after the other is shuffled, in units of its loss or of a metric, and
 * whether retrainings agree. `subject` is a run folder, whose winner is explained by several of its trainings, or a model file (with its
 * run beside it likewise); `data` a table (CSV or Parquet) with the targets in it, by default the final set of the run.
 *
 * @example
 * const { columns, agreement } = await explain('runs/houses', undefined, { instances: 8, metric: 'mae' });
 *
 * @throws InputError for what is no model of a table, for a table that does not fit it, and for a metric that it does not have.
 */
export async function explain(subject: string, data?: string, options: ExplainOptions = {}): Promise<Explanation> {
  await checkPaths('explain', data === undefined ? { subject } : { subject, data }, options);
  const { explainModel } = await import('../models/explain.js');
  return askedByProgram(() => explainModel(subject, data, options));
}

/**
 * How far retrainings of a run differ in what they predict for the same examples: of a race the winner and its rivals, of a study its
 * candidates, where their predictions were kept (`keep: { predictions: ... }`). Shares lie between 0 and 1; disagreements of numbers are
 * in standard deviations of the target. Trains nothing, writes nothing.
 *
 * @example
 * const { candidates, disputed } = await predictions('runs/digits', { slices: { energy: [3, 10, 30, 68] } });
 *
 * @throws InputError for a folder without predictions, for those of one training, and for slices that cannot be cut.
 */
export async function predictions(run: string, options: PredictionsOptions = {}): Promise<PredictionRecord> {
  await checkPaths('predictions', { run }, options);
  const { runPredictions } = await import('../models/run-predictions.js');
  return (await askedByProgram(() => runPredictions(run, options, 'predictions: slices'))).record;
}

/**
 * Races the candidates of an experiment.
 *
 * @example
 * const { result } = await select({
 *   experiment: { name: 'rates', space: { rate: [0.01, 0.03, 0.1] } },
 *   trainer: ({ rate }, { seeds }) => train(rate, seeds.init, seeds.sample),
 *   out: 'runs/rates',
 * });
 * console.log(result.verdict, result.winner?.label);
 *
 * @throws InputError for anything wrong with the experiment (nothing is written then), RunError when the run cannot go on
 * or is aborted; finished trials are in the log.
 */
export async function select<const Space = unknown, const Spaces = AnySpaces>(
  options: SelectOptions<Space, Spaces>,
): Promise<Selection> {
  const { askRace } = await import('./ask-questions.js');
  return askedByProgram(() => askRace(options));
}

/**
 * How much of the spread of losses comes from which source of randomness.
 *
 * @example
 * const { record } = await measure({ experiment: 'experiment.yaml', vary: ['init', 'sample'], trials: 30 });
 *
 * @throws InputError for everything that can be wrong with it (nothing is written then), RunError when it is aborted.
 */
export async function measure<const Space = unknown, const Spaces = AnySpaces>(
  options: MeasureOptions<Space, Spaces>,
): Promise<StudyFinding> {
  const { askStudy } = await import('./ask-questions.js');
  return askedByProgram(() => askStudy('measure', options));
}

/**
 * How many training examples it takes until a model is stable. Throws as `measure`.
 *
 * @example
 * const { record } = await curve({ experiment: 'experiment.yaml', sizes: [500, 1000, 2000], trials: 30 });
 */
export async function curve<const Space = unknown, const Spaces = AnySpaces>(
  options: CurveOptions<Space, Spaces>,
): Promise<StudyFinding> {
  const { askStudy } = await import('./ask-questions.js');
  return askedByProgram(() => askStudy('curve', options));
}

/**
 * One setting at a time, with tests of location and spread. Throws as `measure`.
 *
 * @example
 * const { record } = await compare({ experiment: 'experiment.yaml', factors: ['initialization'], trials: 20 });
 */
export async function compare<const Space = unknown, const Spaces = AnySpaces>(
  options: CompareOptions<Space, Spaces>,
): Promise<StudyFinding> {
  const { askStudy } = await import('./ask-questions.js');
  return askedByProgram(() => askStudy('compare', options));
}

/**
 * How settings, sample size and streams couple, in one design made for the budget. Throws as `measure`.
 *
 * @example
 * const { record } = await couple({ experiment: 'experiment.yaml', factors: ['initialization'], sizes: [500, 2000] });
 */
export async function couple<const Space = unknown, const Spaces = AnySpaces>(
  options: CoupleOptions<Space, Spaces>,
): Promise<StudyFinding> {
  const { askStudy } = await import('./ask-questions.js');
  return askedByProgram(() => askStudy('couple', options));
}

/**
 * Whether enough trainings of one candidate pass a bar: trains it until that is decided either way, with an error of at most
 * 5 % however often it is looked at. A training that fails or diverges does not pass.
 *
 * @example
 * const { verdict } = await assure({ experiment: 'experiment.yaml', share: 0.95, below: 0.4 });
 *
 * @throws InputError for everything that can be wrong with it (nothing is written then), RunError when it is aborted.
 */
export async function assure<const Space = unknown, const Spaces = AnySpaces>(
  options: AssureOptions<Space, Spaces>,
): Promise<AssureFinding> {
  const { askAssurance } = await import('./ask-questions.js');
  return askedByProgram(() => askAssurance(options));
}

/**
 * Whether the candidate of `experiment` is better than that of `against`, by the criterion of `experiment`: trains both on the same
 * replicates until that is sure, with an error of at most 5 % over all looks, or not to be expected any more.
 *
 * @example
 * const { verdict } = await assureChange({ experiment: 'new.yaml', against: 'old.yaml' });
 *
 * @throws InputError as `assure`, and where the two have other data or another trainer.
 */
export async function assureChange<const Space = unknown, const Spaces = AnySpaces>(
  options: ChangeOptions<Space, Spaces>,
): Promise<ChangeFinding> {
  const { askChange } = await import('./ask-questions.js');
  return askedByProgram(() => askChange(options));
}

/**
 * Whether a configuration takes the place of another one, as `surefoot keep` asks it of two versions of a script: trains both on the same seeds
 * until the gain is sure enough to keep, or too small to go on. In a loop, what was kept is the next `baseline`; with `out` its trainings are
 * used again.
 *
 * @example
 * const { verdict, gain } = await keep({ baseline: { width: 8 }, candidate: { width: 16 }, train });
 *
 * @throws InputError for everything that can be wrong with it (nothing is written then), RunError when it is aborted.
 */
export async function keep<Configuration extends JsonObject>(
  options: KeepOptions<Configuration>,
): Promise<KeepFinding> {
  const { askKeep } = await import('./ask-questions.js');
  return askedByProgram(() => askKeep(options));
}

/**
 * The same as `assure` for tests: gives what was found where the promise holds.
 *
 * @example
 * test('trains well nearly every time', async () => {
 *   await expectRobust({ experiment: 'experiment.yaml', share: 0.9, below: 0.4, out: 'runs/robust' });
 * });
 *
 * @throws NotRobustError where it does not hold or is undecided; else as `assure`.
 */
export async function expectRobust<const Space = unknown, const Spaces = AnySpaces>(
  options: AssureOptions<Space, Spaces>,
): Promise<AssureFinding> {
  const finding = await assure(options);
  if (finding.verdict !== 'holds') throw new NotRobustError(finding);
  return finding;
}

export interface CheckedCandidate extends Candidate {
  /** Layers and numbers of parameters; absent where the trainer cannot tell. */
  readonly description?: CandidateDescription;
}

export interface CheckedExperiment {
  readonly name: string;
  readonly candidates: readonly CheckedCandidate[];
  /** Configurations that constraints leave out, by constraint. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What is allowed, but hardly meant. */
  readonly warnings: readonly string[];
}

/**
 * What an experiment would race, without training anything: its candidates with what they are, and what hardly is meant.
 *
 * @example
 * const { candidates, warnings } = await check({ experiment: 'experiment.yaml' });
 *
 * @throws InputError for the first thing that is wrong with the experiment, and for all that is wrong with a file of its data.
 */
export async function check<const Space = unknown, const Spaces = AnySpaces>(
  options: Pick<SelectOptions<Space, Spaces>, 'experiment' | 'trainer'>,
): Promise<CheckedExperiment> {
  const [{ checkOptionsOf }, { sourceOf }, { prepare }, { QUESTIONS }] = await Promise.all([
    import('./library-options.js'),
    import('../ask/experiment-source.js'),
    import('../questions/questions.js'),
    import('../questions/questions.js'),
  ]);
  checkOptionsOf('check', options);
  const { experiment, trainer } = options;
  const train = trainer as TrainFunction | undefined;
  const { source, prepared } = await askedByProgram(async () => {
    const read = sourceOf(experiment);
    return { source: read, prepared: await prepare(QUESTIONS.race, read, {}, { train }) };
  });
  const { inspector } = prepared.backend;
  return {
    name: source.draft.name,
    candidates: prepared.candidates.map((candidate) => ({
      ...candidate,
      ...defined({ description: inspector?.describe(candidate.configuration) }),
    })),
    dropped: prepared.dropped,
    warnings: [...prepared.forecasts, ...prepared.warnings],
  };
}

/**
 * A race whose trainings you run yourself: it says what to train next, and is told what came out.
 *
 * @example
 * const race = await createRace({ experiment: { name: 'rates', space: { rate: [0.01, 0.03, 0.1] } } });
 * for (let [trial] = race.ask(1); trial; [trial] = race.ask(1)) {
 *   race.tell(trial.id, train(trial.configuration.rate, trial.seeds.init));
 * }
 * const { winner } = await race.result();
 *
 * @throws InputError for anything wrong with the experiment or the run folder.
 */
export async function createRace<const Space = unknown, const Spaces = AnySpaces>(
  options: CreateRaceOptions<Space, Spaces>,
): Promise<AskTellRace<ConfigurationOf<Space>>> {
  const [{ openRace }, { checkOptionsOf }] = await Promise.all([
    import('./ask-tell.js'),
    import('./library-options.js'),
  ]);
  checkOptionsOf('createRace', options);
  return askedByProgram(() => openRace(options));
}
