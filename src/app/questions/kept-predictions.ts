/**
 * @file Reads what trials of a run predicted: the retrainings of each candidate side by side, on the same examples in the same order, with
 * the truth where it is known. Whatever does not fit together is refused; what is missing or damaged is left out, and said.
 */

import { isAbsolute } from 'node:path';
import {
  decodePredictions,
  type InputError,
  inputError,
  type Outcome,
  oncePerObject,
  PREDICTED_SETS,
  type PredictedSet,
  type PredictionKind,
  predictionsArtifact,
  type SetPredictions,
  type Trial,
  type TrialPredictions,
  trialKey,
} from '../../core/index.js';
import type { Dataset } from '../../engine/datasets/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import { fits, fromArtifactPath, readTrialFile } from '../../work/here/index.js';
import { RUN_FILES } from '../folder/run-files.js';
import { type KeptSet, requireOneShape, setsOf } from './predicted-sets.js';

export interface KeptTrial {
  readonly trial: Trial;
  readonly loss: number;
  /** Every set of {@link KeptPredictions}. */
  readonly sets: TrialPredictions;
}

export interface KeptCandidate extends PredictingCandidate {
  /** By replicate; those of one replicate in the order of their keys. */
  readonly trials: readonly KeptTrial[];
}

export interface KeptPredictions {
  readonly kind: PredictionKind;
  /** Names in the order of class numbers; absent for numbers, and where only the trainer knows them. */
  readonly classes?: readonly string[];
  /** Names of the targets of numbers, where Surefoot holds the data. */
  readonly targetNames?: readonly string[];
  readonly sets: Readonly<Partial<Record<PredictedSet, KeptSet>>>;
  /** The candidates that were given, without those of whose trials nothing is kept. */
  readonly candidates: readonly KeptCandidate[];
  /** What was left out and why, each a sentence. */
  readonly notices: readonly string[];
}

/** A candidate whose retrainings are looked at. */
export interface PredictingCandidate {
  readonly id: string;
  readonly label: string;
  readonly isWinner: boolean;
  /** Absent where none of its trainings is told apart as a collapse. They are read like any other. */
  readonly collapses?: CollapsedTrainings;
}

/** Trainings of a candidate that a race tells apart from the others. */
interface CollapsedTrainings {
  /** Keys of these trials, of which some may have failed. */
  readonly keys: ReadonlySet<string>;
  /** The number of trainings that count in all. */
  readonly trials: number;
}

export interface PredictionSource {
  readonly candidates: readonly PredictingCandidate[];
  /** Fresh trials alone count where there are any, so that nothing was chosen by them; otherwise all completed ones. */
  readonly outcomes: readonly Outcome[];
  readonly predictionsOf: PredictionsReader;
  /** Where Surefoot holds the data. */
  readonly dataset?: Dataset | undefined;
  /** How many retrainings the first candidate has at least; 1 by default. */
  readonly least?: number;
}

/** @throws InputError (`predictions-none`, `predictions-differ`, `predictions-classes`, `predictions-alone`). */
export function keptPredictionsOf(source: PredictionSource): KeptPredictions {
  const { candidates, dataset, least = 1 } = source;
  const notices: string[] = [];
  const read = candidates.map((candidate) => ({ ...candidate, trials: trialsOf(candidate, source) }));
  const found = read.flatMap(({ trials }) => trials.flatMap(({ sets }) => Object.keys(sets)));
  const names = PREDICTED_SETS.filter((set) => found.includes(set));
  const kept = read.map(({ trials, ...candidate }): KeptCandidate => {
    const whole = trials.filter(({ sets }) => names.every((set) => sets[set] !== undefined));
    notices.push(...leftOut(candidate, trials, names));
    return { ...candidate, trials: whole.map(({ outcome: { trial, loss }, sets }) => ({ trial, loss, sets })) };
  });
  const [first] = kept;
  if (names.length === 0 || first === undefined) throw noneKept(read.flatMap(({ trials }) => trials).length);
  if (first.trials.length < least)
    throw inputError`predictions-alone: The predictions of ${first.trials.length === 1 ? 'one training' : `${first.trials.length} trainings`} of ${first.id} are kept.
      Allowed: ${least} retrainings or more, which may disagree
      Fix: Train it more often: \`race: { finalTrials: 20 }\` for a race, or \`surefoot measure FILE\` with \`keep: { predictions: all }\`.`;
  const all = kept.flatMap(({ trials }) => trials);
  const kind = requireOneShape(all, names);
  return {
    kind,
    ...namesOf(kind, all, names, dataset),
    sets: setsOf(kind, all, names, dataset),
    candidates: kept.filter(({ trials }) => trials.length > 0),
    notices,
  };
}

/** The fresh ones, by which nothing was chosen, where there are any. */
export function countingOutcomes(outcomes: readonly Outcome[]): readonly Outcome[] {
  const fresh = outcomes.filter(({ trial }) => isFresh(trial));
  return fresh.length > 0 ? fresh : outcomes;
}

/** A completed trial, with the sets that could be read, and why others could not. */
interface ReadTrial {
  readonly outcome: Outcome;
  readonly sets: TrialPredictions;
  /** What is wrong, as a clause. */
  readonly trouble?: string;
}

function trialsOf({ id }: PredictingCandidate, { outcomes, predictionsOf }: PredictionSource): ReadTrial[] {
  return countingOutcomes(outcomes)
    .filter(({ trial, status }) => trial.candidate === id && status === 'completed')
    .toSorted((a, b) => a.trial.streams.init - b.trial.streams.init || (trialKey(a.trial) < trialKey(b.trial) ? -1 : 1))
    .map((outcome) => readTrial(outcome, predictionsOf));
}

function readTrial(outcome: Outcome, predictionsOf: PredictionsReader): ReadTrial {
  const sets: Partial<Record<PredictedSet, SetPredictions>> = {};
  for (const set of PREDICTED_SETS) {
    const read = predictionsOf(outcome, set);
    if (typeof read === 'string') return { outcome, sets: {}, trouble: read };
    if (read !== undefined) sets[set] = read;
  }
  return { outcome, sets };
}

/** At most this many are named one by one. */
const MOST_NAMED = 3;

/** What is said of the trials of a candidate that are not used. */
function leftOut(
  { id }: PredictingCandidate,
  trials: readonly ReadTrial[],
  names: readonly PredictedSet[],
): readonly string[] {
  const troubles = trials.flatMap(({ outcome, sets, trouble }) => {
    const lacking = names.filter((set) => sets[set] === undefined);
    if (lacking.length === 0) return [];
    const why = trouble ?? `none were kept for the ${lacking.join(' and the ')} set`;
    return [`replicate ${outcome.trial.streams.init}: ${why}`];
  });
  if (troubles.length === 0) return [];
  const named = troubles.slice(0, MOST_NAMED).join('; ');
  const more = troubles.length > MOST_NAMED ? `; and ${troubles.length - MOST_NAMED} more` : '';
  return [`Predictions of ${troubles.length} of ${trials.length} trainings of ${id} are left out (${named}${more}).`];
}

/** Names of classes, or of targets, where the data set has as many. */
function namesOf(
  kind: PredictionKind,
  trials: readonly KeptTrial[],
  [set]: readonly PredictedSet[],
  dataset: Dataset | undefined,
): Pick<KeptPredictions, 'classes' | 'targetNames'> {
  const outputs = set === undefined ? 0 : (trials[0]?.sets[set]?.outputs ?? 0);
  if (dataset === undefined) return {};
  const { classes, targetNames } = dataset;
  if (kind === 'values') return targetNames.length === outputs ? { targetNames } : {};
  return kind === 'labels' || classes.length === outputs ? { classes } : {};
}

function noneKept(trainings: number): InputError {
  return inputError`predictions-none: ${trainings === 0 ? 'No training of this run has ended with predictions to look at.' : `None of the ${trainings} trainings that count here have their predictions kept: the experiment says \`keep: { predictions: none }\`, or its own trainer returns none.`}
    Allowed: races, whose fresh trainings of the winner and its rivals keep them by default, and anything with \`keep: { predictions: all }\`
    Fix: Predictions come with trainings, and no earlier training is asked for them again. With \`keep: { predictions: winner }\` (or \`all\`) in the experiment, run it again with --fresh, or with --out and another folder; or train one candidate there: \`surefoot measure FILE --candidate ID --out FOLDER\` with \`all\`.`;
}

/** More than the predictions of any set that fits into memory. */
const MOST_BYTES = 2 ** 31;

/** A function like {@link readPredictions}. */
export type PredictionsReader = (outcome: Outcome, set: PredictedSet) => SetPredictions | string | undefined;

/** Reads each file once: for as long as the reader is held, it holds what it has read. */
export function predictionsReader(artifactFolder: string): PredictionsReader {
  const ofSets = PREDICTED_SETS.map((set) => {
    return [set, oncePerObject((outcome: Outcome) => readPredictions(outcome, set, artifactFolder))] as const;
  });
  const readers = new Map(ofSets);
  return (outcome, set) => readers.get(set)?.(outcome);
}

/** Undefined where the outcome names no such file; a text, a clause that says what is wrong with the file. */
function readPredictions(
  { artifacts = {}, artifactSums = {} }: Outcome,
  set: PredictedSet,
  artifactFolder: string,
): SetPredictions | string | undefined {
  const name = predictionsArtifact(set);
  const path = artifacts[name];
  if (path === undefined) return undefined;
  const bytes = isAbsolute(path) ? undefined : readTrialFile(fromArtifactPath(artifactFolder, path), MOST_BYTES);
  if (bytes === undefined) return `${RUN_FILES.artifacts}/${path} is missing`;
  const sum = artifactSums[name];
  const decoded = sum === undefined || fits(bytes, sum) ? decodePredictions(bytes) : undefined;
  return decoded ?? `${RUN_FILES.artifacts}/${path} is damaged`;
}
