/** @file Titles of drawn things at once and beside the pointer, in every figure, in the one box that says what is under it. */
import { claim, element } from './element.js';

/** Pixels from the pointer. */
const GAP = 14;

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
    if (box !== undefined) box.hidden = true;
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

/** For a pointer alone: figures say the same by their captions and tables. */
let box: HTMLElement | undefined;

/** Beside the pointer, inside of the window. */
function showTip(text: string, { clientX, clientY }: PointerEvent): void {
  if (box === undefined) {
    box = element('div', { class: 'tip', 'aria-hidden': 'true' });
    document.body.append(box);
  }
  if (box.textContent !== text) box.textContent = text;
  box.hidden = false;
  const { width, height } = box.getBoundingClientRect();
  const left = clientX + GAP + width > innerWidth ? clientX - GAP - width : clientX + GAP;
  const top = clientY + GAP + height > innerHeight ? clientY - GAP - height : clientY + GAP;
  box.style.left = `${Math.max(4, left)}px`;
  box.style.top = `${Math.max(4, top)}px`;
}
