/** @file What stands above the table: the search, the choice of columns, and rows to take away. */
import type { TableColumn } from '../../report/in-page.js';
import { formatQuantity } from '../../report/in-page.js';
import { copyText, save } from '../copy.js';
import { button, element } from '../element.js';
import { rowsCsv, rowsMarkdown, type TableData, type TableWish } from './table-data.js';

interface ToolActions {
  readonly refresh: () => void;
  /** What is shown now, in its order. */
  readonly shown: () => { readonly columns: readonly TableColumn[]; readonly rows: Uint32Array };
  readonly say: (text: string) => void;
}

export function makeTools(data: TableData, wish: TableWish, actions: ToolActions): HTMLElement {
  const search = element('input', {
    type: 'search',
    'aria-label': 'Search candidates',
    placeholder: 'Search names and settings',
    value: wish.search,
  });
  search.addEventListener('input', () => {
    wish.search = search.value;
    actions.refresh();
  });
  const copy = async (kind: string, write: typeof rowsCsv): Promise<void> => {
    const { columns, rows } = actions.shown();
    const isCopied = await copyText(write(columns, rows));
    const what = `${formatQuantity(rows.length, 'row')} as ${kind}`;
    actions.say(isCopied ? `Copied ${what}.` : `The browser did not allow copying ${what}. Save them instead.`);
  };
  return element(
    'div',
    { class: 'tools' },
    search,
    columnChoice(data, wish, actions),
    button('Copy as CSV', () => void copy('CSV', rowsCsv)),
    button('Copy as Markdown', () => void copy('Markdown', rowsMarkdown)),
    button('Save as CSV', () => {
      const { columns, rows } = actions.shown();
      save('candidates.csv', new Blob([rowsCsv(columns, rows)], { type: 'text/csv' }));
    }),
  );
}

function columnChoice({ columns }: TableData, wish: TableWish, { refresh }: ToolActions): HTMLElement {
  const boxes = columns.map(({ id, heading, meaning }) => {
    const box = element('input', { type: 'checkbox', checked: wish.shown.has(id) });
    box.addEventListener('change', () => {
      const shown = new Set(wish.shown);
      if (box.checked) shown.add(id);
      else shown.delete(id);
      wish.shown = shown;
      refresh();
    });
    return element('label', { title: meaning }, box, ` ${heading}`);
  });
  return element('details', { class: 'choice' }, element('summary', {}, 'Columns'), element('div', {}, ...boxes));
}
