/** @file What may be asked about figures as files, checked before anything is read. */
import { existsSync } from 'node:fs';
import { InputError } from '../../core/index.js';
import type { Theme } from '../../report/pages.js';
import { probeFolder } from '../own-files.js';

export type { Theme };
export const THEMES: readonly Theme[] = ['light', 'dark', 'print'];
export const FIGURE_FORMATS = ['svg', 'pdf', 'png'] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

export interface FiguresRequest {
  /** Made where it is missing. */
  readonly folder: string;
  readonly formats: readonly FigureFormat[];
  readonly theme: Theme;
  /** Path of a font for characters that DejaVu Sans lacks. */
  readonly font?: string | undefined;
}

export interface WrittenFigures {
  /** Files. */
  readonly count: number;
  /** Characters of PDF and PNG files that no font has: they stand there as code points. */
  readonly missing: readonly string[];
}

/** @throws InputError for a folder that cannot be used and a font that is not there; nothing is left of it. */
export function checkFigures({ folder, font }: FiguresRequest): void {
  probeFolder(folder, '--figures');
  if (font === undefined || existsSync(font)) return;
  throw new InputError({
    code: 'no-font',
    what: `--figures-font: there is no file ${font}.`,
    allowed: 'a TrueType or OpenType file: .ttf, .otf, .woff, .woff2',
    fix: 'Name the file of a font that has the characters, for instance one of the Noto family.',
  });
}

/** What to say of characters that no font has. */
export function missingText(missing: readonly string[]): string {
  const more = missing.length > 12 ? ` and ${missing.length - 12} more` : '';
  return `No font here has ${missing.slice(0, 12).join(' ')}${more}: in PDF and PNG they stand as code points, [U+...]; SVG and CSV have them. To draw them: --figures-font <file>`;
}
