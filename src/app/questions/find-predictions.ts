/** @file Finds what retrainings of a question predict, as a record: cut into slices, with examples as people know them. */
import {
  type Candidate,
  defined,
  InputError,
  inputError,
  type Outcome,
  type PredictedSet,
  trialKey,
} from '../../core/index.js';
import type { Dataset, RawColumn, Samples } from '../../engine/datasets/index.js';
import type { Slices } from '../../experiment/index.js';
import { collapseBars, type LossOf } from '../../questions/race/plan/index.js';
import {
  buildPredictions,
  type ExampleInput,
  formatValue,
  type LeftOutCollapses,
  type PredictionRecord,
} from '../../report/index.js';
import { exceptionsOf } from '../../stats/index.js';
import { trivialCost } from '../ask/raced-figure.js';
import { membersOf } from '../ask/slice-members.js';
import {
  countingOutcomes,
  type KeptCandidate,
  type KeptPredictions,
  keptPredictionsOf,
  type PredictingCandidate,
} from './kept-predictions.js';
import type { RaceTerms } from './plan-of-race.js';
import type { Means, Position } from './question-kind.js';
import type { RaceFindings } from './race-findings.js';

/** Nothing to be said, and no fault: no training kept any, or one alone. */
const SILENT: ReadonlySet<string> = new Set(['predictions-none', 'predictions-alone']);

/** The first candidate is the winner of a race. Undefined where nothing was kept; `needs.warn` hears of what does not fit together. */
export function findPredictions(
  { question }: Pick<Position, 'question'>,
  candidates: readonly PredictingCandidate[],
  slices: Slices | undefined = {},
  { backend: { dataset }, needs: { warn }, predictionsOf }: Means,
): PredictionRecord | undefined {
  const { name, plan } = question.header;
  try {
    const kept = keptPredictionsOf({
      candidates,
      outcomes: question.usedOutcomes(),
      predictionsOf,
      dataset,
      least: 2,
    });
    return predictionRecordOf(kept, {
      name,
      run: null,
      question: String(plan.kind),
      dataset,
      slices,
      slicesFrom: 'slices',
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (!SILENT.has(error.code)) warn(`What retrainings predict is not shown: ${error.what}`);
    return undefined;
  }
}

/** The winner and its rivals, as many as the result shows. */
export const MOST_SHOWN = 10;

/** The candidates of a study, as its plan has them. */
export function predictingOf(candidates: readonly Candidate[]): readonly PredictingCandidate[] {
  return candidates.slice(0, MOST_SHOWN).map(({ id, label }) => ({ id, label, isWinner: false }));
}

/** The winner, and the rivals whose trainings count beside its own, the nearest first. */
export function predictingIn(
  { question, state }: Position,
  { answer, baselines = [] }: Pick<RaceFindings, 'answer' | 'baselines'>,
  { race, figure, collapse, lossOf }: RaceTerms,
): readonly PredictingCandidate[] {
  const { winner = null } = answer ?? {};
  if (answer === undefined || winner === null) return [];
  const counting = countingOutcomes(question.usedOutcomes());
  const there = new Set(counting.map(({ trial }) => trial.candidate));
  const rivals = answer.rivals.map(({ candidate }) => candidate).filter((id) => there.has(id));
  const labels = new Map(question.header.candidates.map(({ id, label }) => [id, label]));
  // What trainings have together says nothing of one alone.
  const isAlone = figure?.joint === undefined;
  const settings = { baseline: trivialCost(baselines, figure), ...collapse };
  const standings = isAlone ? race.standings(state) : [];
  const found = collapseBars(standings, settings);
  const bars = new Map(standings.map(({ candidate }, place) => [candidate, found[place]]));
  return [winner, ...rivals].slice(0, MOST_SHOWN).map((id, place) => {
    const own = counting.filter(({ trial }) => trial.candidate === id);
    const collapses = collapsesAmong(own, bars.get(id), lossOf);
    return { id, label: labels.get(id) ?? '', isWinner: place === 0, ...collapses };
  });
}

/** By what each counts as in the race, also where that is a metric. */
function collapsesAmong(
  outcomes: readonly Outcome[],
  bar: Parameters<typeof exceptionsOf>[1],
  lossOf: LossOf,
): Pick<PredictingCandidate, 'collapses'> {
  const losses = outcomes.map((outcome) => ({ key: trialKey(outcome.trial), loss: lossOf(outcome) }));
  const counted = losses.filter(({ loss }) => !Number.isNaN(loss));
  const exceptions = exceptionsOf(
    counted.map(({ loss }) => loss),
    bar,
  );
  const keys = new Set(counted.filter(({ loss }) => exceptions.includes(loss)).map(({ key }) => key));
  return keys.size === 0 ? {} : { collapses: { keys, trials: counted.length } };
}

interface RecordFacts {
  readonly name: string;
  readonly run: string | null;
  /** `race`, or the study. */
  readonly question: string;
  readonly dataset: Dataset | undefined;
  readonly set?: PredictedSet | undefined;
  readonly slices: Slices;
  /** Where they were asked for, for messages. */
  readonly slicesFrom: string;
}

/** Without the trainings that collapsed, which are counted. @throws InputError for a set that was not kept, and for slices of columns that are not there. */
export function predictionRecordOf(kept: KeptPredictions, facts: RecordFacts): PredictionRecord {
  const { name, run, question, dataset, slices, slicesFrom } = facts;
  const set = setOf(kept, facts.set);
  const { truth, weights, withoutTruth, examples } = kept.sets[set] as NonNullable<
    KeptPredictions['sets'][PredictedSet]
  >;
  // Own trainers may know other examples than the data have.
  const samples = dataset?.[set].count === examples ? dataset[set] : undefined;
  const candidates = kept.candidates.filter(({ trials }) => trials.length > 1).map(withoutCollapses);
  const alone = kept.candidates.length - candidates.length;
  return buildPredictions({
    name,
    run,
    question,
    set,
    classes: kept.classes ?? [],
    targets: kept.targetNames ?? [],
    ...defined({ truth }),
    candidates: candidates.map(({ id, label, isWinner, trials, collapses }) => ({
      candidate: id,
      label,
      isWinner,
      ...defined({ collapses }),
      trials: trials.map(({ trial, loss, sets }) => ({
        trial,
        loss,
        predictions: sets[set] as NonNullable<(typeof sets)[PredictedSet]>,
      })),
    })),
    slicings: dataset === undefined || samples === undefined ? [] : membersOf(slices, dataset, samples, slicesFrom),
    ...(dataset === undefined || samples === undefined ? {} : { inputOf: showExamples(dataset, samples) }),
    ...defined({ origin: samples?.origin }),
    missing: [
      ...kept.notices,
      ...(withoutTruth === undefined ? [] : [withoutTruth]),
      ...(alone === 0
        ? []
        : [
            `${alone === 1 ? 'A candidate' : `${alone} candidates`} with one training ${alone === 1 ? 'is' : 'are'} left out.`,
          ]),
      ...(weights === undefined ? [] : ['All examples count alike here, though the data have weights.']),
    ],
  });
}

/** Few samples hold a training that collapsed, and no interval of the others knows of it: it is counted, as beside losses. */
function withoutCollapses({
  collapses,
  ...candidate
}: KeptCandidate): Omit<KeptCandidate, 'collapses'> & { readonly collapses?: LeftOutCollapses } {
  const others = candidate.trials.filter(({ trial }) => !collapses?.keys.has(trialKey(trial)));
  // One that is left differs from nothing.
  if (collapses === undefined || others.length < 2) return candidate;
  return { ...candidate, trials: others, collapses: { collapsed: collapses.keys.size, trials: collapses.trials } };
}

function setOf({ sets }: KeptPredictions, asked: PredictedSet | undefined): PredictedSet {
  const kept = Object.keys(sets) as PredictedSet[];
  const found =
    asked === undefined ? (kept.find((set) => set === 'selection') ?? kept[0]) : kept.find((set) => set === asked);
  if (found !== undefined) return found;
  throw inputError`predictions-set: No predictions for the ${asked} set are kept.
    Allowed: ${kept.join(', ')}
    Fix: Leave --on out, or give \`--on ${kept[0]}\`.`;
}

/** Cells of a row that are shown. */
const MOST_CELLS = 6;
/** Cells along a side of a picture that is shown; larger ones are averaged. */
const MOST_SIDE = 32;
const MILLISECONDS_PER_DAY = 86_400_000;

/** Gives for the place of an example what is shown of it; null for what is neither picture nor row. */
export function showExamples(
  { inputShape, inputNames, encoding }: Dataset,
  samples: Samples,
): (place: number) => ExampleInput | null {
  const { columns, inputs } = samples;
  if (columns !== undefined) return (place) => rowOf(columns.map((column) => [column.name, cellText(column, place)]));
  if (inputNames !== undefined) {
    const width = inputNames.length;
    return (place) =>
      rowOf(inputNames.map((name, input) => [name, numberText(inputs[place * width + input] as number)]));
  }
  const [height = 0, width = 0, channels] = inputShape;
  if (encoding !== undefined || channels === undefined) return () => null;
  return (place) => pictureOf(inputs.subarray(place * height * width * channels), { height, width, channels });
}

function rowOf(cells: readonly (readonly [string, string])[]): ExampleInput {
  return { kind: 'row', cells: cells.slice(0, MOST_CELLS), more: Math.max(0, cells.length - MOST_CELLS) };
}

function cellText(column: RawColumn, place: number): string {
  if (column.kind === 'category') return column.values[place] ?? '';
  const value = column.values[place] as number;
  if (Number.isNaN(value)) return '';
  return column.kind === 'date' ? new Date(value * MILLISECONDS_PER_DAY).toISOString().slice(0, 10) : numberText(value);
}

/** `31`, `0.048`: zeros at the end would say that more was measured. */
function numberText(value: number): string {
  return formatValue(value).replace(/(\.\d*[1-9])0+$|\.0+$/, '$1');
}

interface PictureShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Means over channels and over blocks of cells, from the least to the largest of the picture. */
function pictureOf(values: Float32Array, { height, width, channels }: PictureShape): ExampleInput {
  const block = Math.ceil(Math.max(height, width) / MOST_SIDE);
  const [rows, columns] = [Math.ceil(height / block), Math.ceil(width / block)];
  const means = new Float64Array(rows * columns);
  const counts = new Float64Array(rows * columns);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const cell = Math.floor(row / block) * columns + Math.floor(column / block);
      for (let channel = 0; channel < channels; channel++) {
        means[cell] = (means[cell] as number) + (values[(row * width + column) * channels + channel] as number);
      }
      counts[cell] = (counts[cell] as number) + channels;
    }
  }
  for (const [cell, count] of counts.entries()) means[cell] = (means[cell] as number) / count;
  const [least, most] = [Math.min(...means), Math.max(...means)];
  const greys = Array.from(means, (mean) =>
    (most > least ? Math.round((15 * (mean - least)) / (most - least)) : 0).toString(16),
  );
  return { kind: 'picture', width: columns, height: rows, greys: greys.join('') };
}
