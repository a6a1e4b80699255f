/** @file A chart as an SVG element in a page: drawn on the server, coloured by the page's style, named and described. */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { withFallbacks } from '../figures/palette.js';
import { escapeText, Markup } from './markup.js';

interface DrawnElement {
  readonly outerHTML: string;
  readonly attributes: Iterable<{ readonly name: string; value: string }>;
  querySelectorAll(selector: string): Iterable<DrawnElement>;
  remove(): void;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
}

const GEOMETRY = /^(?:d|transform|x|y|x1|x2|y1|y2|cx|cy|r|width|height)$/;

/** `title` names it; `said` is the id of what describes it in the page. Coordinates keep one decimal: a tenth of a pixel. */
export function drawFigure(id: string, title: string, said: string, options: object): Markup {
  const svg = plot(options, 'plot');
  // With name space and fallbacks, a drawing that somebody cuts out of its page is still right.
  return new Markup(
    withFallbacks(svg.outerHTML).replace(
      /^<svg([^>]*)>/,
      (_, attributes: string) =>
        `<svg xmlns="http://www.w3.org/2000/svg"${attributes} role="img" aria-labelledby="${id}-title" aria-describedby="${said}"><title id="${id}-title">${escapeText(title)}</title>`,
    ),
  );
}

/** A sample of a line or a mark beside its name, which says all there is to say. */
export function drawSwatch(options: Plot.PlotOptions): Markup {
  const svg = plot(options, 'swatch');
  svg.setAttribute('aria-hidden', 'true');
  return new Markup(svg.outerHTML);
}

function plot(options: object, className: string): DrawnElement {
  const { document } = parseHTML('<html><body></body></html>');
  const svg = Plot.plot({ ...options, document, className } as Plot.PlotOptions) as unknown as DrawnElement;
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of svg.querySelectorAll('*')) roundGeometry(element);
  for (const group of svg.querySelectorAll('g[aria-label]')) renameParts(group);
  return svg;
}

/** A label on an element without a role is nothing for a screen reader: the title and the description are. */
function renameParts(group: DrawnElement): void {
  group.setAttribute('data-part', group.getAttribute('aria-label') ?? '');
  group.removeAttribute('aria-label');
}

function roundGeometry(element: DrawnElement): void {
  for (const attribute of element.attributes) {
    if (GEOMETRY.test(attribute.name)) attribute.value = roundNumbers(attribute.value);
  }
}

function roundNumbers(text: string): string {
  return text.replace(/-?\d+\.\d{2,}/g, (number) => String(Number(Number(number).toFixed(1))));
}
