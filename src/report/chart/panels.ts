/** @file Small multiples in one drawing: panels in rows and columns, each with coordinates of its own in pixels. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, HALO, MUTED, pixelFrame } from './axes.js';
import { fitInto } from './name-room.js';

export interface Panel {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** True for the first of a row, which has room for labels at its left. */
  readonly isFirst: boolean;
  /** From a share of its width, from the left, and of its height, from below. */
  readonly x: (share: number) => number;
  readonly y: (share: number) => number;
}

interface PanelGrid {
  /** Size and scales of the drawing: marks are placed in pixels from its top left. */
  readonly options: Plot.PlotOptions;
  readonly panels: readonly Panel[];
}

/** Pixels. */
interface PanelLayout {
  readonly columns: number;
  readonly height: number;
  /** Around each panel; `left` stands before each row's first alone, `between` before the others. */
  readonly above: number;
  readonly below: number;
  readonly left: number;
  readonly between: number;
}

const RIGHT = 12;

export function panelGrid(count: number, layout: PanelLayout): PanelGrid {
  const { columns, height, above, below, left, between } = layout;
  const width = CHART_WIDTH;
  const own = (width - left - RIGHT - (columns - 1) * between) / columns;
  const rows = Math.ceil(count / columns);
  const total = rows * (above + height + below);
  const panels = Array.from({ length: count }, (_, index): Panel => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    const start = left + column * (own + between);
    const top = row * (above + height + below) + above;
    return {
      left: start,
      right: start + own,
      top,
      bottom: top + height,
      isFirst: column === 0,
      x: (share) => start + share * own,
      y: (share) => top + (1 - share) * height,
    };
  });
  return {
    options: pixelFrame(width, total),
    panels,
  };
}

/** What a panel is about, so many pixels above it. */
export function panelHeading(panel: Panel, name: string, above = 8): Plot.Markish {
  return Plot.text([name], {
    x: () => panel.left,
    y: () => panel.top - above,
    text: (text: string) => fitInto(text, panel.right - panel.left),
    textAnchor: 'start',
    fontWeight: 600,
    fill: 'var(--ink)',
    ...HALO,
  });
}

/** What a drawing's first panel says of its upright axis, so many pixels above it. */
export function panelsTitle({ top }: Panel, title: string, above = 22): Plot.Markish {
  return Plot.text([title], { x: () => 2, y: () => top - above, textAnchor: 'start', fill: MUTED });
}

/** Lines across at ticks of its height, with their labels where there is room for them; `y`: in pixels. */
export function panelTicks(
  panel: Panel,
  ticks: readonly number[],
  y: (tick: number) => number,
  label: (tick: number) => string,
): Plot.Markish[] {
  return [
    Plot.link(ticks, { x1: () => panel.left, x2: () => panel.right, y1: y, y2: y, stroke: 'var(--grid)' }),
    ...(panel.isFirst
      ? [Plot.text(ticks, { x: () => panel.left - 8, y, text: label, textAnchor: 'end', fill: MUTED })]
      : []),
  ];
}
