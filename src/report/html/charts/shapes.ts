/** @file Shapes that charts draw by themselves where an element each would make a page heavy: cells, and marked groups. */
import type * as Plot from '@observablehq/plot';

/** A rectangle between places of both axes. */
export interface ChartCell {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

interface Paint {
  readonly fill: string;
  readonly fillOpacity?: number;
  /** Pixels left free between a cell and the next. */
  readonly gap?: number;
}

/** All cells as one path: thousands cost some tens of kilobytes. */
export function cellMark(cells: readonly ChartCell[], { fill, fillOpacity = 1, gap = 0 }: Paint): Plot.Markish {
  return (_index, scales, _values, _dimensions, context) => {
    const path = context.document.createElementNS(SVG, 'path');
    const { x, y } = placesOf(scales);
    const parts = cells.map(({ x1, x2, y1, y2 }) => {
      const [left, right] = ordered(x(x1), x(x2));
      const [top, bottom] = ordered(y(y1), y(y2));
      const [width, height] = [Math.max(0.5, right - left - gap), Math.max(0.5, bottom - top - gap)];
      return `M${short(left)} ${short(top)}h${short(width)}v${short(height)}h${short(-width)}z`;
    });
    path.setAttribute('d', parts.join(''));
    path.setAttribute('fill', fill);
    if (fillOpacity !== 1) path.setAttribute('fill-opacity', String(fillOpacity));
    return path;
  };
}

/** Both axes of such charts are numbers. */
function placesOf(scales: Plot.ScaleFunctions) {
  return scales as { x: (value: number) => number; y: (value: number) => number };
}

/** What belongs to one thing and is lit together: crosses at places, with words. */
export interface CrossGroup {
  /** Its number, for the page's script. */
  readonly number: number;
  readonly title: string;
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

const ARM = 3.2;

/** An X at every place; `name` is the data attribute that has a group's number. */
export function crossMark(groups: readonly CrossGroup[], name: string, stroke: string): Plot.Markish {
  const [d, back] = [short(2 * ARM), short(-2 * ARM)];
  return groupMark(
    groups,
    name,
    stroke,
    (x, y) => `M${short(x - ARM)} ${short(y - ARM)}l${d} ${d}m${back} 0l${d} ${back}`,
  );
}

/** An upright line at every place, from the top of the drawing's plane to its bottom. */
export function stemMark(groups: readonly CrossGroup[], name: string, stroke: string): Plot.Markish {
  return groupMark(groups, name, stroke, (x, _y, { height, marginTop, marginBottom }) => {
    return `M${short(x)} ${short(marginTop)}V${short(height - marginBottom)}`;
  });
}

function groupMark(
  groups: readonly CrossGroup[],
  name: string,
  stroke: string,
  pathOf: (x: number, y: number, dimensions: Plot.Dimensions) => string,
): Plot.Markish {
  return (_index, scales, _values, dimensions, context) => {
    const { document } = context;
    const { x, y } = placesOf(scales);
    const all = document.createElementNS(SVG, 'g');
    all.setAttribute('stroke', stroke);
    all.setAttribute('stroke-width', '1.4');
    all.setAttribute('fill', 'none');
    for (const { number, title, places } of groups) {
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('d', places.map((place) => pathOf(x(place.x), y(place.y), dimensions)).join(''));
      path.setAttribute(name, String(number));
      const words = document.createElementNS(SVG, 'title');
      words.textContent = title;
      path.append(words);
      all.append(path);
    }
    return all;
  };
}

type Glyph = 'cross' | 'ring';

/** A sign in the middle of every cell, as large as there is room. */
export function glyphMark(cells: readonly ChartCell[], glyph: Glyph, stroke: string): Plot.Markish {
  return (_index, scales, _values, _dimensions, context) => {
    const path = context.document.createElementNS(SVG, 'path');
    const { x, y } = placesOf(scales);
    const parts = cells.map(({ x1, x2, y1, y2 }) => {
      const half = Math.min(4.5, Math.abs(x(x2) - x(x1)) * 0.34, Math.abs(y(y2) - y(y1)) * 0.34);
      return glyphPath(glyph, (x(x1) + x(x2)) / 2, (y(y1) + y(y2)) / 2, half);
    });
    path.setAttribute('d', parts.join(''));
    path.setAttribute('fill', 'none');
    path.setAttribute('stroke', stroke);
    path.setAttribute('stroke-width', '1.3');
    return path;
  };
}

function glyphPath(glyph: Glyph, x: number, y: number, half: number): string {
  const [a, b] = [short(2 * half), short(-2 * half)];
  if (glyph === 'cross') return `M${short(x - half)} ${short(y - half)}l${a} ${a}m${b} 0l${a} ${b}`;
  const r = short(half);
  return `M${short(x - half)} ${short(y)}a${r} ${r} 0 1 0 ${a} 0a${r} ${r} 0 1 0 ${b} 0`;
}

/** Classes of a colour scale from left to right, and signs with their meaning beside it. */
interface ScaleLegend {
  readonly title: string;
  readonly colors: readonly string[];
  /** One more than colours: what stands between the classes; empty for none. */
  readonly labels: readonly string[];
  readonly cellWidth: number;
  readonly glyphs: readonly { readonly glyph: Glyph; readonly name: string }[];
  readonly stroke: string;
  readonly ink: string;
}

const LEGEND = { top: 18, height: 10, labels: 40, left: 8 } as const;

/** In the top left corner of the drawing. */
export function scaleLegend(legend: ScaleLegend): Plot.Markish {
  const { title, colors, labels, cellWidth, glyphs, stroke, ink } = legend;
  return (_index, _scales, _values, _dimensions, context) => {
    const make = (name: string, attributes: Readonly<Record<string, string | number>>, text?: string) => {
      const element = context.document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
      if (text !== undefined) element.textContent = text;
      return element;
    };
    const all = make('g', { fill: ink, 'font-size': 11, 'text-anchor': 'start' });
    all.append(make('text', { x: LEGEND.left, y: 11 }, title));
    colors.forEach((fill, index) => {
      all.append(
        make('rect', {
          x: LEGEND.left + index * cellWidth,
          y: LEGEND.top,
          width: cellWidth - 1,
          height: LEGEND.height,
          fill,
        }),
      );
    });
    labels.forEach((label, index) => {
      const anchor = index === 0 ? 'start' : 'middle';
      all.append(make('text', { x: LEGEND.left + index * cellWidth, y: LEGEND.labels, 'text-anchor': anchor }, label));
    });
    let at = LEGEND.left + colors.length * cellWidth + 34;
    for (const { glyph, name } of glyphs) {
      const middle = LEGEND.top + LEGEND.height / 2;
      all.append(make('path', { d: glyphPath(glyph, at, middle, 4), fill: 'none', stroke, 'stroke-width': 1.3 }));
      all.append(make('text', { x: at + 9, y: middle + 4 }, name));
      at += 9 + 6.5 * name.length + 20;
    }
    return all;
  };
}

/** The drawing's plane as one element that finds cells by where it is pointed at; nothing is seen of it. */
export function gridArea(name: string, rows: number, columns: number): Plot.Markish {
  return (_index, _scales, _values, dimensions, context) => {
    const area = context.document.createElementNS(SVG, 'rect');
    const { width, height, marginTop, marginRight, marginBottom, marginLeft } = dimensions;
    const attributes = {
      x: marginLeft,
      y: marginTop,
      width: width - marginLeft - marginRight,
      height: height - marginTop - marginBottom,
      fill: 'none',
      'pointer-events': 'all',
      'data-grid': name,
      'data-rows': rows,
      'data-columns': columns,
    };
    for (const [key, value] of Object.entries(attributes)) area.setAttribute(key, String(value));
    return area;
  };
}

const SVG = 'http://www.w3.org/2000/svg';

function ordered(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}

/** A tenth of a pixel. */
function short(value: number): string {
  return String(Number(value.toFixed(1)));
}
