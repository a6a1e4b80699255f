/** @file The door to the frame of pages, apart from what draws charts: for pages that show none. */
export { html, Markup, tableStart } from './html/markup.js';
export { PAGE_STYLE } from './html/page-style.js';
export { contentPolicy, renderPlainPage } from './html/plain-page.js';
