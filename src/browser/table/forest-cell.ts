/** @file Draws a row's difference to the winner into its cell, and their axis into the head of the column. */
import { FOREST_SIZE, forestMarks, forestTicks, isOpenStatus } from '../../report/in-page.js';
import { SVG } from '../element.js';
import { cellAt, type TableData } from './table-data.js';

/** Null where the difference is not known; the text beside it says the same. */
export function drawForest(data: TableData, row: number): SVGSVGElement | null {
  const cell = (id: string) => {
    const column = data.columns.find((one) => one.id === id);
    return column === undefined ? null : cellAt(column, row);
  };
  const number = (id: string): number | null => {
    const value = cell(id);
    return typeof value === 'number' ? value : null;
  };
  const value = number('difference');
  if (data.forest === null || value === null) return null;
  const difference = { value, low: number('differenceLow'), high: number('differenceHigh') };
  const svg = emptyForest();
  for (const { tag, attributes } of forestMarks(data.forest, difference, isOpenStatus(cell('status')))) {
    const mark = document.createElementNS(SVG, tag);
    for (const [name, text] of Object.entries(attributes)) mark.setAttribute(name, text);
    svg.append(mark);
  }
  return svg;
}

/** What stands above the intervals; null where none is drawn. */
export function drawForestAxis({ forest }: TableData): SVGSVGElement | null {
  if (forest === null) return null;
  const svg = emptyForest();
  for (const { x, text } of forestTicks(forest)) {
    const tick = document.createElementNS(SVG, 'text');
    tick.setAttribute('x', x.toFixed(1));
    tick.setAttribute('y', '16');
    tick.textContent = text;
    svg.append(tick);
  }
  return svg;
}

function emptyForest(): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'forest');
  svg.setAttribute('viewBox', `0 0 ${FOREST_SIZE.width} ${FOREST_SIZE.height}`);
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}
