/** @file Kept predictions as a record: on which examples, cut into which slices, shown with their pictures or rows. */
import { given, InputError, type PredictedSet, trialKey } from '../../core/index.js';
import type { Dataset } from '../../datasets/index.js';
import type { Slices } from '../../experiment/index.js';
import { buildPredictions, type LeftOutCollapses, type PredictionRecord } from '../../report/index.js';
import type { KeptCandidate, KeptPredictions } from '../kept-predictions.js';
import { showExamples } from './example-inputs.js';
import { membersOf } from './slice-members.js';

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
    ...given({ truth }),
    candidates: candidates.map(({ id, label, isWinner, trials, collapses }) => ({
      candidate: id,
      label,
      isWinner,
      ...given({ collapses }),
      trials: trials.map(({ trial, loss, sets }) => ({
        trial,
        loss,
        predictions: sets[set] as NonNullable<(typeof sets)[PredictedSet]>,
      })),
    })),
    slicings: dataset === undefined || samples === undefined ? [] : membersOf(slices, dataset, samples, slicesFrom),
    ...(dataset === undefined || samples === undefined ? {} : { inputOf: showExamples(dataset, samples) }),
    ...given({ origin: samples?.origin }),
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
  throw new InputError({
    code: 'predictions-set',
    what: `No predictions for the ${asked} set are kept.`,
    allowed: kept.join(', '),
    fix: `Leave --on out, or give --on ${kept[0]}.`,
  });
}
