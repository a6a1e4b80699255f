/** @file Sorts the rows of a table by the head that is clicked, once more the other way; what has no value stands last. */
import { claim } from './claim.js';
import { button } from './element.js';

export function enhanceSorting(root: ParentNode): void {
  for (const table of claim(root, 'table.sorts', 'sorting')) {
    const heads = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
    for (const [column, head] of heads.entries()) {
      const text = head.textContent ?? '';
      if (text !== '') head.replaceChildren(button(text, () => sortBy(table, heads, column)));
    }
  }
}

function sortBy(table: HTMLElement, heads: readonly HTMLElement[], column: number): void {
  const isTurned = heads[column]?.ariaSort === 'ascending';
  for (const head of heads) head.removeAttribute('aria-sort');
  heads[column]?.setAttribute('aria-sort', isTurned ? 'descending' : 'ascending');
  const body = table.querySelector('tbody');
  const rows = [...(body?.rows ?? [])].map((row) => ({ row, key: keyOf(row.cells[column]) }));
  rows.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
    return (isTurned ? -1 : 1) * (a.key < b.key ? -1 : Number(a.key > b.key));
  });
  body?.append(...rows.map(({ row }) => row));
}

/** The value that is shown: the number before its interval, or the text; null of a dash. */
function keyOf(cell: HTMLElement | undefined): number | string | null {
  const text = (cell?.firstElementChild?.matches('bdi') ? cell.firstElementChild : cell?.firstChild)?.textContent ?? '';
  if (text === '–' || text === '') return null;
  const plain = text
    .replaceAll(',', '')
    .replace('−', '-')
    .replace('∞', 'Infinity')
    .replace(/^< /, '')
    .replace(/ %$/, '');
  const number = Number(plain);
  return Number.isNaN(number) ? text : number;
}
