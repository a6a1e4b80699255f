/** @file Several figures of one thing behind one row of buttons; all of them are printed. */
import { claim } from './claim.js';
import { button, element } from './element.js';

export function enhanceSwitches(root: ParentNode): void {
  for (const group of claim(root, '[data-switch]', 'switch')) enhanceSwitch(group);
}

function enhanceSwitch(group: HTMLElement): void {
  const figures = [...group.querySelectorAll<HTMLElement>(':scope > figure')];
  if (figures.length < 2) return;
  const row = element('div', { class: 'tabs', role: 'group', 'aria-label': group.dataset.switch ?? '' });
  const buttons = figures.map((figure) => button(figure.dataset.title ?? '', () => show(figure)));
  row.append(...buttons);
  const show = (shown: HTMLElement): void => {
    for (const [index, figure] of figures.entries()) {
      figure.classList.toggle('unchosen', figure !== shown);
      buttons[index]?.setAttribute('aria-pressed', String(figure === shown));
    }
  };
  group.prepend(row);
  show(figures[0] as HTMLElement);
}
