/**
 * @file The one door to what draws figures in fonts of their own, as PDF and PNG: optional peers of 40 MB, since few ask for such
 * files. Reports and figures as SVG need none of it.
 */
import { createRequire } from 'node:module';
import { InputError } from '../../core/index.js';

export const FIGURE_FORMATS = ['svg', 'pdf', 'png'] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/** With the versions that are asked for, as `peerDependencies` of package.json has them. */
const FONTS = { fontkit: '2', 'dejavu-fonts-ttf': '2' };
const NEEDS = {
  svg: undefined,
  pdf: { code: 'pdfkit-missing', packages: { pdfkit: '0.20', 'svg-to-pdfkit': '0.1', ...FONTS } },
  png: { code: 'resvg-missing', packages: { '@resvg/resvg-wasm': '2', ...FONTS } },
} as const;

const require = createRequire(import.meta.url);

export const loadFontkit = () => import('fontkit');
export const loadResvg = () => import('@resvg/resvg-wasm');
export const pathOfResvg = () => require.resolve('@resvg/resvg-wasm/index_bg.wasm');
export const pathOfFont = (name: string) => require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

export async function loadPdfkit() {
  const [{ default: PDFDocument }, { default: drawSvg }] = await Promise.all([
    import('pdfkit'),
    import('svg-to-pdfkit'),
  ]);
  return { PDFDocument, drawSvg };
}

/** The command that installs what `format` lacks; undefined where it lacks nothing. */
export function installationFor(format: FigureFormat): string | undefined {
  const missing = Object.entries(NEEDS[format]?.packages ?? {}).filter(([name]) => !isInstalled(name));
  if (missing.length === 0) return undefined;
  return `npm install --ignore-scripts ${missing.map(([name, version]) => `${name}@${version}`).join(' ')}`;
}

/** @throws InputError with the command that installs what is missing. */
export function requirePackages(formats: readonly FigureFormat[]): void {
  for (const format of formats) {
    const needs = NEEDS[format];
    const installation = installationFor(format);
    if (needs === undefined || installation === undefined) continue;
    throw new InputError({
      code: needs.code,
      what: `--figures-format: ${format.toUpperCase()} files need packages that are not installed.`,
      allowed: `svg, which needs none; or install ${Object.keys(needs.packages).join(', ')} beside surefoot`,
      fix: `Install them: ${installation}`,
    });
  }
}

/** A package that keeps its package.json to itself is there. */
function isInstalled(name: string): boolean {
  try {
    return require.resolve(`${name}/package.json`) !== '';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND';
  }
}
