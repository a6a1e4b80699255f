/** @file Figure: candidates by sources of randomness, each cell a figure, in a colour as strong as it is large. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTHS, type ChartSize, frame, HALO } from '../../html/charts/frame.js';
import { fitInto } from '../../html/charts/name-room.js';
import { drawFigure } from '../../html/figure.js';
import type { Markup } from '../../html/markup.js';

export interface SourceCell {
  readonly candidate: string;
  readonly source: string;
  /** From 0, the strongest colour being 1; null where there is no figure. */
  readonly shade: number | null;
  readonly text: string;
  readonly title: string;
}

interface SourceHeatMap {
  /** In their order from above, by id, with what people call them. */
  readonly candidates: readonly { readonly id: string; readonly name: string }[];
  readonly sources: readonly string[];
  readonly cells: readonly SourceCell[];
  readonly title: string;
}

/** Pixels. */
const ROW = 34;
const HEAD = 40;
const NAME_ROOM: Readonly<Record<ChartSize, number>> = { wide: 230, narrow: 108 };
/** Opacity of the lightest and of the fullest cell: text can be read on all of them, on paper of either theme. */
const OPACITY = [0.05, 0.55] as const;

export function drawSourceHeatMap(id: string, map: SourceHeatMap, size: ChartSize): Markup {
  const { candidates, sources, cells } = map;
  const room = NAME_ROOM[size];
  const width = CHART_WIDTHS[size];
  const own = (width - room - 4) / Math.max(1, sources.length);
  const row = ({ candidate }: SourceCell): number => candidates.findIndex((one) => one.id === candidate);
  const column = ({ source }: SourceCell): number => sources.indexOf(source);
  const filled = cells.flatMap((cell) => (cell.shade === null ? [] : [{ ...cell, shade: cell.shade }]));
  return drawFigure(
    id,
    { title: map.title, text: cells.map(({ title }) => title).join(' ') },
    {
      ...frame(width, HEAD + ROW * candidates.length + 4, [HEAD, 4, 4, room]),
      x: { type: 'linear', domain: [0, Math.max(1, sources.length)], axis: null },
      y: { type: 'linear', domain: [0, Math.max(1, candidates.length)], reverse: true, axis: null },
      opacity: { type: 'identity' },
      marks: [
        Plot.rect(filled, {
          x1: column,
          x2: (cell) => column(cell) + 1,
          y1: row,
          y2: (cell) => row(cell) + 1,
          inset: 1,
          fill: 'var(--choice)',
          fillOpacity: ({ shade }) => Number((OPACITY[0] + (OPACITY[1] - OPACITY[0]) * shade).toFixed(3)),
          title: 'title',
        }),
        Plot.text(cells, {
          x: (cell) => column(cell) + 0.5,
          y: (cell) => row(cell) + 0.5,
          text: 'text',
          fill: 'var(--ink)',
        }),
        Plot.text(sources, {
          x: (_, index) => index + 0.5,
          y: () => 0,
          dy: -18,
          text: (source: string) => source,
          lineWidth: own / 12.5,
          fill: 'var(--muted)',
          ...HALO,
        }),
        Plot.text(candidates, {
          x: () => 0,
          y: (_, index) => index + 0.5,
          dx: 8 - room,
          text: ({ name }) => fitInto(name, room - 16),
          textAnchor: 'start',
          fill: 'var(--ink)',
        }),
      ],
    },
  );
}
