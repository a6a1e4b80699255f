/** @file What a section of a page needs to have figures. */

export { betterWay, type Chart, type Section } from './chart.js';
export { chartFile, renderFigures } from './draw.js';
export { PALETTE, paletteVariables, type Theme } from './palette.js';
export { DISTINCT_STYLES, type SeriesKey, type SeriesStyle, type SeriesSymbol, seriesStyle } from './series.js';
