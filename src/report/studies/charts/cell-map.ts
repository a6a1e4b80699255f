/** @file Figure: a figure by rows and columns, such as candidates by sources of randomness, in a colour as strong as it is large. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, HALO } from '../../chart/axes.js';
import type { Chart } from '../../chart/index.js';
import { fitInto } from '../../chart/name-room.js';

export interface MapCell {
  /** Id of its row. */
  readonly row: string;
  readonly column: string;
  /** From 0, the strongest colour being 1; null where there is no figure. */
  readonly shade: number | null;
  readonly text: string;
  readonly title: string;
}

interface CellMap {
  /** In their order from above, by id, with what people call them. */
  readonly rows: readonly { readonly id: string; readonly name: string }[];
  /** Their heads from the left. */
  readonly columns: readonly string[];
  readonly cells: readonly MapCell[];
}

/** Pixels. */
const ROW = 34;
const HEAD = 40;
const NAME_ROOM = 130;
/** Opacity of the lightest and of the fullest cell: text can be read on all of them, on paper of either theme. */
const OPACITY = [0.05, 0.55] as const;

/** The plot of a figure. */
export function cellMap(map: CellMap): Chart['plot'] {
  return () => drawCellMap(map);
}

function drawCellMap(map: CellMap): Plot.PlotOptions {
  const { rows, columns, cells } = map;
  const room = NAME_ROOM;
  const width = CHART_WIDTH;
  const own = (width - room - 4) / Math.max(1, columns.length);
  const rowOf = ({ row }: MapCell): number => rows.findIndex(({ id }) => id === row);
  const columnOf = ({ column }: MapCell): number => columns.indexOf(column);
  const filled = cells.flatMap((cell) => (cell.shade === null ? [] : [{ ...cell, shade: cell.shade }]));
  return {
    ...frame(width, HEAD + ROW * rows.length + 4, [HEAD, 4, 4, room]),
    x: { type: 'linear', domain: [0, Math.max(1, columns.length)], axis: null },
    y: { type: 'linear', domain: [0, Math.max(1, rows.length)], reverse: true, axis: null },
    opacity: { type: 'identity' },
    marks: [
      Plot.rect(filled, {
        x1: columnOf,
        x2: (cell) => columnOf(cell) + 1,
        y1: rowOf,
        y2: (cell) => rowOf(cell) + 1,
        inset: 1,
        fill: 'var(--choice)',
        fillOpacity: ({ shade }) => Number((OPACITY[0] + (OPACITY[1] - OPACITY[0]) * shade).toFixed(3)),
        title: 'title',
      }),
      Plot.text(cells, {
        x: (cell) => columnOf(cell) + 0.5,
        y: (cell) => rowOf(cell) + 0.5,
        text: 'text',
        fill: 'var(--ink)',
      }),
      Plot.text(columns, {
        x: (_, index) => index + 0.5,
        y: () => 0,
        dy: -18,
        text: (head: string) => head,
        lineWidth: own / 12.5,
        fill: 'var(--muted)',
        ...HALO,
      }),
      Plot.text(rows, {
        x: () => 0,
        y: (_, index) => index + 0.5,
        dx: 8 - room,
        text: ({ name }) => fitInto(name, room - 16),
        textAnchor: 'start',
        fill: 'var(--ink)',
      }),
    ],
  };
}
