/** @file What is told of predictions as tables: of candidates, of the examples that are disputed most, and of slices. */
import type { BoundedFigure } from '../../stats/index.js';
import { formatCount } from '../number-text.js';
import { shortSource } from '../studies/study-words.js';
import type { Column, Table } from '../table/table.js';
import type { BasedInterval } from '../view/interval-words.js';
import type {
  CandidatePredictions,
  DisputedExample,
  PredictionRecord,
  SliceFigures,
  Slicing,
} from './prediction-record.js';
import { candidateCaption, countingText, sayText, sliceHeads, truthText, whoText } from './prediction-words.js';

type NameOf = (candidate: string) => string;

function endsOf({ low, high, level, reason }: BoundedFigure, method: string): BasedInterval | null {
  if (low !== null && high !== null) return { low, high, level, method };
  return reason === undefined ? null : { reason };
}

/** Columns that any candidate has something for, the most needed first. */
export function candidateTable(record: PredictionRecord, nameOf: NameOf): Table<CandidatePredictions> {
  const { candidates } = record;
  const counts = new Set(candidates.map(({ retrainings }) => retrainings));
  return {
    id: 'predictions',
    caption: candidateCaption(record),
    columns: [
      { key: 'candidate', of: (one) => nameOf(one.candidate) },
      ...disagreementColumns(record),
      ...FURTHER.filter(({ of }) => candidates.some((one) => of(one) !== null)),
      // One number for all stands above the table.
      ...(counts.size < 2
        ? []
        : [
            {
              key: 'trainings',
              unit: 'count',
              spare: 3,
              of: ({ retrainings }: CandidatePredictions) => retrainings,
            } as const,
          ]),
    ],
    rows: candidates,
    role: ({ isWinner }) => (isWinner ? 'best' : null),
  };
}

/** By streams where these were told apart; a race moves all of them together. */
function disagreementColumns({ candidates, kind, unit }: PredictionRecord): Column<CandidatePredictions>[] {
  const names = [...new Set(candidates.flatMap(({ streams }) => streams.map((set) => set.streams)))];
  const column = (
    key: string,
    figureOf: (one: CandidatePredictions) => BoundedFigure | undefined,
    spare = 0,
  ): Column<CandidatePredictions> => ({
    ...{ key, unit: unit === 'own' ? 'value' : 'share', spare },
    of: (one) => figureOf(one)?.value ?? null,
    interval: (one) => {
      const figure = figureOf(one);
      return figure === undefined ? null : endsOf(figure, 'jackknife over retrainings');
    },
  });
  if (names.length < 2)
    return [column(kind === 'values' ? 'differ by' : 'differ on', ({ disagreement }) => disagreement)];
  return names.map((name, place) =>
    column(shortSource(name), ({ streams }) => streams.find((set) => set.streams === name)?.disagreement, place),
  );
}

const FURTHER: readonly Column<CandidatePredictions>[] = [
  { key: 'ambiguity', unit: 'share', spare: 4, of: ({ multiplicity }) => multiplicity?.ambiguity ?? null },
  { key: 'discrepancy', unit: 'share', spare: 5, of: ({ multiplicity }) => multiplicity?.discrepancy ?? null },
  calibrationColumn('ECE', 'one', 6),
  calibrationColumn('ECE of mean', 'mean', 7),
];

/** How far the probability of the label given lies from the share that is right: of one retraining, and of the mean prediction of all. */
function calibrationColumn(key: string, which: 'one' | 'mean', spare: number): Column<CandidatePredictions> {
  return {
    ...{ key, unit: 'share', spare },
    of: ({ calibration }) => calibration?.[which].value ?? null,
    interval: ({ calibration }) => calibration && endsOf(calibration[which], 'over examples'),
  };
}

/** Of the first candidate. */
export function disputedTable(record: PredictionRecord): Table<DisputedExample> {
  const { disputed, set, targets, source, kind } = record;
  const counted = kind === 'values' ? '' : '; in brackets: how many say it';
  return {
    id: 'predictions-disputed',
    caption: `Disputed most (${set} examples, ${countingText(record)}${counted})`,
    columns: [
      { key: source === undefined ? 'example' : 'row', of: ({ place, row }) => formatCount(row ?? place + 1) },
      { key: 'truth', of: truthText },
      ...(targets.length > 1
        ? [{ key: 'target', of: ({ target }: DisputedExample) => targets[target ?? 0] ?? '' }]
        : []),
      { key: 'retrainings say', unit: 'sentence', of: sayText },
      ...(disputed.some(({ input }) => input?.kind === 'row')
        ? [{ key: 'its cells', unit: 'sentence', of: cellsText } as const]
        : []),
    ],
    rows: disputed,
  };
}

/** `age=31 income=1200`. */
function cellsText({ input }: DisputedExample): string {
  return input?.kind === 'row' ? input.cells.map(([column, value]) => `${column}=${value}`).join(' ') : '';
}

interface SliceRow {
  readonly candidate: string;
  readonly slice: string;
  readonly examples: number;
  readonly figures: SliceFigures | null;
}

/** Of one candidate where it is named, else of all. */
export function sliceTable(
  record: PredictionRecord,
  slicing: Slicing,
  nameOf: NameOf,
  only?: CandidatePredictions,
): Table<SliceRow> {
  const { column, target, slices, outside, candidates: figures } = slicing;
  const unit = record.kind === 'values' ? 'value' : 'share';
  const [loss, spread, systematic] = sliceHeads(record);
  const left = outside === 0 || only !== record.candidates[0] ? '' : ` (${formatCount(outside)} in no slice)`;
  const columnOf = (label: string, key: keyof SliceFigures, method: string): Column<SliceRow> => ({
    ...{ key, label, unit },
    of: ({ figures: own }) => own?.[key]?.value ?? null,
    interval: ({ figures: own }) => {
      const figure = own?.[key] ?? null;
      return figure && endsOf(figure, method);
    },
  });
  return {
    id: `predictions-slices-${column}`,
    caption: `By ${column}${target === null ? '' : `, ${target}`}${only === undefined ? '' : `, ${whoText(only, nameOf)}`}${left}`,
    columns: [
      { key: 'candidate', shownIn: ['file'], of: ({ candidate }) => candidate },
      { key: 'slice', label: column, of: ({ slice }) => slice },
      { key: 'examples', unit: 'count', spare: 1, of: ({ examples }) => examples },
      columnOf(loss, 'loss', 'over retrainings and examples'),
      // In text what is least needed makes room.
      { ...columnOf(spread, 'spread', 'over retrainings'), bareIn: ['text'] },
      columnOf(systematic, 'systematic', 'over retrainings and examples'),
    ],
    rows: record.candidates.flatMap((one, place) =>
      only !== undefined && one !== only
        ? []
        : slices.map(({ name, examples }, slice) => ({
            ...{ candidate: one.candidate, slice: name, examples },
            figures: figures[place]?.[slice] ?? null,
          })),
    ),
  };
}
