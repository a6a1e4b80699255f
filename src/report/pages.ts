/** @file The door to report.html, apart from the room's other one: what draws charts is loaded only to draw. */

export { captionText } from './chart/draw.js';
export {
  type Chart,
  chartFile,
  type Theme,
} from './chart/index.js';
export { intervalFigure } from './chart/interval-chart.js';
export { bigFigure } from './html/first-screen.js';
export { type Page, type PageScripts, renderPage } from './html/page.js';
export { figuresOfRace, renderReport } from './page/render-report.js';
export { figuresOfStudy, renderStudy } from './studies/render-study.js';
export { type Table, tableCsv } from './table/table.js';
