/** @file Makes elements, of which every text is text, never markup; and finds what is not alive yet, each element once. */

/** Name space of what stands in a drawing. */
const SVG = 'http://www.w3.org/2000/svg';

/** The same of a drawing: `svgElement('line', { x1: 0, x2: 9 })`. */
export function svgElement<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Node[]
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(SVG, name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

function setAttributes(made: Element, attributes: Attributes): void {
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(attribute, value === true ? '' : String(value));
  }
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** `element('button', { type: 'button' }, 'Save')`; what is undefined or false is left out, true is an empty attribute. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/** A button that says what it does. */
export function button(text: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', act);
  return made;
}

/** Elements below `root` that fit and were not given out for this purpose before. */
export function claim(root: ParentNode, selector: string, purpose: string): HTMLElement[] {
  const fresh = [...root.querySelectorAll<HTMLElement>(`${selector}:not([data-alive~="${purpose}"])`)];
  for (const element of fresh) element.dataset.alive = `${element.dataset.alive ?? ''} ${purpose}`.trim();
  return fresh;
}
