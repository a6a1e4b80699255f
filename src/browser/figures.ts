/** @file Buttons that give a figure away: SVG and PNG in the colours of the screen, CSV of what it shows. */
import { claim } from './claim.js';
import { button, element } from './element.js';
import { readPayload } from './payload.js';
import { save } from './save.js';
import { type Drawn, drawnSvg, toPng } from './take-away.js';

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
  const shown = (): Drawn | undefined => {
    const svg = [...figure.querySelectorAll<SVGSVGElement>('svg.plot')].find((one) => one.getClientRects().length > 0);
    return svg && { svg, keys: figure.querySelector<HTMLElement>('ul.keys') };
  };
  offer('SVG', async () => {
    const drawn = shown();
    if (drawn !== undefined) save(`${id}.svg`, new Blob([drawnSvg(drawn)], { type: 'image/svg+xml' }));
  });
  offer('PNG', async () => {
    const drawn = shown();
    if (drawn !== undefined) save(`${id}.png`, await toPng(drawn));
  });
  offer('CSV', async () => {
    const tables = await readPayload<Record<string, string>>('figures');
    save(`${id}.csv`, new Blob([tables?.[id] ?? ''], { type: 'text/csv' }));
  });
  figure.append(row);
}
