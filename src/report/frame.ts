/** @file The door to the frame of pages, apart from what draws charts: for pages that show none. */
export { html, Markup, tableStart } from './html/markup.js';
export { renderPlainPage } from './html/plain-page.js';
