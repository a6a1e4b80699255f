/** @file A figure as a PNG file, by resvg. */
import { readFileSync } from 'node:fs';
import { loadResvg, pathOfResvg } from './drawing-packages.js';
import type { FigureFonts } from './fonts.js';

/** Pixels of the picture for each of the drawing: sharp at a column's width in print. */
const SCALE = 3;

type DrawPng = (svg: string) => Buffer;

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

let initialized: Promise<void> | undefined;

/** A module of WebAssembly is set up once in a process. */
function initializeOnce(initWasm: (module: Uint8Array<ArrayBuffer>) => Promise<void>): Promise<void> {
  initialized ??= initWasm(new Uint8Array(readFileSync(pathOfResvg())));
  return initialized;
}
