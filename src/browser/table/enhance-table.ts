/**
 * @file The table of all candidates, alive: sorted, searched, filtered, with chosen columns, copied, and opened row by row.
 * Own code: TanStack's table would be as large as all of the page's script, and it makes an object of every row.
 */
import { formatCount, formatQuantity, type TableColumn, type TablePayload } from '../../report/in-page.js';
import { button, claim, element } from '../element.js';
import { rowOrder, sortKeys } from '../order.js';
import { readPayload } from '../payload.js';
import { Grid } from './grid.js';
import { filterRows, searchTexts } from './row-filter.js';
import { firstWish, readTable, shownColumns, type TableData, type TableWish } from './table-data.js';
import { makeTools } from './tools.js';
import { showTrials } from './trial-panel.js';

/** Rows that are there before somebody asks for more, as on a page whose script does not run. */
const FIRST_ROWS = 12;

/** A page whose parts are replaced while somebody looks keeps what was asked of it. */
let wish: TableWish | undefined;

export function enhanceTable(root: ParentNode): void {
  for (const place of claim(root, '[data-table]', 'table')) {
    // After the page is on the screen.
    setTimeout(() => void fill(place));
  }
}

async function fill(place: HTMLElement): Promise<void> {
  const payload = await readPayload<TablePayload>('table');
  if (payload === undefined) return;
  const data = readTable(payload);
  wish ??= firstWish(data);
  place.replaceChildren(...new LiveTable(data, wish).elements);
  place.closest('section')?.classList.add('alive');
  place.dispatchEvent(new Event('surefoot:filled', { bubbles: true }));
}

class LiveTable {
  readonly elements: readonly HTMLElement[];
  readonly #data: TableData;
  readonly #wish: TableWish;
  readonly #grid: Grid;
  readonly #tools: HTMLElement;
  readonly #more: HTMLElement;
  readonly #status = element('p', { class: 'quiet', role: 'status' });
  readonly #panel = element('div', { class: 'trials', tabindex: -1, hidden: true });
  readonly #orders = new Map<string, Uint32Array>();
  readonly #ranking: Uint32Array;
  #texts: readonly string[] | undefined;
  #rows: Uint32Array = new Uint32Array();

  constructor(data: TableData, asked: TableWish) {
    this.#data = data;
    this.#wish = asked;
    this.#ranking = Uint32Array.from({ length: data.rows }, (_, row) => row);
    this.#grid = new Grid(data, {
      sort: (column) => this.#sort(column),
      filter: (column, text) => {
        this.#wish.filters = new Map([...this.#wish.filters, [column.id, text]]);
        this.#refresh();
      },
      open: (row) => void showTrials(this.#panel, data, row, () => this.#grid.focus()),
    });
    this.#tools = makeTools(data, asked, {
      refresh: () => this.#refresh(),
      shown: () => ({ columns: shownColumns(data, this.#wish), rows: this.#rows }),
      say: (text) => this.#say(text),
    });
    this.#more = button(moreText(data), () => {
      this.#wish.isOpen = true;
      this.#refresh();
      this.#tools.querySelector('input')?.focus();
    });
    const below = element('p', { class: 'more' }, this.#more, element('span', {}, 'Enter or a click opens a row.'));
    this.elements = [this.#tools, this.#status, this.#grid.element, below, this.#panel];
    // The first drawing needs the height of what is in the page.
    requestAnimationFrame(() => this.#refresh());
    whenIdle(() => this.#searchTexts());
    for (const column of data.columns) if (column.kind === 'text') whenIdle(() => sortKeys(column.cells));
  }

  /** Ascending, descending, and back to the ranking. */
  #sort({ id }: TableColumn): void {
    const { sort } = this.#wish;
    if (sort?.column !== id) this.#wish.sort = { column: id, isDescending: false };
    else this.#wish.sort = sort.isDescending ? null : { column: id, isDescending: true };
    this.#refresh();
  }

  #refresh(): void {
    const { rows, errors } = filterRows(this.#data, this.#order(), this.#wish, () => this.#searchTexts());
    const { sort, filters, isOpen } = this.#wish;
    this.#rows = isOpen ? rows : rows.subarray(0, FIRST_ROWS);
    for (const one of [this.#tools, this.#status]) one.hidden = !isOpen;
    this.#more.hidden = isOpen;
    this.#grid.element.classList.toggle('first', !isOpen);
    this.#grid.element.classList.toggle('short', isShort(this.#data, this.#wish));
    this.#grid.show({ columns: shownColumns(this.#data, this.#wish), rows: this.#rows, sort, filters, errors });
    const [error] = errors.values();
    this.#status.classList.toggle('wrong', error !== undefined);
    this.#say(error ?? `${formatCount(rows.length)} of ${formatCount(this.#data.rows)} candidates`);
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }

  #order(): Uint32Array {
    const { sort } = this.#wish;
    const column = this.#data.columns.find(({ id }) => id === sort?.column);
    if (sort === null || column === undefined) return this.#ranking;
    const key = `${sort.isDescending} ${sort.column}`;
    const order = this.#orders.get(key) ?? rowOrder(column.cells, sort.isDescending);
    this.#orders.set(key, order);
    return order;
  }

  #searchTexts(): readonly string[] {
    this.#texts ??= searchTexts(this.#data);
    return this.#texts;
  }
}

/** Whether the columns are those that were there at first: they fit narrow screens in a form of their own. */
/** The name, and what fits beside it, however wide the page is. */
const MOST_SHORT = 4;

/** Whether it shows what it does at first, and that is little: bounded metrics have columns of their own. */
function isShort(data: TableData, { shown }: TableWish): boolean {
  const first = firstWish(data).shown;
  return shown.size <= MOST_SHORT && shown.size === first.size && [...shown].every((id) => first.has(id));
}

function moreText({ rows }: TableData): string {
  return rows > FIRST_ROWS ? `All ${formatQuantity(rows, 'candidate')}` : 'Search and columns';
}

function whenIdle(act: () => void): void {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act);
  else setTimeout(act, 500);
}
