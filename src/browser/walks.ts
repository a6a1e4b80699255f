/** @file A walk through the decisions of a race: the one that is told is lit in the figure, and pointing at one tells it. */
import { claim } from './claim.js';
import { readPayload } from './payload.js';
import { createLine, createSlider } from './slider.js';

export function enhanceWalks(root: ParentNode): void {
  for (const place of claim(root, '[data-walk]', 'walk')) void enhanceWalk(place);
}

async function enhanceWalk(place: HTMLElement): Promise<void> {
  const texts = (await readPayload<readonly string[]>(place.dataset.walk ?? '')) ?? [];
  const figure = place.closest('figure');
  if (texts.length === 0 || figure === null) return;
  const marksOf = (number: number) => figure.querySelectorAll(`[data-decision="${number}"]`);
  const line = createLine();
  let lit = -1;
  const go = (number: number): void => {
    for (const mark of marksOf(lit)) mark.classList.remove('lit');
    lit = number;
    for (const mark of marksOf(number)) mark.classList.add('lit');
    figure.classList.add('walking');
    const text = texts[number] ?? '';
    line.textContent = text;
    slider.show(number, text);
  };
  const slider = createSlider(place.dataset.label ?? '', texts.length, go);
  place.append(slider.row, line);
  line.textContent = 'Arrow keys move along the decisions.';
  slider.show(0, texts[0] ?? '');
  figure.addEventListener('pointerover', ({ target }) => {
    const number = target instanceof SVGElement ? target.dataset.decision : undefined;
    if (number !== undefined) go(Number(number));
  });
}
