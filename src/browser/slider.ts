/** @file A row of places to walk along: by arrow keys, by finger, by mouse; what stands at a place is said in words. */

export interface Slider {
  readonly row: HTMLElement;
  /** Goes there without asking `go`. */
  show(place: number, text: string): void;
}

/** `go` is called with the place, from 0, whenever the reader moves. */
export function createSlider(label: string, places: number, go: (place: number) => void): Slider {
  const row = document.createElement('label');
  row.className = 'slider';
  const name = document.createElement('span');
  name.textContent = label;
  const input = document.createElement('input');
  input.type = 'range';
  input.min = '0';
  input.max = String(places - 1);
  input.value = '0';
  const count = document.createElement('span');
  input.addEventListener('input', () => go(Number(input.value)));
  row.append(name, input, count);
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
  const line = document.createElement('output');
  line.className = 'said';
  line.setAttribute('aria-live', 'polite');
  return line;
}
