/**
 * @file The fonts of figures as files: the same on every machine, whatever is installed there, and embedded, as publishers
 * ask. DejaVu Sans has Latin, Greek, Cyrillic, Arabic and Hebrew letters; a font of the user's may have more.
 */
import { readFileSync } from 'node:fs';
import { InputError } from '../../core/index.js';
import { loadFontkit, pathOfFont } from './drawing-packages.js';

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
export async function openFonts(own?: string): Promise<FigureFonts> {
  const open = fontOpener(await loadFontkit());
  const bundled = (name: string) => open(name, readFileSync(pathOfFont(name)));
  const extra = own === undefined ? [] : [openOwn(own, open)];
  return {
    regular: [bundled('DejaVuSans'), ...extra],
    bold: [bundled('DejaVuSans-Bold'), ...extra],
  };
}

type FontOpener = (name: string, bytes: Buffer) => FigureFont;

function openOwn(path: string, open: FontOpener): FigureFont {
  try {
    return open('own', readFileSync(path));
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

function fontOpener({ create }: Awaited<ReturnType<typeof loadFontkit>>): FontOpener {
  return (name, bytes) => {
    const opened = create(bytes);
    if (!('hasGlyphForCodePoint' in opened)) throw new Error('it is a collection of fonts');
    return { name, bytes, has: (codePoint) => opened.hasGlyphForCodePoint(codePoint) };
  };
}
