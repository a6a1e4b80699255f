/** @file What may be asked about figures as files, checked before anything is read. */
import type { Theme } from '../../report/pages.js';
import { probeFolder } from '../folder/own-files.js';

export type { Theme };
export const THEMES: readonly Theme[] = ['light', 'dark', 'print'];

export interface FiguresRequest {
  /** Made where it is missing. */
  readonly folder: string;
  readonly theme: Theme;
}

/** @throws InputError for a folder that cannot be used; nothing is left of it. */
export function checkFigures({ folder }: FiguresRequest): void {
  probeFolder(folder, '--figures');
}
