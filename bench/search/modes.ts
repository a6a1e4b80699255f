/** @file The rules that are raced side by side. */
import type { SearchMode } from './mode.js';
import { searchMode } from './searching.js';
import { TODAY } from './today.js';

export const SEARCH_MODES: readonly SearchMode[] = [
  TODAY,
  searchMode('flat', { prior: 'guarded', audit: 0, hideSettings: true }),
  searchMode('guarded', { prior: 'guarded', audit: 0 }),
  searchMode('full', { prior: 'full', audit: 0 }),
  searchMode('full+60', { prior: 'full', audit: 60 }),
  searchMode('full+300', { prior: 'full', audit: 300 }),
];
