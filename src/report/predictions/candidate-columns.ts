/** @file What is told of each candidate's retrainings, a column a figure, for terminals and pages. */
import { formatCount, formatShare } from '../number-text.js';
import { shortSource } from '../studies/source-words.js';
import type { CandidatePredictions, PredictionRecord } from './prediction-record.js';
import { disagreementText } from './prediction-words.js';

interface CandidateColumn {
  readonly heading: string;
  readonly cell: (candidate: CandidatePredictions) => string;
}

/** Those that any candidate has something for. */
export function candidateColumns(record: PredictionRecord): readonly CandidateColumn[] {
  const further = FURTHER.filter(({ of }) => record.candidates.some((one) => of(one) !== null));
  return [
    ...disagreementColumns(record),
    ...further.map(({ heading, of }) => ({ heading, cell: (one: CandidatePredictions) => of(one) ?? '–' })),
    // One number for all stands above the table.
    ...(new Set(record.candidates.map(({ retrainings }) => retrainings)).size < 2
      ? []
      : [{ heading: 'trainings', cell: ({ retrainings }: CandidatePredictions) => formatCount(retrainings) }]),
  ];
}

/** By streams where these were told apart; a race moves all of them together. */
function disagreementColumns(record: PredictionRecord): readonly CandidateColumn[] {
  const names = [...new Set(record.candidates.flatMap(({ streams }) => streams.map((set) => set.streams)))];
  if (names.length < 2) {
    const heading = record.kind === 'values' ? 'differ by' : 'differ on';
    return [{ heading, cell: ({ disagreement }) => disagreementText(record, disagreement) }];
  }
  return names.map((name) => ({
    heading: shortSource(name),
    cell: ({ streams }) => {
      const own = streams.find((set) => set.streams === name);
      return own === undefined ? '–' : disagreementText(record, own.disagreement);
    },
  }));
}

const FURTHER: readonly {
  readonly heading: string;
  readonly of: (candidate: CandidatePredictions) => string | null;
}[] = [
  { heading: 'ambiguity', of: ({ multiplicity }) => multiplicity && formatShare(multiplicity.ambiguity) },
  { heading: 'discrepancy', of: ({ multiplicity }) => multiplicity && formatShare(multiplicity.discrepancy) },
  { heading: 'ECE', of: ({ calibration }) => calibration && formatShare(calibration.one.value) },
  { heading: 'ECE of mean', of: ({ calibration }) => calibration && formatShare(calibration.mean.value) },
];
