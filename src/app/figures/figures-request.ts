/** @file What may be asked about figures as files, checked before anything is read. */
import { existsSync } from 'node:fs';
import { InputError } from '../../core/index.js';
import type { Theme } from '../../report/pages.js';
import { probeFolder } from '../own-files.js';
import { type FigureFormat, installationFor, requirePackages } from './drawing-packages.js';

export type { Theme };
export const THEMES: readonly Theme[] = ['light', 'dark', 'print'];

export interface FiguresRequest {
  /** Made where it is missing. */
  readonly folder: string;
  /** SVG by default, and PDF where the packages for it are installed. */
  readonly formats?: readonly FigureFormat[] | undefined;
  readonly theme: Theme;
  /** Path of a font for characters that DejaVu Sans lacks. */
  readonly font?: string | undefined;
}

export interface WrittenFigures {
  /** Files. */
  readonly count: number;
  /** What to say of formats that were left out, and of characters of PDF and PNG files that no font has. */
  readonly notes: readonly string[];
}

/** @throws InputError for a folder that cannot be used, and a font or packages that are not there; nothing is left of it. */
export function checkFigures({ folder, formats, font }: FiguresRequest): void {
  requirePackages(formats ?? (font === undefined ? [] : ['pdf']));
  probeFolder(folder, '--figures');
  if (font === undefined || existsSync(font)) return;
  throw new InputError({
    code: 'no-font',
    what: `--figures-font: there is no file ${font}.`,
    allowed: 'a TrueType or OpenType file: .ttf, .otf, .woff, .woff2',
    fix: 'Name the file of a font that has the characters, for instance one of the Noto family.',
  });
}

/** The formats to write; `hint` says how to have PDF, too, where nobody asked for it and it cannot be had. */
export function formatsToWrite(formats: FiguresRequest['formats']): {
  readonly formats: readonly FigureFormat[];
  readonly hint?: string;
} {
  if (formats !== undefined) return { formats };
  const installation = installationFor('pdf');
  if (installation === undefined) return { formats: ['svg', 'pdf'] };
  return { formats: ['svg'], hint: `PDF files need packages that are not installed. To add them: ${installation}` };
}

/** What to say of characters that no font has. */
export function missingText(missing: readonly string[]): string {
  const more = missing.length > 12 ? ` and ${missing.length - 12} more` : '';
  return `No font here has ${missing.slice(0, 12).join(' ')}${more}. PDF and PNG show them as code points, [U+...]; SVG and CSV have them. To draw them: --figures-font <file>`;
}
