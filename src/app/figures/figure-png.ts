/** @file A figure as a PNG file, by resvg: an optional peer, since few need pixels. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { InputError } from '../../core/index.js';
import type { FigureFonts } from './fonts.js';

/** Pixels of the picture for each of the drawing: sharp at a column's width in print. */
const SCALE = 3;

export type DrawPng = (svg: string) => Buffer;

/** @throws InputError where resvg is not installed. */
export async function openPng(fonts: FigureFonts): Promise<DrawPng> {
  const { initWasm, Resvg } = await loadResvg();
  await initializeOnce(initWasm);
  const fontBuffers = [...new Set([...fonts.regular, ...fonts.bold])].map(({ bytes }) => new Uint8Array(bytes));
  return (svg) => {
    const font = { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
    const drawing = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: SCALE } });
    return Buffer.from(drawing.render().asPng());
  };
}

async function loadResvg(): Promise<typeof import('@resvg/resvg-wasm')> {
  try {
    return await import('@resvg/resvg-wasm');
  } catch (cause) {
    throw new InputError({
      code: 'resvg-missing',
      what: '--figures-format: PNG files are drawn by resvg, which is not installed.',
      allowed: 'the package @resvg/resvg-wasm beside surefoot; or svg and pdf, which need nothing more',
      fix: 'Install it: npm install @resvg/resvg-wasm',
      cause,
    });
  }
}

let initialized: Promise<void> | undefined;

/** A module of WebAssembly is set up once in a process. */
function initializeOnce(initWasm: (module: Uint8Array<ArrayBuffer>) => Promise<void>): Promise<void> {
  initialized ??= initWasm(
    new Uint8Array(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'))),
  );
  return initialized;
}
