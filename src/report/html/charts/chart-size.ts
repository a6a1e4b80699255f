/** @file Two sizes of every wide chart: one for pages, one for phones, where text must not shrink with the drawing. */

export type ChartSize = 'wide' | 'narrow';

/** Pixels. */
export const CHART_WIDTHS: Readonly<Record<ChartSize, number>> = { wide: 800, narrow: 360 };
