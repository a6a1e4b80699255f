/** @file A row of places to walk along: by arrow keys, by finger, by mouse; what stands at a place is said in words. */

import { element } from './element.js';

interface Slider {
  readonly row: HTMLElement;
  /** Goes there without asking `go`. */
  show(place: number, text: string): void;
}

/** `go` is called with the place, from 0, whenever the reader moves. */
export function createSlider(label: string, places: number, go: (place: number) => void): Slider {
  const input = element('input', { type: 'range', min: 0, max: places - 1, value: 0 });
  const count = element('span');
  const row = element('label', { class: 'slider' }, element('span', {}, label), input, count);
  input.addEventListener('input', () => go(Number(input.value)));
  return {
    row,
    show: (place, text) => {
      input.value = String(place);
      input.setAttribute('aria-valuetext', text);
      count.textContent = `${place + 1} of ${places}`;
    },
  };
}

/** A line that is read out when it changes. */
export function createLine(): HTMLOutputElement {
  return element('output', { class: 'said', 'aria-live': 'polite' });
}
