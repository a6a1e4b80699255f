/** @file Formats a record of predictions for a terminal: the answer, tables of candidates, disputed examples and slices, and what to conclude. */
import pc from 'picocolors';
import type { BoundedFigure } from '../../stats/index.js';
import { formatCount } from '../number-text.js';
import {
  alignColumns,
  columnsOf,
  fitText,
  INDENT,
  noticeLines,
  printable,
  statementLines,
  type TerminalOptions,
  tableWidthOf,
  wrapText,
} from '../terminal/terminal-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { candidateColumns } from './candidate-columns.js';
import { type ExampleInput, PREDICTION_LEVEL, type PredictionRecord, type Slicing } from './prediction-record.js';
import {
  candidateCaption,
  countingText,
  figureWithin,
  type MeasureAdvice,
  predictionHeadline,
  predictionNotices,
  predictionStatements,
  sayText,
  shareWithin,
  sliceHeads,
  sliceReading,
  sliceReasons,
  streamsStep,
  truthText,
  whoText,
} from './prediction-words.js';

const WIDEST_NAME = 28;
/** Of a table cell before the row of an example. */
const WIDEST_TRUTH = 16;

/** Lines of at most `width` columns, tables of at most `tableWidth`. */
export function formatPredictions(
  record: PredictionRecord,
  options: TerminalOptions,
  advice: MeasureAdvice | null,
): string {
  const { width, colors } = options;
  const { bold } = pc.createColors(colors);
  const nameOf = namesIn(record);
  const step = streamsStep(record, advice);
  return [
    bold(wrapText(`${printable(predictionHeadline(record, nameOf))}.`, width)),
    ...noticeLines(predictionNotices(record, nameOf), options),
    '',
    ...candidateLines(record, nameOf, options),
    ...disputedLines(record, options),
    ...record.slicings.flatMap((slicing) => sliceLines(record, slicing, nameOf, options)),
    '',
    ...statementLines(
      [
        ...(record.slicings.length === 0 ? [] : [`In slices: ${sliceReading(record)}`]),
        ...sliceReasons(record, record.slicings),
        ...predictionStatements(record, nameOf),
      ],
      options,
    ),
    // A command is copied, so no line of it is broken.
    ...(step === null ? [] : [wrapText(step.why, width, INDENT), `${INDENT}${printable(step.command)}`]),
    '',
  ].join('\n');
}

/** What people read in the place of ids. */
function namesIn({ candidates }: Pick<PredictionRecord, 'candidates'>): (candidate: string) => string {
  const names = nameCandidates(candidates.map(({ candidate: id, label }) => ({ id, label })));
  return (id) => shortName(names, id);
}

function candidateLines(record: PredictionRecord, nameOf: (id: string) => string, options: TerminalOptions): string[] {
  const { candidates } = record;
  const columns = candidateColumns(record);
  const rows = [
    ['', ...columns.map(({ heading }) => heading)],
    ...candidates.map((one) => [
      fitText(printable(`${one.isWinner ? 'winner  ' : ''}${nameOf(one.candidate)}`), WIDEST_NAME),
      ...columns.map(({ cell }) => cell(one)),
    ]),
  ];
  // The most needed stand first.
  const fitting = columns.findLastIndex((_, place) =>
    isNarrow(
      rows.map((row) => row.slice(0, place + 2)),
      options,
    ),
  );
  return [
    `${candidateCaption(record)}:`,
    ...tableOf(
      rows.map((row) => row.slice(0, Math.max(1, fitting + 1) + 1)),
      options,
    ),
  ];
}

function disputedLines(record: PredictionRecord, options: TerminalOptions): string[] {
  const { disputed, set, targets, source } = record;
  if (disputed.length === 0) return [];
  const hasCells = disputed.some(({ input }) => input?.kind === 'row');
  const several = targets.length > 1;
  const heading = source === undefined ? 'example' : 'row';
  const rows = [
    [heading, 'truth', ...(several ? ['target'] : []), 'retrainings say', ...(hasCells ? ['its cells'] : [])],
    ...disputed.map((one) => [
      formatCount(one.row ?? one.place + 1),
      fitText(printable(truthText(one)), WIDEST_TRUTH),
      ...(several ? [printable(targets[one.target ?? 0] ?? '')] : []),
      printable(sayText(one)),
      ...(hasCells ? [rowText(one.input)] : []),
    ]),
  ];
  const counted = record.kind === 'values' ? '' : '; in brackets: how many say it';
  const caption = `Disputed most (${set} examples, ${printable(countingText(record))}${counted}):`;
  return ['', wrapText(caption, options.width), ...tableOf(rows, options, rows[0]?.length)];
}

/** `age=31 income=1200`. */
function rowText(input: ExampleInput | null): string {
  return input?.kind === 'row' ? printable(input.cells.map(([column, value]) => `${column}=${value}`).join(' ')) : '';
}

function sliceLines(
  record: PredictionRecord,
  slicing: Slicing,
  nameOf: (id: string) => string,
  options: TerminalOptions,
): string[] {
  const { column, target, slices, outside, candidates: figures } = slicing;
  const show = record.kind === 'values' ? figureWithin : shareWithin;
  const of = target === null ? '' : `, ${printable(target)}`;
  return record.candidates.flatMap((candidate, place) => {
    const rowsWith = (spreadText: (figure: BoundedFigure) => string): string[][] => [
      [printable(column), 'examples', ...sliceHeads(record)],
      ...slices.map(({ name, examples }, slice) => {
        const own = figures[place]?.[slice] ?? null;
        const cell = (figure: BoundedFigure | null | undefined, text: (figure: BoundedFigure) => string): string =>
          figure === null || figure === undefined ? '–' : text(figure);
        return [
          printable(name),
          formatCount(examples),
          cell(own?.loss, show),
          cell(own?.spread, spreadText),
          cell(own?.systematic, show),
        ];
      }),
    ];
    const whole = rowsWith(show);
    // What is least needed makes room.
    const rows = isNarrow(whole, options)
      ? whole
      : rowsWith(({ value }) => show({ value, low: null, high: null, level: PREDICTION_LEVEL }));
    const left = outside === 0 || place > 0 ? '' : ` (${formatCount(outside)} in no slice)`;
    return [
      '',
      wrapText(`By ${printable(column)}${of}, ${printable(whoText(candidate, nameOf))}${left}:`, options.width),
      ...tableOf(rows, options),
    ];
  });
}

/** Whether it fits. */
function isNarrow(rows: readonly (readonly string[])[], options: TerminalOptions): boolean {
  return alignColumns(rows, 1).every((line) => columnsOf(line) + INDENT.length <= tableWidthOf(options));
}

/** The first row is the heads; `left`: so many columns are texts. */
function tableOf(rows: readonly (readonly string[])[], options: TerminalOptions, left = 1): string[] {
  const { dim } = pc.createColors(options.colors);
  const width = tableWidthOf(options);
  const [heads = '', ...lines] = alignColumns(rows, left).map((line) => fitText(`${INDENT}${line}`, width));
  return [dim(heads), ...lines];
}
