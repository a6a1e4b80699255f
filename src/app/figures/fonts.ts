/**
 * @file The fonts of figures as files: the same on every machine, whatever is installed there, and embedded, as publishers
 * ask. DejaVu Sans has Latin, Greek, Cyrillic, Arabic and Hebrew letters; a font of the user's may have more.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { InputError } from '../../core/index.js';

export interface FigureFont {
  /** As drawings name it. */
  readonly name: string;
  readonly bytes: Buffer;
  has(codePoint: number): boolean;
}

/** In the order in which they are asked for a character. */
export interface FigureFonts {
  readonly regular: readonly FigureFont[];
  readonly bold: readonly FigureFont[];
}

/** `own`: path of a font with more characters; of a collection its first font. @throws InputError where it is no font. */
export function openFonts(own?: string): FigureFonts {
  const extra = own === undefined ? [] : [openOwn(own)];
  return {
    regular: [bundled('DejaVuSans'), ...extra],
    bold: [bundled('DejaVuSans-Bold'), ...extra],
  };
}

function bundled(name: string): FigureFont {
  const path = createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
  return fontOf(name, readFileSync(path));
}

function openOwn(path: string): FigureFont {
  try {
    return fontOf('own', readFileSync(path));
  } catch (cause) {
    throw new InputError({
      code: 'no-font',
      what: `--figures-font: ${path} cannot be read as a font: ${cause instanceof Error ? cause.message : String(cause)}.`,
      allowed: 'a TrueType or OpenType file: .ttf, .otf, .woff, .woff2',
      fix: 'Name the file of a font that has the characters, for instance one of the Noto family.',
      cause,
    });
  }
}

function fontOf(name: string, bytes: Buffer): FigureFont {
  const opened = fontkit.create(bytes);
  if (!('hasGlyphForCodePoint' in opened)) throw new Error('it is a collection of fonts');
  return { name, bytes, has: (codePoint) => opened.hasGlyphForCodePoint(codePoint) };
}
