/** @file What a section of a page needs to have figures. */
export { betterWay, type Figure, type Section } from './figure.js';
export type { Cell, FigureData } from './figure-data.js';
export { figureCsv } from './figure-data.js';
export { PALETTE, paletteVariables, type Theme } from './palette.js';
export { payloadBlock } from './payload.js';
export { type Arrangement, arrangeFigures, renderFigure } from './render-figure.js';
export { type SeriesKey, seriesKeys } from './series-keys.js';
export { DISTINCT_STYLES, type SeriesStyle, type SeriesSymbol, seriesStyle } from './series-style.js';
export { standaloneSvg } from './standalone-svg.js';
