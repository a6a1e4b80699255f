/** @file The rules that are raced side by side. */
import type { SearchMode } from './mode.js';
import { TODAY } from './today.js';

export const SEARCH_MODES: readonly SearchMode[] = [TODAY];
