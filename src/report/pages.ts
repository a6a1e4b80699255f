/** @file The door to report.html, apart from the room's other one: what draws charts is loaded only to draw. */
export { renderReport } from './html/render-report.js';
export { renderStudy } from './studies/render-study.js';
