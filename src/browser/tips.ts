/** @file Titles of drawn things at once and beside the pointer, in every figure. */
import { claim } from './claim.js';
import { hideTip, showTip } from './tip.js';

export function enhanceTips(root: ParentNode): void {
  for (const figure of claim(root, 'figure[data-figure]', 'tips')) listen(figure);
}

function listen(figure: HTMLElement): void {
  /** What is pointed at, and its title, which the browser would show late and a second time. */
  let shown: { readonly title: Element; readonly text: string } | undefined;
  const leave = (): void => {
    if (shown === undefined) return;
    shown.title.textContent = shown.text;
    shown = undefined;
    hideTip();
  };
  figure.addEventListener('pointerover', (event) => {
    const title = titleOf(event.target);
    if (title === shown?.title) return;
    leave();
    if (title === undefined) return;
    shown = { title, text: title.textContent ?? '' };
    title.textContent = '';
    showTip(shown.text, event);
  });
  figure.addEventListener('pointermove', (event) => {
    if (shown !== undefined) showTip(shown.text, event);
  });
  figure.addEventListener('pointerleave', leave);
}

/** Of the drawn thing itself; the title of a whole drawing is no answer to what one of its parts is. */
function titleOf(target: EventTarget | null): Element | undefined {
  if (!(target instanceof SVGElement) || target instanceof SVGSVGElement) return undefined;
  return target.querySelector(':scope > title') ?? undefined;
}
