/** @file Heads of tables that sort their rows when they are clicked. */
import type { Cell } from '../report/in-page.js';
import { button, claim } from './element.js';
import { readShownNumber, rowOrder } from './order.js';

export function enhanceSorting(root: ParentNode): void {
  for (const table of claim(root, 'table.sorts', 'sorting')) {
    const heads = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
    for (const [column, head] of heads.entries()) {
      const text = head.textContent ?? '';
      if (text !== '') head.replaceChildren(button(text, () => sortBy(table, heads, column)));
    }
  }
}

/** Once more: the other way. */
function sortBy(table: HTMLElement, heads: readonly HTMLElement[], column: number): void {
  const isTurned = heads[column]?.ariaSort === 'ascending';
  for (const head of heads) head.removeAttribute('aria-sort');
  heads[column]?.setAttribute('aria-sort', isTurned ? 'descending' : 'ascending');
  const body = table.querySelector('tbody');
  const rows = [...(body?.rows ?? [])];
  const order = rowOrder(
    rows.map((row) => cellIn(row.cells[column])),
    isTurned,
  );
  body?.append(...Array.from(order, (place) => rows[place] as HTMLElement));
}

/** The value that is shown: the number before its interval, or the text; null of a dash. */
function cellIn(cell: HTMLElement | undefined): Cell {
  const { value } = cell?.dataset ?? {};
  if (value !== undefined) return Number(value);
  const text = (cell?.firstElementChild?.matches('bdi') ? cell.firstElementChild : cell?.firstChild)?.textContent ?? '';
  if (text === '–' || text === '') return null;
  const number = readShownNumber(text.replace(/^< /, ''));
  return Number.isNaN(number) ? text : number;
}
