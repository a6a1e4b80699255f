/** @file The door to report.html, apart from the room's other one: what draws charts is loaded only to draw. */

export type { PageScripts } from './html/page.js';
export { renderReport } from './page/render-report.js';
export { renderStudy } from './studies/render-study.js';
