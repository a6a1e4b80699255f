/** @file A drawing of the page as a file that needs no page: colours, fonts and name space written into it. */
import { SVG } from './element.js';

const PROPERTIES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'opacity',
  'color',
  'stop-color',
  'font-family',
  'font-size',
  'font-weight',
  'display',
] as const;
/** Pixels of the picture for each of the drawing: sharp at a column's width in print. */
const PNG_SCALE = 3;
/** Pixels around the legend. */
const LEGEND_MARGIN = 8;

/** A drawing with what its colours, dashes and marks stand for. */
export interface Drawn {
  readonly svg: SVGSVGElement;
  /** The list above it; null where the drawing says so itself. */
  readonly keys: HTMLElement | null;
}

/** The text of an SVG file, in the colours that are on the screen, its legend above. */
export function drawnSvg({ svg, keys }: Drawn): string {
  const { width, height } = svg.viewBox.baseVal;
  const copy = styledCopy(svg);
  const legend = keys === null ? undefined : drawLegend(keys, width / svg.getBoundingClientRect().width);
  const top = legend === undefined ? 0 : legend.height + 2 * LEGEND_MARGIN;
  if (legend !== undefined) {
    legend.group.setAttribute('transform', `translate(${LEGEND_MARGIN},${LEGEND_MARGIN - top})`);
    copy.append(legend.group);
  }
  copy.setAttribute('xmlns', SVG);
  copy.setAttribute('viewBox', `0 ${-top} ${width} ${height + top}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height + top));
  const paper = document.createElementNS(SVG, 'rect');
  paper.setAttribute('y', String(-top));
  paper.setAttribute('width', '100%');
  paper.setAttribute('height', '100%');
  paper.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

/** What the style sheet of the page says, written into the elements themselves. */
function styledCopy(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  for (const [index, original] of originals.entries()) {
    const style = getComputedStyle(original);
    for (const property of PROPERTIES) {
      const value = style.getPropertyValue(property);
      if (value !== '') copies[index]?.setAttribute(property, value);
    }
    copies[index]?.removeAttribute('style');
  }
  return copy;
}

/** Entries stand as they do on the page; `scale`: pixels of the drawing for one of the page. */
function drawLegend(keys: HTMLElement, scale: number): { readonly group: SVGGElement; readonly height: number } {
  const group = document.createElementNS(SVG, 'g');
  const whole = keys.getBoundingClientRect();
  for (const entry of keys.querySelectorAll('li')) {
    const place = entry.getBoundingClientRect();
    const part = document.createElementNS(SVG, 'g');
    part.setAttribute(
      'transform',
      `translate(${(place.x - whole.x) * scale},${(place.y - whole.y) * scale}) scale(${scale})`,
    );
    const swatch = entry.querySelector<SVGSVGElement>('svg');
    if (swatch !== null) part.append(styledCopy(swatch));
    const { fontSize, fontFamily, color } = getComputedStyle(entry);
    const words = document.createElementNS(SVG, 'text');
    words.setAttribute('x', String((swatch?.getBoundingClientRect().width ?? 0) + 6));
    words.setAttribute('y', String(place.height / 2));
    words.setAttribute('text-anchor', 'start');
    words.setAttribute('dominant-baseline', 'central');
    words.setAttribute('font-size', fontSize);
    words.setAttribute('font-family', fontFamily);
    words.setAttribute('fill', color);
    words.textContent = entry.textContent;
    part.append(words);
    group.append(part);
  }
  return { group, height: whole.height * scale };
}

export async function toPng(drawn: Drawn): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawnSvg(drawn))}`;
  await picture.decode();
  const { width, height } = picture;
  const canvas = document.createElement('canvas');
  canvas.width = width * PNG_SCALE;
  canvas.height = height * PNG_SCALE;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture could not be drawn.')) : resolve(blob)));
  });
}
