/** @file What a section of a page needs to have figures. */

export {
  betterWay,
  type Chart,
  DISTINCT_STYLES,
  type Section,
  type SeriesKey,
  type SeriesStyle,
  type SeriesSymbol,
  seriesStyle,
} from './chart.js';
export { chartFile, renderFigures } from './draw.js';
export { PALETTE, paletteVariables, type Theme } from './palette.js';
