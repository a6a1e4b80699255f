/** @file Heat maps: the cell under the pointer in words, and a walk over rows and columns by keys. */
import { claim } from './claim.js';
import { SVG } from './element.js';
import { readPayload } from './payload.js';
import { createLine, createSlider } from './slider.js';
import { hideTip, showTip } from './tip.js';

interface GridWords {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row and column. */
  readonly cells: readonly (readonly string[])[];
}

export function enhanceGrids(root: ParentNode): void {
  for (const figure of claim(root, 'figure[data-figure]:has([data-grid])', 'grid')) void enhanceGrid(figure);
}

async function enhanceGrid(figure: HTMLElement): Promise<void> {
  const areas = [...figure.querySelectorAll<SVGRectElement>('[data-grid]')];
  const words = await readPayload<GridWords | null>(`grid-${areas[0]?.dataset.grid ?? ''}`);
  if (words === undefined || words === null) return;
  const { rows, columns, cells } = words;
  const sayCell = (row: number, column: number): string =>
    `${rows[row] ?? ''}, ${columns[column] ?? ''}: ${cells[row]?.[column] ?? ''}`;
  const cursors = areas.map((area) => ({ area, cursor: createCursor(area) }));
  const point = (row: number, column: number): void => {
    for (const { area, cursor } of cursors) moveCursor(area, cursor, row / rows.length, column / columns.length);
  };
  for (const area of areas) {
    area.addEventListener('pointermove', (event) => {
      const { left, top, width, height } = area.getBoundingClientRect();
      const row = placeOf((event.clientY - top) / height, rows.length);
      const column = placeOf((event.clientX - left) / width, columns.length);
      point(row, column);
      showTip(sayCell(row, column), event);
    });
    area.addEventListener('pointerleave', hideTip);
  }
  addWalk(figure, words, sayCell, point);
}

function addWalk(
  figure: HTMLElement,
  { rows, columns }: GridWords,
  sayCell: (row: number, column: number) => string,
  point: (row: number, column: number) => void,
): void {
  const line = createLine();
  let [row, column] = [0, 0];
  const go = (): void => {
    point(row, column);
    const text = sayCell(row, column);
    line.textContent = text;
    down.show(row, text);
    across.show(column, text);
  };
  const down = createSlider('Candidate', rows.length, (place) => {
    row = place;
    go();
  });
  const across = createSlider('Replicate', columns.length, (place) => {
    column = place;
    go();
  });
  const walk = document.createElement('div');
  walk.append(down.row, across.row, line);
  figure.querySelector('figcaption')?.before(walk);
  down.show(0, sayCell(0, 0));
  across.show(0, sayCell(0, 0));
  line.textContent = 'Point at a cell, or move along rows and columns with the arrow keys.';
}

function createCursor(area: SVGRectElement): SVGRectElement {
  const cursor = document.createElementNS(SVG, 'rect');
  cursor.setAttribute('class', 'cursor');
  area.before(cursor);
  return cursor;
}

function moveCursor(area: SVGRectElement, cursor: SVGRectElement, down: number, across: number): void {
  const number = (name: string): number => Number(area.getAttribute(name));
  const [width, height] = [number('width'), number('height')];
  cursor.setAttribute('x', String(number('x') + across * width));
  cursor.setAttribute('y', String(number('y') + down * height));
  cursor.setAttribute('width', String(width / Number(area.dataset.columns)));
  cursor.setAttribute('height', String(height / Number(area.dataset.rows)));
}

function placeOf(share: number, places: number): number {
  return Math.min(places - 1, Math.max(0, Math.floor(share * places)));
}
