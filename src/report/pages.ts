/** @file The door to report.html, apart from the room's other one: what draws charts is loaded only to draw. */

export {
  type Figure,
  type FigureData,
  figureCsv,
  standaloneSvg,
  type Theme,
} from './figures/index.js';
export { captionText } from './figures/render-figure.js';
export type { PageScripts } from './html/page.js';
export { figuresOfRace, renderReport } from './page/render-report.js';
export { figuresOfStudy, renderStudy } from './studies/render-study.js';
