/**
 * @file The rows on the screen: a window of rows of one height over as many as there are, so that 50,000 scroll like 50. Own
 * code: with every row of one height it is shorter than what a library for lists asks for around it.
 */
import {
  boundOf,
  FOREST_SIZE,
  forestMarks,
  forestTicks,
  isDifference,
  isDrawnBeside,
  isOpenStatus,
  joinedText,
  type TableColumn,
} from '../../report/in-page.js';
import { element, svgElement } from '../element.js';
import { cellAt, isNumeric, type TableData, textOfCell } from './table-data.js';

/** Where the page's style has none. */
const ROW_HEIGHT = 32;
const MORE_ROWS = 8;
/** Before its first rows an element is as high as its head. */
const LEAST_HEIGHT = 600;

interface GridActions {
  readonly sort: (column: TableColumn) => void;
  readonly filter: (column: TableColumn, text: string) => void;
  /** A row of the data. */
  readonly open: (row: number) => void;
}

interface GridContent {
  readonly columns: readonly TableColumn[];
  readonly rows: Uint32Array;
  readonly sort: { readonly column: string; readonly isDescending: boolean } | null;
  readonly filters: ReadonlyMap<string, string>;
  readonly errors: ReadonlyMap<string, string>;
}

/** One table of the page: arrow keys go through its rows, Enter opens one. */
export class Grid {
  readonly element: HTMLElement;
  readonly #data: TableData;
  readonly #actions: GridActions;
  readonly #table: HTMLTableElement;
  readonly #head = element('thead', { role: 'rowgroup' });
  readonly #body = element('tbody', { role: 'rowgroup' });
  #content: GridContent = { columns: [], rows: new Uint32Array(), sort: null, filters: new Map(), errors: new Map() };
  /** Place among the rows shown. */
  #active = 0;
  #isDrawing = false;
  /** Pixels, as the page's style has it; phones have more. */
  #rowHeight = ROW_HEIGHT;

  constructor(data: TableData, actions: GridActions) {
    this.#data = data;
    this.#actions = actions;
    this.#table = element('table', { role: 'grid', tabindex: 0, 'aria-label': 'All candidates' });
    this.#table.append(this.#head, this.#body);
    this.#table.addEventListener('keydown', (event) => this.#press(event));
    this.#body.addEventListener('click', (event) => this.#click(event));
    this.element = element('div', { class: 'grid' }, this.#table);
    this.element.addEventListener('scroll', () => this.#drawSoon());
    addEventListener('resize', () => this.#drawSoon());
  }

  /** Columns as they were keep their boxes, so that typing into one goes on. */
  show(content: GridContent): void {
    const before = this.#content;
    this.#content = content;
    if (before.columns.map(({ id }) => id).join('\n') !== content.columns.map(({ id }) => id).join('\n')) {
      this.#drawHead();
    }
    this.#markHead();
    this.#table.setAttribute('aria-rowcount', String(content.rows.length + 2));
    this.#active = Math.max(0, Math.min(this.#active, content.rows.length - 1));
    if (before.rows !== content.rows) this.element.scrollTop = 0;
    this.#draw();
  }

  focus(): void {
    this.#table.focus({ preventScroll: true });
  }

  #drawHead(): void {
    const { columns, filters } = this.#content;
    const widths = columnWidths(this.#data, columns);
    const group = element('colgroup', {}, ...widths.map((width) => element('col', { style: `width: ${width}ch` })));
    this.#table.querySelector('colgroup')?.remove();
    this.#table.prepend(group);
    this.#table.style.width = `max(100%, ${widths.reduce((sum, width) => sum + width, 0)}ch)`;
    this.#head.replaceChildren(
      element('tr', { role: 'row', 'aria-rowindex': 1 }, ...columns.map((column) => this.#heading(column))),
      element(
        'tr',
        { role: 'row', class: 'filters', 'aria-rowindex': 2 },
        ...columns.map((column) => this.#filterBox(column, filters.get(column.id) ?? '')),
      ),
    );
  }

  #heading(column: TableColumn): HTMLElement {
    const sort = element('button', { type: 'button', title: column.meaning }, column.heading);
    sort.addEventListener('click', () => this.#actions.sort(column));
    return element(
      'th',
      { scope: 'col', role: 'columnheader', class: classOf(column), 'data-column': column.id },
      sort,
      ...(isDrawnBeside(column) ? [drawForestAxis(this.#data) ?? ''] : []),
    );
  }

  #filterBox(column: TableColumn, text: string): HTMLElement {
    const box = element('input', {
      type: 'text',
      'aria-label': `Filter ${column.heading}`,
      placeholder: isNumeric(column) ? '>, <, a..b' : 'contains',
      autocomplete: 'off',
      spellcheck: 'false',
      value: text,
    });
    box.addEventListener('input', () => this.#actions.filter(column, box.value));
    return element('td', { role: 'gridcell', class: classOf(column), 'data-column': column.id }, box);
  }

  #markHead(): void {
    const { columns, sort, errors } = this.#content;
    for (const [place, column] of columns.entries()) {
      const [heading, filter] = [...this.#head.rows].map(({ cells }) => cells[place]);
      const direction = sort?.column !== column.id ? 'none' : sort.isDescending ? 'descending' : 'ascending';
      heading?.setAttribute('aria-sort', direction);
      filter?.querySelector('input')?.setAttribute('aria-invalid', String(errors.has(column.id)));
    }
  }

  #drawSoon(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw(): void {
    const { rows, columns } = this.#content;
    this.#rowHeight = Number.parseFloat(getComputedStyle(this.element).getPropertyValue('--row')) || ROW_HEIGHT;
    const height = Math.max(LEAST_HEIGHT, this.element.clientHeight);
    const shown = Math.ceil(height / this.#rowHeight) + 2 * MORE_ROWS;
    const first = Math.max(
      0,
      Math.min(Math.floor(this.element.scrollTop / this.#rowHeight) - MORE_ROWS, rows.length - shown),
    );
    const last = Math.min(rows.length, first + shown);
    const drawn = Array.from({ length: last - first }, (_, offset) => this.#row(first + offset));
    this.#body.replaceChildren(
      spacer(first * this.#rowHeight, columns.length),
      ...drawn,
      spacer((rows.length - last) * this.#rowHeight, columns.length),
    );
    const isActiveDrawn = this.#active >= first && this.#active < last;
    if (isActiveDrawn) this.#table.setAttribute('aria-activedescendant', 'candidate-row');
    else this.#table.removeAttribute('aria-activedescendant');
  }

  #row(place: number): HTMLElement {
    const row = this.#content.rows[place] as number;
    const isActive = place === this.#active;
    const isChosen = row === this.#data.winner;
    const cells = this.#content.columns.map((column) => {
      const text = isChosen && isDifference(column) ? '' : textIn(this.#data, column, row);
      const drawn = isDrawnBeside(column) ? drawForest(this.#data, row) : null;
      return element(
        'td',
        { class: classOf(column), role: 'gridcell', title: text.length > 24 ? text : undefined },
        ...(drawn === null ? [] : [drawn]),
        text,
      );
    });
    return element(
      'tr',
      {
        role: 'row',
        id: isActive ? 'candidate-row' : undefined,
        class: [isChosen ? 'chosen' : '', isActive ? 'active' : ''].join(' ').trim() || undefined,
        'aria-rowindex': place + 3,
        'data-place': place,
      },
      ...cells,
    );
  }

  #press(event: KeyboardEvent): void {
    if (event.target !== this.#table || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 4);
    const end = this.#content.rows.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: end,
    };
    const target = targets[event.key];
    if (target !== undefined) this.#moveTo(Math.max(0, Math.min(end, target)));
    else if (event.key === 'Enter' || event.key === ' ') this.#open(this.#active);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      this.element.scrollLeft += event.key === 'ArrowRight' ? 80 : -80;
    } else return;
    event.preventDefault();
  }

  #click(event: MouseEvent): void {
    const place = (event.target as Element).closest<HTMLElement>('tr[data-place]')?.dataset.place;
    if (place === undefined) return;
    this.#moveTo(Number(place));
    this.#open(Number(place));
  }

  #moveTo(place: number): void {
    this.#active = place;
    const top = place * this.#rowHeight;
    const room = this.element.clientHeight - this.#head.offsetHeight - this.#rowHeight;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top > this.element.scrollTop + room) this.element.scrollTop = top - room;
    this.#draw();
  }

  #open(place: number): void {
    const row = this.#content.rows[place];
    if (row !== undefined) this.#actions.open(row);
  }
}

function classOf(column: TableColumn): string | undefined {
  if (column.id === 'candidate') return 'fixed';
  if (isDrawnBeside(column)) return 'difference';
  return isNumeric(column) ? 'number' : undefined;
}

/** Stands for rows that are not drawn. */
function spacer(pixels: number, columns: number): HTMLElement {
  const cell = element('td', { colspan: columns, style: `height: ${pixels}px` });
  return element('tr', { class: 'spacer', 'aria-hidden': 'true', hidden: pixels === 0 }, cell);
}

/** A cell with what follows it. */
function textIn({ columns }: TableData, column: TableColumn, row: number): string {
  const bound = boundOf(columns, column);
  const text = textOfCell(cellAt(column, row), column);
  return joinedText(text, bound && textOfCell(cellAt(bound, row), bound));
}

const LEAST = 9;
const MOST = 50;
const LOOKED_AT = 300;
/** Beside the text of a difference, whose letters are narrower than digits. */
const DRAWING = 19;

/** In widths of a digit, by column. */
function columnWidths(data: TableData, columns: readonly TableColumn[]): number[] {
  const { rows } = data;
  const step = Math.max(1, Math.floor(rows / LOOKED_AT));
  return columns.map((column) => {
    let longest = Math.min(column.heading.length + 1, 12);
    for (let row = 0; row < rows; row += step) {
      longest = Math.max(longest, textIn(data, column, row).length);
    }
    const drawing = isDrawnBeside(column) ? DRAWING : 0;
    return Math.min(MOST, Math.max(LEAST, longest + 3)) + drawing;
  });
}

/** Null where the difference is not known; the text beside it says the same. */
function drawForest(data: TableData, row: number): SVGSVGElement | null {
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
  const marks = forestMarks(data.forest, difference, isOpenStatus(cell('status')));
  return forestOf(marks.map(({ tag, attributes }) => svgElement(tag, attributes)));
}

/** What stands above the intervals; null where none is drawn. */
function drawForestAxis({ forest }: TableData): SVGSVGElement | null {
  if (forest === null) return null;
  return forestOf(
    forestTicks(forest).map(({ x, text }) => {
      const tick = svgElement('text', { x: x.toFixed(1), y: 16 });
      tick.textContent = text;
      return tick;
    }),
  );
}

function forestOf(marks: readonly Node[]): SVGSVGElement {
  const { width, height } = FOREST_SIZE;
  return svgElement('svg', { class: 'forest', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, ...marks);
}
