/** @file Buttons below a figure: its data as a table in the page, for whoever cannot see it, and SVG, PNG and CSV to take away. */
import { save } from './copy.js';
import { button, claim, element } from './element.js';
import { readPayload } from './payload.js';
import { enhanceSorting } from './sort-rows.js';
import { drawnPng, drawnSvg } from './take-away.js';

export function enhanceFigures(root: ParentNode): void {
  for (const figure of claim(root, 'figure[data-figure]', 'figure')) addButtons(figure);
}

/** As the page was made with it: markup, and a file's text. */
interface FigureData {
  readonly table: string;
  readonly csv: string;
}

function addButtons(figure: HTMLElement): void {
  const id = figure.dataset.figure ?? 'figure';
  const title = figure.dataset.title ?? id;
  const row = element('div', { class: 'take-away' });
  const offer = (kind: string, give: () => Promise<void>): void => {
    row.append(button(kind, () => void give(), { 'aria-label': `Save “${title}” as ${kind}` }));
  };
  const dataOf = async (): Promise<FigureData> => {
    const all = await readPayload<Record<string, FigureData>>('figures');
    return all?.[id] ?? { table: '', csv: '' };
  };
  row.append(tableButton(figure, title, dataOf));
  const svg = figure.querySelector<SVGSVGElement>('svg.plot');
  if (svg !== null) {
    offer('SVG', async () => save(`${id}.svg`, new Blob([drawnSvg(svg)], { type: 'image/svg+xml' })));
    offer('PNG', async () => save(`${id}.png`, await drawnPng(svg)));
  }
  offer('CSV', async () => save(`${id}.csv`, new Blob([(await dataOf()).csv], { type: 'text/csv' })));
  figure.append(row);
}

function tableButton(figure: HTMLElement, title: string, dataOf: () => Promise<FigureData>): HTMLButtonElement {
  const toggle = async (): Promise<void> => {
    const open = figure.querySelector('.data');
    if (open === null) {
      const data = element('div', { class: 'data' });
      // The program that made the page has escaped whatever is text in it.
      data.innerHTML = (await dataOf()).table;
      figure.append(data);
      enhanceSorting(data);
    } else open.remove();
    made.setAttribute('aria-expanded', String(open === null));
  };
  const made = button('Table', () => void toggle(), {
    'aria-expanded': 'false',
    'aria-label': `“${title}” as a table`,
  });
  return made;
}
