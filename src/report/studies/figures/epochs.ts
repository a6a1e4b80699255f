/** @file Figure: the training loss of a candidate after each epoch, a line for every training. */
import * as Plot from '@observablehq/plot';
import type { Outcome } from '../../../core/index.js';
import { CHART_WIDTH, frame, roundTicks, xAxis, yAxis } from '../../chart/axes.js';
import type { Chart } from '../../chart/index.js';
import { chartScale } from '../../chart/value-scale.js';
import { formatQuantity } from '../../number-text.js';
import type { Table } from '../../table/table.js';
import { fitAxis, isBeyond, type ValueAxis } from '../../view/value-axis.js';
import type { ShownStudy } from '../study-words.js';

/** More trials than this are thinned out evenly. */
const MOST_LINES = 150;

/** Candidates beyond these are in trials.csv. */
const MOST_PANELS = 12;

/** None where the trainer tells no losses by epoch. */
export function epochFigures({ outcomes, header, nameOf }: ShownStudy): readonly Chart[] {
  const panels = header.candidates
    .map(({ id }) => ({
      name: nameOf(id),
      own: trialsWithEpochs(outcomes.filter(({ trial }) => trial.candidate === id)),
    }))
    .filter(({ own }) => own.length > 0)
    .slice(0, MOST_PANELS);
  if (panels.length === 0) return [];
  const axis = epochAxis(panels.flatMap(({ own }) => own));
  return panels.map(
    ({ name, own }, index): Chart => ({
      says: `Training loss of ${name} after each epoch.`,
      reads: ['A line is a training.'],
      direction: 'lower is better',
      n: `n = ${formatQuantity(own.length, 'training')}`,
      plot: () => drawEpochs(own, axis),
      data: epochTable(`epochs-${index}`, name, own),
    }),
  );
}

function epochTable(id: string, caption: string, outcomes: readonly Outcome[]): Table {
  const rows = outcomes.flatMap(({ lossPerEpoch }, line) =>
    lossPerEpoch.map((loss, epoch) => ({ line: line + 1, epoch: epoch + 1, loss })),
  );
  return {
    ...{ id, caption, rows },
    columns: [
      { key: 'line', unit: 'count', of: ({ line }) => line },
      { key: 'epoch', unit: 'count', of: ({ epoch }) => epoch },
      { key: 'training loss', unit: 'value', of: ({ loss }) => loss },
    ],
  } satisfies Table<(typeof rows)[number]>;
}

/** Trials with a loss for every epoch, at most {@link MOST_LINES} of them. */
function trialsWithEpochs(outcomes: readonly Outcome[]): Outcome[] {
  const told = outcomes.filter(({ lossPerEpoch }) => lossPerEpoch.length > 1);
  if (told.length <= MOST_LINES) return told;
  return Array.from(
    { length: MOST_LINES },
    (_, line) => told[Math.floor((line * told.length) / MOST_LINES)] as Outcome,
  );
}

/** One axis for all candidates of a study. */
function epochAxis(outcomes: readonly Outcome[]): ValueAxis {
  return fitAxis(
    outcomes.flatMap(({ lossPerEpoch }) => lossPerEpoch),
    'minimize',
  );
}

function drawEpochs(outcomes: readonly Outcome[], axis: ValueAxis): Plot.PlotOptions {
  const scale = chartScale(axis, false, 4);
  const epochs = Math.max(...outcomes.map(({ lossPerEpoch }) => lossPerEpoch.length));
  const vertices = outcomes.flatMap(({ lossPerEpoch }, line) =>
    lossPerEpoch.flatMap((loss, epoch) =>
      isBeyond(axis, loss) || !Number.isFinite(loss) ? [] : [{ line, epoch: epoch + 1, loss }],
    ),
  );

  return {
    ...frame(CHART_WIDTH, 260, [26, 16, 42, 50]),
    x: { type: 'linear', domain: [1, epochs] },
    y: scale.options,
    marks: [
      ...yAxis(scale.ticks, scale.title('training loss'), scale.tickLabel),
      xAxis(roundTicks(epochs, 9), 'epoch', String),
      Plot.line(vertices, {
        x: 'epoch',
        y: 'loss',
        z: 'line',
        stroke: 'var(--choice)',
        strokeOpacity: Number(Math.max(0.12, Math.min(0.7, 8 / outcomes.length)).toFixed(2)),
        strokeWidth: 1.2,
      }),
    ],
  };
}
