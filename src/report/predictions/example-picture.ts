/** @file Small pictures of examples inside a chart: sixteen greys, as strokes of the ink of the page. */
import type * as Plot from '@observablehq/plot';
import type { ExampleInput } from './prediction-record.js';

type Picture = Extract<ExampleInput, { readonly kind: 'picture' }>;

interface PlacedPicture {
  readonly picture: Picture;
  /** Pixels from the top left of the drawing. */
  readonly left: number;
  readonly top: number;
}

/** The part of an element of the drawing that is used here. */
interface DrawnElement {
  setAttribute(name: string, value: string): void;
  append(child: DrawnElement): void;
}

/** What a mark's function draws with; the chart library gives it to each. */
interface DrawingContext {
  readonly document: { createElementNS(namespace: string, name: string): DrawnElement };
}

/** Pictures of at most `side` pixels in both directions. */
export function pictureMark(pictures: readonly PlacedPicture[], side: number): Plot.Markish {
  return ((_index: unknown, _scales: unknown, _values: unknown, _dimensions: unknown, { document }: DrawingContext) => {
    const element = (name: string, attributes: Readonly<Record<string, string | number>>): DrawnElement => {
      const made = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
      return made;
    };
    const group = element('g', {});
    for (const { picture, left, top } of pictures) {
      const { width, height } = picture;
      // Places are rounded to a tenth of a pixel, and so is the size of a cell.
      const cell = Math.max(0.1, Math.floor((10 * side) / Math.max(width, height)) / 10);
      const placed = element('g', { transform: `translate(${left},${top}) scale(${cell})` });
      placed.append(
        element('path', {
          d: `M0 0h${width}v${height}h${-width}z`,
          fill: 'none',
          stroke: 'var(--line)',
          'stroke-width': 1 / cell,
        }),
      );
      for (const [grey, d] of pathsOf(picture)) {
        placed.append(element('path', { d, fill: 'var(--ink)', 'fill-opacity': (grey / 15).toFixed(2) }));
      }
      group.append(placed);
    }
    return group;
  }) as unknown as Plot.Markish;
}

/** By grey, but for the lightest: neighbours in a row are one rectangle. */
function pathsOf({ width, height, greys }: Picture): ReadonlyMap<number, string> {
  const paths = new Map<number, string>();
  for (let row = 0; row < height; row++) {
    let start = 0;
    for (let column = 1; column <= width; column++) {
      const grey = greys[row * width + start];
      if (column < width && greys[row * width + column] === grey) continue;
      const level = Number.parseInt(grey ?? '0', 16);
      if (level > 0)
        paths.set(level, `${paths.get(level) ?? ''}M${start} ${row}h${column - start}v1h${start - column}z`);
      start = column;
    }
  }
  return paths;
}
