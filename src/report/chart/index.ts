/** @file What a section of a page needs to have figures. */

export { betterWay, type Chart, type Section } from './chart.js';
export { chartFile } from './draw.js';
export { PALETTE, paletteVariables, type Theme } from './palette.js';
export { renderFigures } from './render.js';
export { DISTINCT_STYLES, type SeriesKey, type SeriesStyle, type SeriesSymbol, seriesStyle } from './series.js';
