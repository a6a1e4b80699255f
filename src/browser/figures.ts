/** @file Buttons below a figure: its data as a table in the page, for whoever cannot see it, and SVG, PNG and CSV to take away. */
import { type Cell, dataCsv, formatCount, formatQuantity, formatValue, type PlainTable } from '../report/in-page.js';
import { claim } from './claim.js';
import { button, element } from './element.js';
import { readPayload } from './payload.js';
import { save } from './save.js';
import { enhanceSorting } from './sort-rows.js';
import { drawnPng, drawnSvg } from './take-away.js';

/** More rows are in the CSV. */
const MOST_ROWS = 500;

export function enhanceFigures(root: ParentNode): void {
  for (const figure of claim(root, 'figure[data-figure]', 'figure')) addButtons(figure);
}

function addButtons(figure: HTMLElement): void {
  const id = figure.dataset.figure ?? 'figure';
  const title = figure.dataset.title ?? id;
  const row = element('div', { class: 'take-away' });
  const offer = (kind: string, give: () => Promise<void>): void => {
    row.append(button(kind, () => void give(), { 'aria-label': `Save “${title}” as ${kind}` }));
  };
  const dataOf = async (): Promise<PlainTable> => {
    const tables = await readPayload<Record<string, PlainTable>>('figures');
    return tables?.[id] ?? { columns: [], rows: [] };
  };
  row.append(tableButton(figure, title, dataOf));
  const svg = figure.querySelector<SVGSVGElement>('svg.plot');
  if (svg !== null) {
    offer('SVG', async () => save(`${id}.svg`, new Blob([drawnSvg(svg)], { type: 'image/svg+xml' })));
    offer('PNG', async () => save(`${id}.png`, await drawnPng(svg)));
  }
  offer('CSV', async () => save(`${id}.csv`, new Blob([dataCsv(await dataOf())], { type: 'text/csv' })));
  figure.append(row);
}

function tableButton(figure: HTMLElement, title: string, dataOf: () => Promise<PlainTable>): HTMLButtonElement {
  const toggle = async (): Promise<void> => {
    const open = figure.querySelector('.data');
    if (open === null) {
      figure.append(dataTable(await dataOf(), title));
      enhanceSorting(figure);
    } else open.remove();
    made.setAttribute('aria-expanded', String(open === null));
  };
  const made = button('Table', () => void toggle(), {
    'aria-expanded': 'false',
    'aria-label': `“${title}” as a table`,
  });
  return made;
}

function dataTable({ columns, rows }: PlainTable, title: string): HTMLElement {
  const isNumber = columns.map((_, column) => rows.some((row) => typeof row[column] === 'number'));
  const cell = (value: Cell, column: number): HTMLElement =>
    element('td', { class: isNumber[column] && 'number' }, cellText(value));
  const more = rows.length - MOST_ROWS;
  return element(
    'div',
    { class: 'data scroll', role: 'region', 'aria-label': title, tabindex: 0 },
    element(
      'table',
      { class: 'sorts' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...columns.map((name, column) => element('th', { class: isNumber[column] && 'number' }, name)),
        ),
      ),
      element('tbody', {}, ...rows.slice(0, MOST_ROWS).map((row) => element('tr', {}, ...row.map(cell)))),
    ),
    more > 0 ? element('p', { class: 'quiet' }, `${formatQuantity(more, 'more row')} in the CSV.`) : '',
  );
}

function cellText(value: Cell): string {
  if (typeof value !== 'number') return value ?? '';
  return Number.isInteger(value) ? formatCount(value) : formatValue(value);
}
