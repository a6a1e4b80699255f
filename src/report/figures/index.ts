/** @file What a section of a page needs to have figures. */

export type { Cell, FigureData } from './figure.js';
export { betterWay, type Figure, figureCsv, type Section } from './figure.js';
export { PALETTE, paletteVariables, type Theme } from './palette.js';
export { renderFigures } from './render-figure.js';
export {
  DISTINCT_STYLES,
  type SeriesKey,
  type SeriesStyle,
  type SeriesSymbol,
  seriesKeys,
  seriesStyle,
} from './series-style.js';
export { standaloneSvg } from './standalone-svg.js';
